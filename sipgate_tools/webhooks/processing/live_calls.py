"""The live-call operations that follow-ups need, and the client that provides them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from sipgate_tools import AsyncSipgate


class LiveCallActions(Protocol):
    """The live-call operations that follow-ups need; `AsyncSipgate.rtcm` has them."""

    async def calls(self) -> Sequence[Any]:
        """Return the live calls, each with its `call_id`."""
        ...

    async def hang_up(self, call: str) -> Any:
        """End a call."""
        ...

    async def transfer(self, call: str, number: str, *, attended: bool = False) -> Any:
        """Transfer a call to another number."""
        ...


class LiveCallClient(Protocol):
    """A client with live-call operations, such as `AsyncSipgate`."""

    @property
    def rtcm(self) -> LiveCallActions:
        """The live-call operations."""
        ...


class LiveCallProvider:
    """Provides the client for follow-ups: the app's own, or one created from the environment on first use.

    Args:
        given: The client that was passed to the app, which `close` leaves open; `None` to create one.
    """

    def __init__(self, given: AsyncSipgate | LiveCallClient | None) -> None:
        self._given = given
        self._own: AsyncSipgate | None = None

    def rtcm(self) -> LiveCallActions:
        """Return the live-call operations of the client.

        Raises:
            CredentialsMissing: No client was passed and no credentials were found.
        """
        if self._given is not None:
            return self._given.rtcm
        if self._own is None:
            from sipgate_tools import AsyncSipgate  # imported here: few apps have follow-ups

            self._own = AsyncSipgate()
        return self._own.rtcm

    async def close(self) -> None:
        """Close the client if it was created here."""
        if self._own is not None:
            own, self._own = self._own, None
            await own.aclose()
