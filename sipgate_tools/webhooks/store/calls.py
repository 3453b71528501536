"""The calls view: what became of each call, told from its events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sipgate_tools.webhooks.events import Answer, HangUp, NewCall
from sipgate_tools.webhooks.store.records import StoredEvent

Status = Literal["ringing", "connected", "ended"]


@dataclass(frozen=True, slots=True)
class CallLeg:
    """One call id's part of a call: each transfer or forward adds one.

    Attributes:
        call_id: sipgate's id of this part.
        original_call_id: The part that it was transferred or forwarded from; its own id for the first.
        direction: `in` or `out`.
        from_: The caller, E.164 with plus or `anonymous`.
        to: The callee, E.164 with plus.
        users: Names of those who called or whose phones rang.
        diversion: The number dialled at first, when the call was diverted.
        started_at: When it was first heard of.
        answered_at: When somebody picked up.
        ended_at: When it was over.
        answered_by: Name of the user who picked up.
        answering_number: The number that picked up.
        cause: Why it ended (`HangUpCause`).
    """

    call_id: str
    original_call_id: str
    direction: str
    from_: str
    to: str
    users: tuple[str, ...]
    diversion: str | None
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    answered_by: str | None
    answering_number: str | None
    cause: str | None

    @property
    def status(self) -> Status:
        """Whether it rings, is connected or has ended."""
        if self.ended_at is not None:
            return "ended"
        return "ringing" if self.answered_at is None else "connected"

    @property
    def duration_seconds(self) -> float | None:
        """How long the two were connected; `None` unless it was answered and has ended."""
        return _seconds_between(self.answered_at, self.ended_at)


@dataclass(frozen=True, slots=True)
class StoredCall:
    """One call as people see it, with all its transfers and forwards.

    Attributes:
        id: The call id of its first part.
        legs: Its parts, the first one first.
    """

    id: str
    legs: tuple[CallLeg, ...]

    @property
    def direction(self) -> str:
        """`in` or `out`."""
        return self.legs[0].direction

    @property
    def from_(self) -> str:
        """The caller, E.164 with plus or `anonymous`."""
        return self.legs[0].from_

    @property
    def to(self) -> str:
        """The callee that was dialled, E.164 with plus."""
        return self.legs[0].diversion or self.legs[0].to

    @property
    def started_at(self) -> datetime:
        """When it was first heard of."""
        return self.legs[0].started_at

    @property
    def answered_at(self) -> datetime | None:
        """When somebody picked up for the first time."""
        return min((leg.answered_at for leg in self.legs if leg.answered_at is not None), default=None)

    @property
    def ended_at(self) -> datetime | None:
        """When its last part was over; `None` while one goes on."""
        ends = [leg.ended_at for leg in self.legs]
        return max((end for end in ends if end is not None), default=None) if None not in ends else None

    @property
    def answered_by(self) -> tuple[str, ...]:
        """Who picked up, in order: user names, or numbers where there is no user."""
        return tuple(
            who
            for leg in self.legs
            if leg.answered_at is not None and (who := leg.answered_by or leg.answering_number)
        )

    @property
    def cause(self) -> str | None:
        """Why its last part ended; `None` while one goes on."""
        if self.ended_at is None:
            return None
        return max(self.legs, key=lambda leg: (leg.ended_at or leg.started_at, leg.started_at)).cause

    @property
    def status(self) -> Status:
        """Whether it rings, is connected or has ended."""
        states = {leg.status for leg in self.legs}
        if "connected" in states:
            return "connected"
        return "ringing" if "ringing" in states else "ended"

    @property
    def duration_seconds(self) -> float | None:
        """From the first picking up to the end; `None` unless it was answered and has ended."""
        return _seconds_between(self.answered_at, self.ended_at)


@dataclass(slots=True)
class _Leg:
    events: list[StoredEvent] = field(default_factory=list[StoredEvent])


def tell_calls(events: Iterable[StoredEvent]) -> list[StoredCall]:
    """Return the calls that events tell of, the newest first.

    Events may come in any order and some may be missing: a call is told from what is there.
    """
    legs: dict[str, _Leg] = {}
    for stored in events:
        if stored.event.call_id:
            legs.setdefault(stored.event.call_id, _Leg()).events.append(stored)
    roots = _roots(legs)
    told: dict[str, list[CallLeg]] = {}
    for call_id, leg in legs.items():
        one = _tell_leg(leg.events)
        if one is not None:
            told.setdefault(roots[call_id], []).append(one)
    calls = [_tell_call(parts) for parts in told.values()]
    return sorted(calls, key=lambda call: call.started_at, reverse=True)


def _roots(legs: dict[str, _Leg]) -> dict[str, str]:
    parent: dict[str, str] = {}

    def find(call_id: str) -> str:
        root = call_id
        while parent.setdefault(root, root) != root:
            root = parent[root]
        while parent[call_id] != root:
            parent[call_id], call_id = root, parent[call_id]
        return root

    for call_id, leg in legs.items():
        for stored in leg.events:
            parent[find(call_id)] = find(stored.event.original_call_id)
    return {call_id: find(call_id) for call_id in legs}


def _tell_call(legs: list[CallLeg]) -> StoredCall:
    # A part that others refer to came before them, whatever the order of arrival.
    known = {leg.call_id for leg in legs}
    ordered = sorted(
        legs,
        key=lambda leg: (
            leg.original_call_id in known and leg.original_call_id != leg.call_id,
            leg.started_at,
        ),
    )
    first = ordered[0]
    return StoredCall(first.original_call_id or first.call_id, tuple(ordered))


def _tell_leg(stored: list[StoredEvent]) -> CallLeg | None:
    ordered = sorted(stored, key=lambda one: one.received_at)
    started, picked, over = _first(ordered, NewCall), _first(ordered, Answer), _first(ordered, HangUp)
    any_call = next((one.event for one in (started, picked, over) if one is not None), None)
    if not isinstance(any_call, NewCall | Answer | HangUp):
        return None
    new_call = started.event if started is not None and isinstance(started.event, NewCall) else None
    answer = picked.event if picked is not None and isinstance(picked.event, Answer) else None
    hang_up = over.event if over is not None and isinstance(over.event, HangUp) else None
    return CallLeg(
        call_id=any_call.call_id,
        original_call_id=any_call.original_call_id,
        direction=any_call.direction,
        from_=any_call.from_,
        to=any_call.to,
        users=new_call.users if new_call else (),
        diversion=any_call.diversion,
        started_at=ordered[0].received_at,
        answered_at=picked.received_at if picked else None,
        ended_at=over.received_at if over else None,
        answered_by=answer.user if answer else None,
        answering_number=answer.answering_number
        if answer
        else (hang_up.answering_number if hang_up else None),
        cause=hang_up.cause if hang_up else None,
    )


def _first(
    ordered: list[StoredEvent], kind: type[NewCall] | type[Answer] | type[HangUp]
) -> StoredEvent | None:
    return next((one for one in ordered if isinstance(one.event, kind)), None)


def _seconds_between(start: datetime | None, end: datetime | None) -> float | None:
    return None if start is None or end is None else max(0.0, (end - start).total_seconds())
