"""A store for as long as the process lives: experiments, tests, and apps that keep no record."""

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
    moment,
    validated_cursor,
)


class _Row:
    __slots__ = ("answer", "delivery", "gathers", "id", "key", "lease_until")

    def __init__(
        self, number: int, key: tuple[str, bytes, int], delivery: Delivery, lease_until: float
    ) -> None:
        self.id = number
        self.key = key
        self.delivery = delivery
        self.lease_until = lease_until
        self.answer: bytes | None = None
        self.gathers = False


class MemoryStore(Store):
    """Forgets everything when the process ends, follow-ups included.

    Args:
        max_events: How many events it keeps; the oldest go first.
    """

    def __init__(self, *, max_events: int = 10_000) -> None:
        self._max_events = max_events
        self._numbers = count(1)
        self._rows: OrderedDict[int, _Row] = OrderedDict()
        self._by_key: dict[tuple[str, bytes, int], _Row] = {}
        self._turns: dict[str, int] = {}
        self._follow_ups: dict[str, tuple[FollowUp, float]] = {}
        self._bells: set[ChangeNotifier] = set()

    async def open(self) -> None:
        """Do nothing: it is ready."""

    async def close(self) -> None:
        """Do nothing: what it holds goes with the process."""

    async def check(self) -> None:
        """Do nothing: memory works."""

    async def events(
        self,
        *,
        after: str | None = None,
        limit: int = 100,
        call_id: str | None = None,
        event: str | None = None,
    ) -> list[StoredEvent]:
        """Return events in the order they came; the arguments are those of `Store.events`."""
        start = int(validated_cursor(after))
        found: list[StoredEvent] = []
        for number, row in self._rows.items():
            told = row.delivery.event
            if number <= start or call_id not in {None, told.call_id} or event not in {None, told.event}:
                continue
            found.append(_stored(row))
            if len(found) == limit:
                break
        return found

    async def latest_id(self) -> str:
        """Return the id of the newest event."""
        return str(next(reversed(self._rows), 0))

    async def follow_ups(self, *, state: FollowUpState | None = None, limit: int = 100) -> list[FollowUp]:
        """Return what is or was to be done with calls, the earliest due first."""
        found = [one for one, _ in self._follow_ups.values() if state in {None, one.state}]
        return sorted(found, key=lambda one: one.due_at)[:limit]

    async def _recent_calls(self, limit: int) -> Collection[str]:
        recent: set[str] = set()
        for row in reversed(self._rows.values()):
            recent.add(row.delivery.event.original_call_id)
            if len(recent) >= limit:
                break
        return recent

    async def _events_of(self, call_ids: Collection[str]) -> list[StoredEvent]:
        rows = self._rows.values()
        return [_stored(row) for row in rows if _concerns(row.delivery, call_ids)]

    def _listening(self) -> Subscription:
        return ChangeNotifier(self._bells)

    async def claim(self, delivery: Delivery, *, lease_seconds: float) -> Claim:
        """Keep a delivery and say whose business it is."""
        event = delivery.event
        turn = self._turns.get(event.call_id, 0) if delivery.by_turn else 0
        key = (event.call_id, delivery.digest, turn)
        row = self._by_key.get(key)
        if row is None:
            row = _Row(next(self._numbers), key, delivery, delivery.received_at + lease_seconds)
            self._rows[row.id] = self._by_key[key] = row
            if len(self._rows) > self._max_events:
                self._forget(next(iter(self._rows.values())))
            for bell in self._bells:
                bell.notify()
            return Claim(str(row.id), acquired=True)
        mine = row.answer is None and row.lease_until < delivery.received_at
        if mine:
            row.lease_until = delivery.received_at + lease_seconds
        return Claim(str(row.id), acquired=mine, answer=row.answer)

    async def finish(
        self, claim: Claim, answer: bytes, *, gathers: bool = False, follow_up: FollowUp | None = None
    ) -> bytes:
        """Keep the answer of a claimed delivery, and with it what is to be done later."""
        row = self._rows.get(int(claim.id))
        if row is None:
            return answer
        if row.answer is not None:
            return row.answer
        row.answer = answer
        if gathers:
            row.gathers = True
            call_id = row.delivery.event.call_id
            self._turns[call_id] = self._turns.get(call_id, 0) + 1
        if follow_up is not None:
            self._follow_ups[claim.id] = (replace(follow_up, id=claim.id), 0.0)
        return answer

    async def answer_of(self, claim: Claim) -> bytes | None:
        """Return the answer of a delivery, once there is one."""
        row = self._rows.get(int(claim.id))
        return row.answer if row else None

    async def next_due(self) -> float | None:
        """Return when the next follow-up is due."""
        waiting = (one.due_at for one, _ in self._follow_ups.values() if one.state == "waiting")
        return min(waiting, default=None)

    async def start_follow_up(self, follow_up_id: str, now: float) -> bool:
        """Mark one as started: `True` for exactly one of all who ask."""
        one, _ = self._follow_ups[follow_up_id]
        if one.state != "waiting":
            return False
        self._follow_ups[follow_up_id] = (replace(one, state="started"), now)
        return True

    async def settle_follow_up(self, follow_up_id: str, state: FollowUpState, outcome: str) -> None:
        """Keep how a follow-up ended."""
        one, started = self._follow_ups[follow_up_id]
        self._follow_ups[follow_up_id] = (replace(one, state=state, outcome=outcome), started)

    async def interrupted_follow_ups(self, started_before: float) -> list[FollowUp]:
        """Return those that were started before that time and never settled."""
        found = self._follow_ups.values()
        return [one for one, started in found if one.state == "started" and started < started_before]

    async def resolve_follow_up(self, follow_up_id: str, started_before: float, *, again: bool) -> bool:
        """Let an interrupted one wait again, or mark it as `unknown`."""
        one, started = self._follow_ups[follow_up_id]
        if one.state != "started" or started >= started_before:
            return False
        resolved = (
            replace(one, state="waiting") if again else replace(one, state="unknown", outcome=INTERRUPTED)
        )
        self._follow_ups[follow_up_id] = (resolved, started)
        return True

    async def is_over(self, call_id: str) -> bool:
        """Whether the call is known to have ended."""
        return any(
            isinstance(row.delivery.event, HangUp) and row.delivery.event.call_id == call_id
            for row in self._rows.values()
        )

    async def prune(self, before: float) -> int:
        """Forget events and settled follow-ups older than that time; return how many events."""
        old = [row for row in self._rows.values() if row.delivery.received_at < before]
        for row in old:
            self._forget(row)
        for key, (one, _) in list(self._follow_ups.items()):
            if one.state not in {"waiting", "started"} and one.due_at < before:
                del self._follow_ups[key]
        return len(old)

    def _forget(self, row: _Row) -> None:
        del self._rows[row.id]
        del self._by_key[row.key]
        if row.gathers:
            self._turns.pop(row.delivery.event.call_id, None)


def _concerns(delivery: Delivery, call_ids: Collection[str]) -> bool:
    return delivery.event.call_id in call_ids or delivery.event.original_call_id in call_ids


def _stored(row: _Row) -> StoredEvent:
    delivery = row.delivery
    occurred_at = None if delivery.occurred_at is None else moment(delivery.occurred_at)
    return StoredEvent(str(row.id), moment(delivery.received_at), delivery.event, row.answer, occurred_at)
