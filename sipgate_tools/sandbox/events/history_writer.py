"""Adds history entries to the history or to the events of a channel, after a delay."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..state import State
from ..state.calls_and_history import HistoryRow
from . import scheduler
from .scheduler import StepContext, step


def add_history_entry(state: State, entry: HistoryRow, now: datetime, lag: timedelta) -> HistoryRow:
    """Add an entry at `now` plus `lag`, because the real history is also delayed. Return the entry.

    An entry with a channel, which is a call of a neo account, is added to the channel's events and not to the history.
    """
    if lag <= timedelta():
        return _file(state, entry)
    scheduler.schedule(state, now + lag, "entry.appears", entry.id)
    return state.coming.put(entry)


@step("entry.appears")
def _appears(context: StepContext) -> None:
    entry = context.state.coming.remove(context.subject)
    if entry is not None:
        _file(context.state, entry)


def _file(state: State, entry: HistoryRow) -> HistoryRow:
    return (state.channel_events if entry.channel_id else state.history).put(entry)
