"""Calls, reconstructed from their events."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from ..events import Answer, HangUp, NewCall
from .records import StoredEvent

Status = Literal["ringing", "connected", "ended"]

LOST_AFTER: Final = timedelta(hours=4)
"""The time after its last event at which a call without a hangup event counts as ended."""
_JUST_NOW: Final = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class CallLeg:
    """The part of a call that has its own call id. Each transfer or forwarding adds a leg.

    Attributes:
        call_id: sipgate's id of this leg.
        original_call_id: The id of the leg from which this leg was transferred or forwarded; the first leg's own id.
        direction: `in` or `out`.
        from_: The caller, E.164 with plus or `anonymous`.
        to: The callee, E.164 with plus.
        users: The names of the users who called or whose phones rang; empty for a voicemail.
        diversion: The number that was dialed first, if the call was diverted.
        started_at: The time of the first event.
        answered_at: The time at which the leg was answered; `None` if it was not.
        ended_at: The time at which the leg ended; `None` if it has not ended, or if the time is not known
            (`hangup_missing`).
        answered_by: The name of the user who picked up, or `voicemail`.
        answering_number: The number that picked up.
        cause: The reason why the leg ended (`HangUpCause`). It can be `cancel` even if the call was answered.
        by_voicemail: Whether the voicemail picked up.
        hangup_missing: Whether the leg counts as ended without a hangup event. sipgate sends none if the caller hangs
            up during an announcement or at the voicemail, and an event can get lost.
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
    by_voicemail: bool = False
    hangup_missing: bool = False

    @property
    def status(self) -> Status:
        """The status: `ringing`, `connected` or `ended`."""
        if self.ended_at is not None or self.hangup_missing:
            return "ended"
        return "ringing" if self.answered_at is None else "connected"

    @property
    def duration_seconds(self) -> float | None:
        """The connected time in seconds; `None` unless the leg was answered and its end is known."""
        return _seconds_between(self.answered_at, self.ended_at)


@dataclass(frozen=True, slots=True)
class StoredCall:
    """One call with all its transfers and forwardings.

    Attributes:
        id: The call id of the first leg.
        legs: The legs of the call, the first leg first.
    """

    id: str
    legs: tuple[CallLeg, ...]

    @property
    def direction(self) -> str:
        """The direction: `in` or `out`."""
        return self.legs[0].direction

    @property
    def from_(self) -> str:
        """The caller, E.164 with plus or `anonymous`."""
        return self.legs[0].from_

    @property
    def to(self) -> str:
        """The number that was dialed, E.164 with plus."""
        return self.legs[0].diversion or self.legs[0].to

    @property
    def started_at(self) -> datetime:
        """The time of the first event."""
        return self.legs[0].started_at

    @property
    def answered_at(self) -> datetime | None:
        """The time of the first pick-up, by a user or the voicemail; `None` if there was none."""
        return min((leg.answered_at for leg in self.legs if leg.answered_at is not None), default=None)

    @property
    def ended_at(self) -> datetime | None:
        """The time at which the last leg ended; `None` while a leg is live, or if the time is not known."""
        ends = [leg.ended_at for leg in self.legs]
        return max((end for end in ends if end is not None), default=None) if None not in ends else None

    @property
    def answered_by(self) -> tuple[str, ...]:
        """The parties that picked up, in order: user names, `voicemail`, or the number if there is no user."""
        return tuple(
            name
            for leg in self.legs
            if leg.answered_at is not None and (name := leg.answered_by or leg.answering_number)
        )

    @property
    def answered_by_person(self) -> bool:
        """Whether a person picked up. A call that only the voicemail answered counts as missed."""
        return any(leg.answered_at is not None and not leg.by_voicemail for leg in self.legs)

    @property
    def hangup_missing(self) -> bool:
        """Whether one of the legs counts as ended without a hangup event."""
        return any(leg.hangup_missing for leg in self.legs)

    @property
    def cause(self) -> str | None:
        """The reason why the last leg ended; `None` while a leg is live, or if the reason is not known."""
        if self.status != "ended":
            return None
        return max(self.legs, key=lambda leg: (leg.ended_at or leg.started_at, leg.started_at)).cause

    @property
    def status(self) -> Status:
        """The status: `ringing`, `connected` or `ended`."""
        states = {leg.status for leg in self.legs}
        if "connected" in states:
            return "connected"
        return "ringing" if "ringing" in states else "ended"

    @property
    def duration_seconds(self) -> float | None:
        """The time from the first pick-up to the end, in seconds; `None` if either is unknown."""
        return _seconds_between(self.answered_at, self.ended_at)


@dataclass(slots=True)
class _Leg:
    events: list[StoredEvent] = field(default_factory=list[StoredEvent])


def build_calls(
    events: Iterable[StoredEvent],
    *,
    now: datetime | None = None,
    lost_after: timedelta | None = LOST_AFTER,
    live: Collection[str] | None = None,
) -> list[StoredCall]:
    """Return the calls that events belong to, the newest first.

    Events can be in any order, and some can be missing. Each call is built from the available events.

    Args:
        events: The stored events.
        now: The current time, with a time zone, to detect missing hangup events; `None` to not detect them.
        lost_after: The time after its last event at which a leg counts as ended; `None` disables this.
        live: The ids of the live calls (`GET /calls`), read after the events, or `None` if they are not known. A
            connected leg that is not among them counts as ended.
    """
    legs: dict[str, _Leg] = {}
    for stored in events:
        if stored.event.call_id:
            legs.setdefault(stored.event.call_id, _Leg()).events.append(stored)
    roots = _roots(legs)
    legs_by_root: dict[str, list[CallLeg]] = {}
    first_received: dict[str, datetime] = {}
    for call_id, leg in legs.items():
        one = _build_leg(leg.events)
        if one is not None:
            if now is not None and one.status != "ended":
                silent = now - max(stored.received_at for stored in leg.events)
                one = replace(one, hangup_missing=_is_lost(one, silent, lost_after, live))
            root, first = roots[call_id], min(stored.received_at for stored in leg.events)
            legs_by_root.setdefault(root, []).append(one)
            first_received[root] = min(first, first_received.get(root, first))
    # The sender's times are whole seconds, so two calls may have started at the same time.
    calls = [
        ((call := _build_call(parts)).started_at, first_received[root], call)
        for root, parts in legs_by_root.items()
    ]
    return [call for _, _, call in sorted(calls, key=lambda one: one[:2], reverse=True)]


def _is_lost(
    leg: CallLeg, silent: timedelta, lost_after: timedelta | None, live: Collection[str] | None
) -> bool:
    # GET /calls does not list ringing calls, and perhaps not one that was answered just now.
    gone = leg.status == "connected" and live is not None and leg.call_id not in live
    return (lost_after is not None and silent >= lost_after) or (gone and silent >= _JUST_NOW)


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


def _build_call(legs: list[CallLeg]) -> StoredCall:
    # A leg comes after the leg that it refers to, whatever the order of arrival.
    call_ids = {leg.call_id for leg in legs}
    ordered = sorted(
        legs,
        key=lambda leg: (
            leg.original_call_id in call_ids and leg.original_call_id != leg.call_id,
            leg.started_at,
        ),
    )
    first = ordered[0]
    return StoredCall(first.original_call_id or first.call_id, tuple(ordered))


def _build_leg(stored: list[StoredEvent]) -> CallLeg | None:
    # Times of the sender and times of receipt must not be mixed: the two clocks differ.
    all_dated = all(one.occurred_at is not None for one in stored)
    when = {one.id: (one.occurred_at if all_dated else None) or one.received_at for one in stored}
    ordered = sorted(stored, key=lambda one: (when[one.id], one.received_at))
    started, pick_up, over = _first(ordered, NewCall), _first(ordered, Answer), _first(ordered, HangUp)
    any_call = next((one.event for one in (started, pick_up, over) if one is not None), None)
    if not isinstance(any_call, NewCall | Answer | HangUp):
        return None
    new_call = started.event if started is not None and isinstance(started.event, NewCall) else None
    answer = pick_up.event if pick_up is not None and isinstance(pick_up.event, Answer) else None
    hang_up = over.event if over is not None and isinstance(over.event, HangUp) else None
    number = answer or hang_up
    return CallLeg(
        call_id=any_call.call_id,
        original_call_id=any_call.original_call_id,
        direction=any_call.direction,
        from_=any_call.from_,
        to=any_call.to,
        users=new_call.users if new_call else (),
        diversion=any_call.diversion,
        started_at=when[ordered[0].id],
        answered_at=when[pick_up.id] if pick_up else None,
        ended_at=when[over.id] if over else None,
        answered_by=answer.answered_by if answer else None,
        answering_number=number.answering_number if number else None,
        cause=hang_up.cause if hang_up else None,
        by_voicemail=answer is not None and answer.by_voicemail,
    )


def _first(
    ordered: list[StoredEvent], kind: type[NewCall] | type[Answer] | type[HangUp]
) -> StoredEvent | None:
    return next((one for one in ordered if isinstance(one.event, kind)), None)


def _seconds_between(start: datetime | None, end: datetime | None) -> float | None:
    return None if start is None or end is None else max(0.0, (end - start).total_seconds())
