"""The agenda's table: what is due, the earliest first."""

from __future__ import annotations

from bisect import bisect_left, insort
from datetime import datetime

from .calls_and_history import Due
from .tables import Change, Table


class AgendaTable(Table[Due]):
    """What will happen, in the order of its time and, at the same moment, of its writing down."""

    def __init__(self, name: str, journal: list[Change]) -> None:
        super().__init__(name, Due, journal)
        self._order: list[tuple[datetime, str]] = []

    @property
    def first(self) -> Due | None:
        """What is due next; None when nothing is."""
        return self._rows[self._order[0][1]] if self._order else None

    def _set(self, row: Due) -> None:
        if row.id in self._rows:
            self._unset(self._rows[row.id])
        insort(self._order, (row.at, row.id))
        super()._set(row)

    def _unset(self, row: Due) -> None:
        del self._order[bisect_left(self._order, (row.at, row.id))]
        super()._unset(row)
