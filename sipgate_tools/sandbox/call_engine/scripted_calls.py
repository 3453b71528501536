"""Plays scripted calls without waiting, so that each next step runs immediately.

A stopped clock is advanced to the next step. A running clock is also used by other requests and is not changed.
Instead, the call's timestamps are moved into the past. A one-minute call that ends immediately, for example, started a
minute ago.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from ..state import State
from ..state.call_engine import CallRecord
from ..state.calls_and_history import ScheduledStep
from ..state.tables import Table

if TYPE_CHECKING:
    from ..dispatch.dispatcher import Dispatcher

_MAX_SHIFTS: Final = 1000
_TIME_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "calls": ("started", "established"),
    "call_flows": ("gives_up_at",),
    "call_records": ("started", "answered", "ended"),
    "coming": ("created", "last_modified"),
    "history": ("created", "last_modified"),
    "channel_events": ("created", "last_modified"),
    "webhook_log": ("created",),
    "deliveries": ("at",),
    "agenda": ("at",),
}
"""The time fields in the rows of a call, by table."""


def next_step_at(state: State, xcid: str) -> datetime | None:
    """Return the time of the next scheduled step for the calls with this `xcid`, or None if no step is scheduled."""
    return min((due.at for due in _scheduled_steps(state, _related_records(state, xcid))), default=None)


def advance_to(dispatcher: Dispatcher, xcid: str, at: datetime) -> None:
    """Advance the calls with this `xcid` to a scheduled step.

    The dispatcher's lock must be held.
    """
    ahead = at - dispatcher.clock.now()
    if ahead <= timedelta():
        return
    if not dispatcher.clock.running:
        dispatcher.clock.advance(ahead)
        return
    try:
        _shift_back(dispatcher.state, xcid, ahead)
        dispatcher.commit()
    except BaseException:
        dispatcher.state.undo()
        raise
    put_back = dispatcher.time_shifts
    put_back[xcid] = put_back.pop(xcid, timedelta()) + ahead
    if len(put_back) > _MAX_SHIFTS:
        del put_back[next(iter(put_back))]


def webhook_time(dispatcher: Dispatcher, xcid: str, at: datetime) -> datetime:
    """Return the time of an event for webhooks, in which timestamps are not moved into the past."""
    return at + dispatcher.time_shifts.get(xcid, timedelta())


def _related_records(state: State, xcid: str) -> list[CallRecord]:
    return [record for record in state.call_records if record.xcid == xcid]


def _scheduled_steps(state: State, family: list[CallRecord]) -> Iterator[ScheduledStep]:
    subjects = {record.id for record in family} | {record.entry_id for record in family}
    return (due for due in state.agenda if due.subject in subjects)


def _shift_back(state: State, xcid: str, by: timedelta) -> None:
    """Move all timestamps and scheduled steps for the calls with this `xcid` into the past."""
    family = _related_records(state, xcid)
    ids = {record.id for record in family}
    entries = {record.entry_id for record in family if record.entry_id}
    for table in (state.calls, state.call_flows, state.call_records):
        _shift(table, ids, by)
    for table in (state.coming, state.history, state.channel_events):
        _shift(table, entries, by)
    _shift(state.webhook_log, {row.id for row in state.webhook_log if row.call_id in ids}, by)
    _shift(state.deliveries, {row.id for row in state.deliveries if row.xcid == xcid}, by)
    _shift(state.agenda, {due.id for due in _scheduled_steps(state, family)}, by)


def _shift(table: Table[Any], keys: set[str], by: timedelta) -> None:
    for key in keys:
        row = table.get(key)
        if row is not None:
            times = {name: getattr(row, name) for name in _TIME_FIELDS[table.name]}
            fields: dict[str, Any] = {name: at - by for name, at in times.items() if at is not None}
            table.put(replace(row, **fields, **_inner_times(table.name, row, by)))


def _inner_times(table: str, row: Any, by: timedelta) -> dict[str, Any]:
    """Return the shifted times of the objects nested in a row."""
    if table == "call_records":
        return {"steps": tuple(replace(step, at=step.at - by) for step in row.steps)}
    if table == "call_flows" and row.gathering is not None:
        return {"gathering": replace(row.gathering, since=row.gathering.since - by)}
    return {}
