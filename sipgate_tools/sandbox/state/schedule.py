"""The agenda's table: what is due, the earliest first."""

from __future__ import annotations

from bisect import bisect_left, insort
from datetime import datetime

from .calls_and_history import ScheduledStep
from .tables import Table, TableChange


class ScheduleTable(Table[ScheduledStep]):
    """What will happen, in the order of its time and, at the same moment, of its writing down."""

    def __init__(self, name: str, journal: list[TableChange]) -> None:
        super().__init__(name, ScheduledStep, journal)
        self._order: list[tuple[datetime, str]] = []

    @property
    def first(self) -> ScheduledStep | None:
        """What is due next; None when nothing is."""
        return self._rows[self._order[0][1]] if self._order else None

    def _set(self, row: ScheduledStep) -> None:
        if row.id in self._rows:
            self._unset(self._rows[row.id])
        insort(self._order, (row.at, row.id))
        super()._set(row)

    def _unset(self, row: ScheduledStep) -> None:
        del self._order[bisect_left(self._order, (row.at, row.id))]
        super()._unset(row)
