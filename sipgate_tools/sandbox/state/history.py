"""The history table, which contains entries by time, indexed by the facets of filters and by telephone number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from .calls_and_history import HistoryRow
from .indexed_table import IndexedTable, TablePage, page
from .tables import TableChange


class Facets(NamedTuple):
    """The values of a history entry that filters use."""

    type: str
    direction: str
    archived: bool
    starred: bool
    read: bool
    failed: bool
    owner: str
    connection_ids: tuple[str, ...]
    channel_id: str
    labels: tuple[str, ...]


def facets_of(entry: HistoryRow) -> Facets:
    """Return the facets of a history entry."""
    failed = entry.direction.startswith("MISSED") or entry.fax_status == "FAILED"
    return Facets(
        entry.type,
        entry.direction,
        entry.archived,
        entry.starred,
        entry.read,
        failed,
        entry.owner,
        entry.connection_ids,
        entry.channel_id,
        entry.labels,
    )


class HistoryTable(IndexedTable[HistoryRow, Facets]):
    """History entries, newest first."""

    def __init__(self, name: str, undo_log: list[TableChange]) -> None:
        super().__init__(name, HistoryRow, undo_log, lambda entry: entry.created.timestamp(), facets_of)
        self._by_number: dict[str, dict[str, None]] = {}

    def with_number(self, number: str) -> list[HistoryRow]:
        """Return the entries with this source or target number, in no particular order."""
        return [self._rows[key] for key in self._by_number.get(number, ())]

    def _set(self, row: HistoryRow) -> None:
        before = self._rows.get(row.id)
        if before is None or (before.source, before.target) != (row.source, row.target):
            if before is not None:
                self._forget_numbers(before)
            for number in (row.source, row.target):
                self._by_number.setdefault(number, {})[row.id] = None
        super()._set(row)

    def _unset(self, row: HistoryRow) -> None:
        self._forget_numbers(row)
        super()._unset(row)

    def _forget_numbers(self, row: HistoryRow) -> None:
        for number in {row.source, row.target}:
            keys = self._by_number[number]
            del keys[row.id]
            if not keys:
                del self._by_number[number]


def entries(
    tables: Sequence[HistoryTable],
    matches: Callable[[Facets], bool],
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    number: str = "",
    offset: int = 0,
    limit: int | None = None,
) -> TablePage[HistoryRow]:
    """Return a page of history entries, newest first, with the total number of matching entries.

    Args:
        tables: The history, the events of channels, or both.
        matches: A function that returns whether facets match the filter.
        since: The earliest time, inclusive.
        until: The latest time, inclusive.
        number: The source or target number in E.164; "" for all.
        offset: The number of entries to skip.
        limit: The maximum number of entries, or None for all.
    """
    low, high = since and since.timestamp(), until and until.timestamp()
    if not number:
        return page(tables, matches, low=low, high=high, offset=offset, limit=limit)
    found = [
        (table.sort_key(row), row)
        for table in tables
        for row in table.with_number(number)
        if table.fits(row, matches, low, high)
    ]
    found.sort(key=lambda pair: pair[0], reverse=True)
    rows = [row for _, row in found]
    return TablePage(rows[offset : None if limit is None else offset + limit], len(rows))
