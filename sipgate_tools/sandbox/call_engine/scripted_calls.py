"""Scripted calls that nobody waits for: what they do next happens now.

A clock that a test has stopped is moved along, as the test would do it. A running clock is the one that everybody else
lives by, so it stays, and the calls are put back in time instead: a call of a minute that is over at once began a
minute ago.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ..state import State
from ..state.call_engine import CallRecord
from ..state.calls_and_history import ScheduledStep
from ..state.tables import Table

if TYPE_CHECKING:
    from ..dispatch.dispatcher import Dispatcher

_REMEMBERED = 1000
_TIMES: dict[str, tuple[str, ...]] = {
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
"""The moments in the rows of a call, by table."""


def next_of(state: State, xcid: str) -> datetime | None:
    """When something happens next by itself in the calls that came of one call; None for never."""
    return min((due.at for due in _dues(state, _family(state, xcid))), default=None)


def go_to(engine: Dispatcher, xcid: str, at: datetime) -> None:
    """Let it be the moment at which something happens next in the calls that came of one call.

    Whoever calls this holds the engine's lock.
    """
    ahead = at - engine.clock.now()
    if ahead <= timedelta():
        return
    if not engine.clock.running:
        engine.clock.advance(ahead)
        return
    try:
        _put_back(engine.state, xcid, ahead)
        engine.commit()
    except BaseException:
        engine.state.undo()
        raise
    put_back = engine.put_back
    put_back[xcid] = put_back.pop(xcid, timedelta()) + ahead
    if len(put_back) > _REMEMBERED:
        del put_back[next(iter(put_back))]


def is_webhook_due_at(engine: Dispatcher, xcid: str, at: datetime) -> datetime:
    """Return when something happened for those who are told of it: what they know of a call is not put back."""
    return at + engine.put_back.get(xcid, timedelta())


def _family(state: State, xcid: str) -> list[CallRecord]:
    return [record for record in state.call_records if record.xcid == xcid]


def _dues(state: State, family: list[CallRecord]) -> Iterator[ScheduledStep]:
    subjects = {record.id for record in family} | {record.entry_id for record in family}
    return (due for due in state.agenda if due.subject in subjects)


def _put_back(state: State, xcid: str, by: timedelta) -> None:
    """Let everything of the calls that came of one call have happened earlier, and what is to come be due earlier."""
    family = _family(state, xcid)
    ids = {record.id for record in family}
    entries = {record.entry_id for record in family if record.entry_id}
    for table in (state.calls, state.call_flows, state.call_records):
        _shift(table, ids, by)
    for table in (state.coming, state.history, state.channel_events):
        _shift(table, entries, by)
    _shift(state.webhook_log, {row.id for row in state.webhook_log if row.call_id in ids}, by)
    _shift(state.deliveries, {row.id for row in state.deliveries if row.xcid == xcid}, by)
    _shift(state.agenda, {due.id for due in _dues(state, family)}, by)


def _shift(table: Table[Any], keys: set[str], by: timedelta) -> None:
    for key in keys:
        row = table.get(key)
        if row is not None:
            moments = {name: getattr(row, name) for name in _TIMES[table.name]}
            fields: dict[str, Any] = {name: at - by for name, at in moments.items() if at is not None}
            table.put(replace(row, **fields, **_inner_times(table.name, row, by)))


def _inner_times(table: str, row: Any, by: timedelta) -> dict[str, Any]:
    """The moments that are deeper in a row."""
    if table == "call_records":
        return {"steps": tuple(replace(step, at=step.at - by) for step in row.steps)}
    if table == "call_flows" and row.gathering is not None:
        return {"gathering": replace(row.gathering, since=row.gathering.since - by)}
    return {}
