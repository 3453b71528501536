"""The table of scheduled steps, earliest first."""

from __future__ import annotations

from bisect import bisect_left, insort
from datetime import datetime

from .calls_and_history import ScheduledStep
from .tables import Table, TableChange


class ScheduleTable(Table[ScheduledStep]):
    """Scheduled steps, ordered by time. Steps with the same time are in the order of their creation."""

    def __init__(self, name: str, undo_log: list[TableChange]) -> None:
        super().__init__(name, ScheduledStep, undo_log)
        self._order: list[tuple[datetime, str]] = []

    @property
    def first(self) -> ScheduledStep | None:
        """The next step, or None if no step is scheduled."""
        return self._rows[self._order[0][1]] if self._order else None

    def _set(self, row: ScheduledStep) -> None:
        if row.id in self._rows:
            self._unset(self._rows[row.id])
        insort(self._order, (row.at, row.id))
        super()._set(row)

    def _unset(self, row: ScheduledStep) -> None:
        del self._order[bisect_left(self._order, (row.at, row.id))]
        super()._unset(row)
