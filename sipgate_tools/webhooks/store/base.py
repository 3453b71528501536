"""What every store of webhook events can do."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Collection
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self

from sipgate_tools.values import aware

from ..live_calls import LiveCallClient
from .calls import LOST_AFTER, StoredCall, build_calls
from .records import Claim, Delivery, FollowUp, FollowUpState, StoredEvent

if TYPE_CHECKING:
    from sipgate_tools import AsyncSipgate

_LOOK_AGAIN_SECONDS = 0.25


class Store(ABC):
    """Keeps every verified event, its answer, and what is still to be done with a call.

    Use it as an async context manager, or `open` and `close` it. The reading half (`events`, `wait`, `calls`)
    is for everybody; the rest is how `WebhookApp` makes sure that a delivery is handled once.
    """

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @abstractmethod
    async def open(self) -> None:
        """Get ready; doing it twice does nothing."""

    @abstractmethod
    async def close(self) -> None:
        """Let go of files and connections."""

    @abstractmethod
    async def check(self) -> None:
        """Raise whatever keeps the store from working."""

    # Reading.

    @abstractmethod
    async def events(
        self,
        *,
        after: str | None = None,
        limit: int = 100,
        call_id: str | None = None,
        event: str | None = None,
    ) -> list[StoredEvent]:
        """Return events in the order they came.

        Args:
            after: Only those after the event with this id; `None`: from the beginning.
            limit: At most so many.
            call_id: Only those of this call.
            event: Only those of this name (`newCall`, `answer`, `hangup`, `dtmf`).

        Raises:
            InvalidInput: `after` is no id of this kind of store.
        """

    @abstractmethod
    async def latest_id(self) -> str:
        """Return the id of the newest event, for `events(after=...)`: what comes from now on."""

    async def wait(
        self,
        *,
        after: str | None = None,
        timeout_seconds: float = 30.0,
        limit: int = 100,
        call_id: str | None = None,
        event: str | None = None,
    ) -> list[StoredEvent]:
        """Return events as soon as there are some, or an empty list when the time is over.

        Args:
            after: Only those after the event with this id; `None`: only those that come from now on.
            timeout_seconds: How long to wait, in seconds.
            limit: At most so many.
            call_id: Only those of this call.
            event: Only those of this name.
        """
        start = await self.latest_id() if after is None else after
        deadline = asyncio.get_running_loop().time() + timeout_seconds
        while True:
            async with AsyncExitStack() as stack:
                # Listening starts before looking, or an event in between would be slept through.
                changed = await stack.enter_async_context(self._listening())
                found = await self.events(after=start, limit=limit, call_id=call_id, event=event)
                left = deadline - asyncio.get_running_loop().time()
                if found or left <= 0:
                    return found
                await changed.wait(min(left, _LOOK_AGAIN_SECONDS))

    async def calls(
        self,
        *,
        limit: int = 50,
        since: datetime | None = None,
        call_id: str | None = None,
        lost_after: timedelta | None = LOST_AFTER,
        client: AsyncSipgate | LiveCallClient | None = None,
    ) -> list[StoredCall]:
        """Return calls with all their transfers and forwards, the newest first.

        A hang-up can get lost, and sipgate sends none when the caller hangs up during an announcement or on the
        voicemail: such a call counts as ended (`hangup_missing`), its end is not known.

        Args:
            limit: At most so many.
            since: Only those that began at this time (with zone) or later.
            call_id: Only the call that this id, original or not, is part of.
            lost_after: How long after its last event a call counts as ended; `None`: it never does.
            client: An `AsyncSipgate`: a call that was answered counts as ended as well when `GET /calls` does not
                list it.

        Raises:
            SipgateError: The store cannot be read, or the client cannot list the calls.
        """
        earliest = None if since is None else aware(since, argument="since")
        known: set[str] = {call_id} if call_id else set(await self._recent_calls(limit))
        found: list[StoredEvent] = []
        while known:
            found = await self._events_of(known)
            linked = {
                name for one in found for name in (one.event.call_id, one.event.original_call_id) if name
            }
            if linked <= known:
                break
            known |= linked
        # Read after the events: a call that was answered in between is not listed as ended.
        live = None if client is None or not found else {call.call_id for call in await client.rtcm.calls()}
        told = build_calls(found, now=datetime.now(UTC), lost_after=lost_after, live=live)
        return [call for call in told if earliest is None or call.started_at >= earliest][:limit]

    @abstractmethod
    async def follow_ups(self, *, state: FollowUpState | None = None, limit: int = 100) -> list[FollowUp]:
        """Return what is or was to be done with calls, the earliest due first."""

    @abstractmethod
    async def _recent_calls(self, limit: int) -> Collection[str]: ...

    @abstractmethod
    async def _events_of(self, call_ids: Collection[str]) -> list[StoredEvent]: ...

    @abstractmethod
    def _listening(self) -> Subscription: ...

    # Answering deliveries, each once.

    @abstractmethod
    async def claim(self, delivery: Delivery, *, lease_seconds: float) -> Claim:
        """Keep a delivery and say whose business it is.

        It is the caller's when nobody has it, or when who had it has not answered within its lease.
        """

    @abstractmethod
    async def finish(
        self, claim: Claim, answer: bytes, *, gathers: bool = False, follow_up: FollowUp | None = None
    ) -> bytes:
        """Keep the answer of a claimed delivery, and with it what is to be done later.

        Args:
            claim: What `claim` returned.
            answer: The XML.
            gathers: Whether it asks for digits: then the same digits may come again.
            follow_up: What is to be done with the call, if anything.

        Returns:
            The answer that counts: another one when somebody else was faster.
        """

    @abstractmethod
    async def answer_of(self, claim: Claim) -> bytes | None:
        """Return the answer of a delivery that somebody else has claimed, once there is one."""

    # Follow-ups, each once.

    @abstractmethod
    async def next_due(self) -> float | None:
        """Return when the next follow-up is due, seconds since the epoch."""

    @abstractmethod
    async def start_follow_up(self, follow_up_id: str, now: float) -> bool:
        """Mark one as started: `True` for exactly one of all who ask, whatever happens next."""

    @abstractmethod
    async def settle_follow_up(self, follow_up_id: str, state: FollowUpState, outcome: str) -> None:
        """Keep how a follow-up ended."""

    @abstractmethod
    async def interrupted_follow_ups(self, started_before: float) -> list[FollowUp]:
        """Return those that were started before that time and never settled: who had them is gone."""

    @abstractmethod
    async def resolve_follow_up(self, follow_up_id: str, started_before: float, *, again: bool) -> bool:
        """Let an interrupted one wait again, or mark it as `unknown`: `True` for exactly one of all who ask."""

    @abstractmethod
    async def is_over(self, call_id: str) -> bool:
        """Whether the call is known to have ended."""

    @abstractmethod
    async def prune(self, before: float) -> int:
        """Forget what is older than that time (seconds since the epoch); return how many events went."""


class Subscription(ABC):
    """Waits for something new to be kept."""

    @abstractmethod
    async def __aenter__(self) -> Self: ...

    @abstractmethod
    async def __aexit__(self, *_: object) -> None: ...

    @abstractmethod
    async def wait(self, timeout_seconds: float) -> None:
        """Return when something new was kept, or when the time is over."""


class ChangeNotifier(Subscription):
    """Rings for those who listen in the same event loop; others look again by themselves."""

    def __init__(self, listeners: set[ChangeNotifier]) -> None:
        self._listeners = listeners
        self._rung = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        self._listeners.add(self)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._listeners.discard(self)

    def notify(self) -> None:
        """Wake who waits."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._rung.set)

    async def wait(self, timeout_seconds: float) -> None:
        """Return when it was rung, or when the time is over."""
        try:
            async with asyncio.timeout(timeout_seconds):
                await self._rung.wait()
        except TimeoutError:
            return
