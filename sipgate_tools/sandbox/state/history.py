"""The history table: entries by id and, for pages, in the order of their time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable
from datetime import datetime

from .happenings import Entry
from .tables import Change, Table

Moment = tuple[float, str]


class HistoryTable(Table[Entry]):
    """Entries, newest first. A page costs what the page holds, not what the table holds."""

    def __init__(self, name: str, journal: list[Change]) -> None:
        super().__init__(name, Entry, journal)
        self._order: list[Moment] = []

    def _set(self, row: Entry) -> None:
        before = self._rows.get(row.id)
        if before is None or before.created != row.created:
            if before is not None:
                self._forget(before)
            insort(self._order, (row.created.timestamp(), row.id))
        super()._set(row)

    def _unset(self, row: Entry) -> None:
        self._forget(row)
        super()._unset(row)

    def _forget(self, row: Entry) -> None:
        del self._order[bisect_left(self._order, (row.created.timestamp(), row.id))]

    def matching(
        self,
        wanted: Callable[[Entry], bool],
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        offset: int = 0,
        limit: int | None = None,
    ) -> tuple[list[Entry], int]:
        """The wanted entries, newest first, and how many there are in all.

        Args:
            wanted: says whether an entry counts.
            since: the earliest moment, inclusive.
            until: the latest moment, inclusive.
            offset: how many wanted entries to leave out at the start.
            limit: how many to return at most; None for all.
        """
        low = 0 if since is None else bisect_left(self._order, (since.timestamp(), ""))
        high = (
            len(self._order)
            if until is None
            else bisect_right(self._order, (until.timestamp(), "\U0010ffff"))
        )
        rows = self._rows
        found = [row for _, key in reversed(self._order[low:high]) if wanted(row := rows[key])]
        return found[offset : None if limit is None else offset + limit], len(found)
