"""A store in memory, for experiments, tests and apps that need no history."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import replace
from itertools import count

from ..events import HangUp
from .base import ChangeNotifier, Store, Subscription
from .records import (
    INTERRUPTED,
    Claim,
    Delivery,
    FollowUp,
    FollowUpState,
    StoredEvent,
    utc_time,
    validated_cursor,
)


class _Row:
    __slots__ = ("delivery", "gathers", "id", "key", "lease_until", "response")

    def __init__(
        self, number: int, key: tuple[str, bytes, int], delivery: Delivery, lease_until: float
    ) -> None:
        self.id = number
        self.key = key
        self.delivery = delivery
        self.lease_until = lease_until
        self.response: bytes | None = None
        self.gathers = False


class MemoryStore(Store):
    """A store in memory: events and follow-ups are lost when the process ends.

    Args:
        max_events: The maximum number of events. The oldest events are removed first.
    """

    def __init__(self, *, max_events: int = 10_000) -> None:
        self._max_events = max_events
        self._numbers = count(1)
        self._rows: OrderedDict[int, _Row] = OrderedDict()
        self._by_key: dict[tuple[str, bytes, int], _Row] = {}
        self._turns: dict[str, int] = {}
        self._follow_ups: dict[str, tuple[FollowUp, float]] = {}
        self._subscribers: set[ChangeNotifier] = set()

    async def open(self) -> None:
        """Do nothing."""

    async def close(self) -> None:
        """Do nothing, because the events are kept until the process ends."""

    async def check(self) -> None:
        """Do nothing, because memory is always available."""

    async def events(
        self,
        *,
        after: str | None = None,
        limit: int = 100,
        call_id: str | None = None,
        event: str | None = None,
    ) -> list[StoredEvent]:
        """Return events in the order they were received; see `Store.events`."""
        start = int(validated_cursor(after))
        found: list[StoredEvent] = []
        for number, row in self._rows.items():
            candidate = row.delivery.event
            if (
                number <= start
                or call_id not in {None, candidate.call_id}
                or event not in {None, candidate.event}
            ):
                continue
            found.append(_stored_event(row))
            if len(found) == limit:
                break
        return found

    async def latest_id(self) -> str:
        """Return the id of the newest event, or `0` if there is none."""
        return str(next(reversed(self._rows), 0))

    async def follow_ups(self, *, state: FollowUpState | None = None, limit: int = 100) -> list[FollowUp]:
        """Return follow-ups, the earliest due first."""
        found = [one for one, _ in self._follow_ups.values() if state in {None, one.state}]
        return sorted(found, key=lambda one: one.due_at)[:limit]

    async def _recent_call_ids(self, limit: int) -> Collection[str]:
        recent: set[str] = set()
        for row in reversed(self._rows.values()):
            recent.add(row.delivery.event.original_call_id)
            if len(recent) >= limit:
                break
        return recent

    async def _events_of(self, call_ids: Collection[str]) -> list[StoredEvent]:
        rows = self._rows.values()
        return [_stored_event(row) for row in rows if _concerns(row.delivery, call_ids)]

    def _subscribe(self) -> Subscription:
        return ChangeNotifier(self._subscribers)

    async def claim(self, delivery: Delivery, *, lease_seconds: float) -> Claim:
        """Store a delivery, and claim it for this app; see `Store.claim`."""
        event = delivery.event
        turn = self._turns.get(event.call_id, 0) if delivery.by_turn else 0
        key = (event.call_id, delivery.digest, turn)
        row = self._by_key.get(key)
        if row is None:
            row = _Row(next(self._numbers), key, delivery, delivery.received_at + lease_seconds)
            self._rows[row.id] = self._by_key[key] = row
            if len(self._rows) > self._max_events:
                self._remove(next(iter(self._rows.values())))
            for subscriber in self._subscribers:
                subscriber.notify()
            return Claim(str(row.id), acquired=True)
        acquired = row.response is None and row.lease_until < delivery.received_at
        if acquired:
            row.lease_until = delivery.received_at + lease_seconds
        return Claim(str(row.id), acquired=acquired, response=row.response)

    async def finish(
        self, claim: Claim, response: bytes, *, gathers: bool = False, follow_up: FollowUp | None = None
    ) -> bytes:
        """Store the response to a claimed delivery together with its follow-up; see `Store.finish`."""
        row = self._rows.get(int(claim.id))
        if row is None:
            return response
        if row.response is not None:
            return row.response
        row.response = response
        if gathers:
            row.gathers = True
            call_id = row.delivery.event.call_id
            self._turns[call_id] = self._turns.get(call_id, 0) + 1
        if follow_up is not None:
            self._follow_ups[claim.id] = (replace(follow_up, id=claim.id), 0.0)
        return response

    async def response_of(self, claim: Claim) -> bytes | None:
        """Return the response to a delivery, or `None` until it is stored."""
        row = self._rows.get(int(claim.id))
        return row.response if row else None

    async def next_due(self) -> float | None:
        """Return the time when the next follow-up is due, in seconds since the epoch, or `None` if there is none."""
        waiting = (one.due_at for one, _ in self._follow_ups.values() if one.state == "waiting")
        return min(waiting, default=None)

    async def start_follow_up(self, follow_up_id: str, now: float) -> bool:
        """Mark a waiting follow-up as started; see `Store.start_follow_up`."""
        one, _ = self._follow_ups[follow_up_id]
        if one.state != "waiting":
            return False
        self._follow_ups[follow_up_id] = (replace(one, state="started"), now)
        return True

    async def settle_follow_up(self, follow_up_id: str, state: FollowUpState, outcome: str) -> None:
        """Store the final state and the outcome of a follow-up."""
        one, started = self._follow_ups[follow_up_id]
        self._follow_ups[follow_up_id] = (replace(one, state=state, outcome=outcome), started)

    async def interrupted_follow_ups(self, started_before: float) -> list[FollowUp]:
        """Return follow-ups that were started before a time and have no outcome."""
        found = self._follow_ups.values()
        return [one for one, started in found if one.state == "started" and started < started_before]

    async def resolve_follow_up(self, follow_up_id: str, started_before: float, *, retry: bool) -> bool:
        """Set an interrupted follow-up to `waiting` or `unknown`; see `Store.resolve_follow_up`."""
        one, started = self._follow_ups[follow_up_id]
        if one.state != "started" or started >= started_before:
            return False
        resolved = (
            replace(one, state="waiting") if retry else replace(one, state="unknown", outcome=INTERRUPTED)
        )
        self._follow_ups[follow_up_id] = (resolved, started)
        return True

    async def is_over(self, call_id: str) -> bool:
        """Return whether a hangup event for the call was received."""
        return any(
            isinstance(row.delivery.event, HangUp) and row.delivery.event.call_id == call_id
            for row in self._rows.values()
        )

    async def prune(self, before: float) -> int:
        """Remove old events and old follow-ups, and return the number of removed events; see `Store.prune`."""
        old = [row for row in self._rows.values() if row.delivery.received_at < before]
        for row in old:
            self._remove(row)
        for key, (one, _) in list(self._follow_ups.items()):
            if one.state not in {"waiting", "started"} and one.due_at < before:
                del self._follow_ups[key]
        return len(old)

    def _remove(self, row: _Row) -> None:
        del self._rows[row.id]
        del self._by_key[row.key]
        if row.gathers:
            self._turns.pop(row.delivery.event.call_id, None)


def _concerns(delivery: Delivery, call_ids: Collection[str]) -> bool:
    return delivery.event.call_id in call_ids or delivery.event.original_call_id in call_ids


def _stored_event(row: _Row) -> StoredEvent:
    delivery = row.delivery
    occurred_at = None if delivery.occurred_at is None else utc_time(delivery.occurred_at)
    return StoredEvent(str(row.id), utc_time(delivery.received_at), delivery.event, row.response, occurred_at)
