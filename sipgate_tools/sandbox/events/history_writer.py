"""What happened becomes an entry, later than it happened: in the history, or among the events of a channel."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..state import State
from ..state.calls_and_history import HistoryRow
from . import scheduler
from .scheduler import StepContext, step


def add_history_entry(state: State, entry: HistoryRow, now: datetime, lag: timedelta) -> HistoryRow:
    """Let an entry show up `lag` after `now`, as the real history is late.

    The calls of a neo account (those with a channel) are events of their channel and not in the history.
    """
    if lag <= timedelta():
        return _file(state, entry)
    scheduler.schedule(state, now + lag, "entry.appears", entry.id)
    return state.coming.put(entry)


@step("entry.appears")
def _appears(moment: StepContext) -> None:
    entry = moment.state.coming.remove(moment.subject)
    if entry is not None:
        _file(moment.state, entry)


def _file(state: State, entry: HistoryRow) -> HistoryRow:
    return (state.channel_events if entry.channel_id else state.history).put(entry)
