"""The interface of all stores for webhook events."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Collection
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Self

from sipgate_tools.values import aware

from ..processing.live_calls import LiveCallClient
from .calls import LOST_AFTER, StoredCall, build_calls
from .records import Claim, Delivery, FollowUp, FollowUpState, StoredEvent

if TYPE_CHECKING:
    from sipgate_tools import AsyncSipgate

_POLL_SECONDS: Final = 0.25


class Store(ABC):
    """A store for verified events, the responses to them, and the follow-ups.

    Use it as an async context manager, or call `open` and `close`. Your code can read from the store (`events`, `wait`,
    `calls`, `follow_ups`); the other methods are for `WebhookApp`, which handles each delivery exactly once.
    """

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @abstractmethod
    async def open(self) -> None:
        """Open the store. Calling `open` again does nothing."""

    @abstractmethod
    async def close(self) -> None:
        """Close files and connections."""

    @abstractmethod
    async def check(self) -> None:
        """Raise an error if a delivery cannot be claimed and finished now.

        A shared or persistent store does both with a sample delivery, and then removes it.

        Raises:
            StoreFailed: A delivery cannot be stored.
        """

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
        """Return events in the order they were received.

        Args:
            after: The id of an event. Only later events are returned; `None` starts with the oldest event.
            limit: The maximum number of events.
            call_id: Only events of this call.
            event: Only events with this name (`newCall`, `answer`, `hangup`, `dtmf`).

        Raises:
            InvalidInput: `after` is not an event id of this kind of store.
        """

    @abstractmethod
    async def latest_id(self) -> str:
        """Return the id of the newest event, or `0` if there is none. `events(after=...)` accepts both."""

    async def wait(
        self,
        *,
        after: str | None = None,
        timeout_seconds: float = 30.0,
        limit: int = 100,
        call_id: str | None = None,
        event: str | None = None,
    ) -> list[StoredEvent]:
        """Return new events as soon as there are any, or an empty list after the timeout.

        Args:
            after: The id of an event. Only later events are returned; `None` returns only events from now on.
            timeout_seconds: The time to wait, in seconds.
            limit: The maximum number of events.
            call_id: Only events of this call.
            event: Only events with this name.

        Raises:
            InvalidInput: `after` is not an event id of this kind of store.
        """
        start = await self.latest_id() if after is None else after
        deadline = asyncio.get_running_loop().time() + timeout_seconds
        while True:
            async with AsyncExitStack() as stack:
                # Subscribe before reading, or an event in between would be missed.
                changed = await stack.enter_async_context(self._subscribe())
                found = await self.events(after=start, limit=limit, call_id=call_id, event=event)
                left = deadline - asyncio.get_running_loop().time()
                if found or left <= 0:
                    return found
                await changed.wait(min(left, _POLL_SECONDS))

    async def calls(
        self,
        *,
        limit: int = 50,
        since: datetime | None = None,
        call_id: str | None = None,
        lost_after: timedelta | None = LOST_AFTER,
        client: AsyncSipgate | LiveCallClient | None = None,
    ) -> list[StoredCall]:
        """Return calls with all their transfers and forwardings, the newest first.

        A hangup event can get lost, and sipgate sends none if the caller hangs up during an announcement or at the
        voicemail. Such a call counts as ended (`hangup_missing`), at an unknown time.

        Args:
            limit: The maximum number of calls.
            since: Only calls that started at this time (with a time zone) or later.
            call_id: Only the call that this id, original or not, belongs to.
            lost_after: The time after its last event at which a call counts as ended; `None` disables this.
            client: An `AsyncSipgate`. If passed, answered calls that `GET /calls` does not list count as ended, too.

        Raises:
            SipgateError: `since` has no time zone, the store cannot be read, or the client cannot list the calls.
        """
        earliest = None if since is None else aware(since, argument="since")
        call_ids: set[str] = {call_id} if call_id else set(await self._recent_call_ids(limit))
        found: list[StoredEvent] = []
        while call_ids:
            found = await self._events_of(call_ids)
            linked = {
                name for one in found for name in (one.event.call_id, one.event.original_call_id) if name
            }
            if linked <= call_ids:
                break
            call_ids |= linked
        # Read after the events, so that a call that is answered in between does not count as ended.
        live = None if client is None or not found else {call.call_id for call in await client.rtcm.calls()}
        calls = build_calls(found, now=datetime.now(UTC), lost_after=lost_after, live=live)
        return [call for call in calls if earliest is None or call.started_at >= earliest][:limit]

    @abstractmethod
    async def follow_ups(self, *, state: FollowUpState | None = None, limit: int = 100) -> list[FollowUp]:
        """Return follow-ups, the earliest due first.

        Args:
            state: Only follow-ups in this state.
            limit: The maximum number of follow-ups.
        """

    @abstractmethod
    async def _recent_call_ids(self, limit: int) -> Collection[str]: ...

    @abstractmethod
    async def _events_of(self, call_ids: Collection[str]) -> list[StoredEvent]: ...

    @abstractmethod
    def _subscribe(self) -> Subscription: ...

    # Responding to deliveries, each exactly once.

    @abstractmethod
    async def claim(self, delivery: Delivery, *, lease_seconds: float) -> Claim:
        """Store a delivery, and claim it for this app.

        The claim is acquired if the delivery is unclaimed, or if the lease of the previous claim has expired without
        a response.

        Args:
            delivery: The delivery. A duplicate of a stored delivery is not stored again.
            lease_seconds: The time for which the claim is valid, in seconds.
        """

    @abstractmethod
    async def finish(
        self, claim: Claim, response: bytes, *, gathers: bool = False, follow_up: FollowUp | None = None
    ) -> bytes:
        """Store the response to a claimed delivery together with its follow-up, in one transaction.

        Args:
            claim: The claim that `claim` returned, acquired or not.
            response: The XML of the response.
            gathers: Whether the response collects digits. If so, equal digits can arrive again as a new event.
            follow_up: The follow-up, if any.

        Returns:
            The response to send, which is the one that was stored first, possibly by another process.
        """

    @abstractmethod
    async def response_of(self, claim: Claim) -> bytes | None:
        """Return the response to a delivery that another process has claimed, or `None` until it is stored."""

    # Follow-ups, each run exactly once.

    @abstractmethod
    async def next_due(self) -> float | None:
        """Return the time when the next follow-up is due, in seconds since the epoch, or `None` if there is none."""

    @abstractmethod
    async def start_follow_up(self, follow_up_id: str, now: float) -> bool:
        """Mark a waiting follow-up as started. Only one of several attempts returns `True`."""

    @abstractmethod
    async def settle_follow_up(self, follow_up_id: str, state: FollowUpState, outcome: str) -> None:
        """Store the final state and the outcome of a follow-up."""

    @abstractmethod
    async def interrupted_follow_ups(self, started_before: float) -> list[FollowUp]:
        """Return follow-ups that were started before a time (seconds since the epoch) and have no outcome."""

    @abstractmethod
    async def resolve_follow_up(self, follow_up_id: str, started_before: float, *, retry: bool) -> bool:
        """Set an interrupted follow-up to `waiting` or `unknown`. Only one of several attempts returns `True`.

        Args:
            follow_up_id: The id of the follow-up.
            started_before: Only if it was started before this time, in seconds since the epoch.
            retry: Whether to run it again instead of marking it as `unknown`.
        """

    @abstractmethod
    async def is_over(self, call_id: str) -> bool:
        """Return whether a hangup event for the call was received."""

    @abstractmethod
    async def prune(self, before: float) -> int:
        """Remove old events, and old follow-ups that are neither waiting nor started.

        Args:
            before: A time in seconds since the epoch. Events received before it are removed, and so are finished
                follow-ups that were due before it. A store may keep some older events; see its own `prune`.

        Returns:
            The number of removed events.
        """


class Subscription(ABC):
    """Waits for new events."""

    @abstractmethod
    async def __aenter__(self) -> Self: ...

    @abstractmethod
    async def __aexit__(self, *_: object) -> None: ...

    @abstractmethod
    async def wait(self, timeout_seconds: float) -> None:
        """Return when a new event has been stored, or after the timeout in seconds."""


class ChangeNotifier(Subscription):
    """Notifies subscribers in the same process. Polling finds the changes made by other processes."""

    def __init__(self, subscribers: set[ChangeNotifier]) -> None:
        self._subscribers = subscribers
        self._notified = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        self._subscribers.add(self)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._subscribers.discard(self)

    def notify(self) -> None:
        """Wake the waiting coroutine. This method is thread-safe."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._notified.set)

    async def wait(self, timeout_seconds: float) -> None:
        """Return when `notify` is called, or after the timeout in seconds."""
        try:
            async with asyncio.timeout(timeout_seconds):
                await self._notified.wait()
        except TimeoutError:
            return
