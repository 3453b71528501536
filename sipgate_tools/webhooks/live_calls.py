"""The live-call operations that webhooks need, and where they come from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from sipgate_tools import AsyncSipgate


class LiveCallActions(Protocol):
    """The live-call operations that follow-ups need; `AsyncSipgate.rtcm` is one."""

    async def calls(self) -> Sequence[Any]:
        """Return the calls that go on, each with its `call_id`."""
        ...

    async def hang_up(self, call: str) -> Any:
        """End a call."""
        ...

    async def transfer(self, call: str, number: str, *, attended: bool = False) -> Any:
        """Send a call to another number."""
        ...


class LiveCallClient(Protocol):
    """Something with live-call operations; `AsyncSipgate` is one."""

    @property
    def rtcm(self) -> LiveCallActions:
        """The live-call operations."""
        ...


class LiveCallsOf:
    """The client that follow-ups use: the one that was given, or one made from the environment when needed.

    Args:
        given: The client of the app's owner, who closes it.
    """

    def __init__(self, given: AsyncSipgate | LiveCallClient | None) -> None:
        self._given = given
        self._own: AsyncSipgate | None = None

    def rtcm(self) -> LiveCallActions:
        """Return its live-call operations.

        Raises:
            CredentialsMissing: None was given and the environment has no credentials.
        """
        if self._given is not None:
            return self._given.rtcm
        if self._own is None:
            from sipgate_tools import AsyncSipgate

            self._own = AsyncSipgate()
        return self._own.rtcm

    async def close(self) -> None:
        """Close the client that was made."""
        if self._own is not None:
            own, self._own = self._own, None
            await own.aclose()
