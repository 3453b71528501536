"""Sorted tables with facets, which return pages of filtered rows without scanning the table.

Rows with the same facets (kind, direction, owner, ...) share one sorted list of keys. A filter selects lists, bisection
finds the range in each list, and a page merges the ranges. The cost of a page depends mostly on the number of distinct
facets, not on the number of rows.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from typing import Generic, TypeVar

from .tables import RowT, Table, TableChange, TableRow

FacetsT = TypeVar("FacetsT", bound=Hashable)
AnyRow = TypeVar("AnyRow", bound=TableRow)
SortKey = tuple[float, str]

FIRST, LAST = "", "\U0010ffff"
"""Strings that sort before and after every id."""


@dataclass(frozen=True, slots=True)
class TablePage(Generic[AnyRow]):
    """The rows of a page, and the total number of matching rows."""

    rows: list[AnyRow]
    total: int


class IndexedTable(Table[RowT], Generic[RowT, FacetsT]):
    """Rows sorted by descending rank, indexed by their facets.

    Args:
        name: The name of the table.
        kind: The class of the rows.
        undo_log: The list that receives every change.
        rank: A function that returns the rank of a row, such as its time. Rows with the same rank are sorted by id.
        facets: A function that returns the values of a row that filters use.
    """

    def __init__(
        self,
        name: str,
        kind: type[RowT],
        undo_log: list[TableChange],
        rank: Callable[[RowT], float],
        facets: Callable[[RowT], FacetsT],
    ) -> None:
        super().__init__(name, kind, undo_log)
        self._rank = rank
        self._facets = facets
        self._keys: dict[FacetsT, list[SortKey]] = {}

    def clear(self) -> None:
        """Remove every row, starting at the end of each list, where removal is O(1)."""
        for sort_keys in list(self._keys.values()):
            for _, key in reversed(sort_keys.copy()):
                self.remove(key)

    def descending(self) -> Iterator[RowT]:
        """Yield all rows by descending rank."""
        for _, key in merge(*(reversed(sort_keys) for sort_keys in self._keys.values()), reverse=True):
            yield self._rows[key]

    def slices(
        self, matches: Callable[[FacetsT], bool], low: float | None, high: float | None
    ) -> list[Slice]:
        """Return the ranges in the matching lists with ranks from `low` to `high`, inclusive. None means unlimited."""
        slices = list[Slice]()
        for facets, sort_keys in self._keys.items():
            if matches(facets):
                start = 0 if low is None else bisect_left(sort_keys, (low, FIRST))
                end = len(sort_keys) if high is None else bisect_right(sort_keys, (high, LAST))
                if start < end:
                    slices.append((sort_keys, start, end))
        return slices

    def fits(
        self, row: RowT, matches: Callable[[FacetsT], bool], low: float | None, high: float | None
    ) -> bool:
        """Return whether a row has matching facets and a rank from `low` to `high`, inclusive. None means unlimited."""
        rank = self._rank(row)
        return (low is None or rank >= low) and (high is None or rank <= high) and matches(self._facets(row))

    def sort_key(self, row: RowT) -> SortKey:
        """Return the sort key of a row, which is its rank and id."""
        return self._rank(row), row.id

    def _set(self, row: RowT) -> None:
        before = self._rows.get(row.id)
        facets, sort_key = self._facets(row), self.sort_key(row)
        if before is None or self._facets(before) != facets or self.sort_key(before) != sort_key:
            if before is not None:
                self._remove_key(before)
            sort_keys = self._keys.setdefault(facets, [])
            if not sort_keys or sort_key > sort_keys[-1]:
                sort_keys.append(sort_key)
            else:
                insort(sort_keys, sort_key)
        super()._set(row)

    def _unset(self, row: RowT) -> None:
        self._remove_key(row)
        super()._unset(row)

    def _remove_key(self, row: RowT) -> None:
        facets = self._facets(row)
        sort_keys = self._keys[facets]
        del sort_keys[bisect_left(sort_keys, self.sort_key(row))]
        if not sort_keys:
            del self._keys[facets]


Slice = tuple[list[SortKey], int, int]


def page(
    tables: Sequence[IndexedTable[AnyRow, FacetsT]],
    matches: Callable[[FacetsT], bool],
    *,
    low: float | None = None,
    high: float | None = None,
    offset: int = 0,
    limit: int | None = None,
) -> TablePage[AnyRow]:
    """Return a page of the matching rows of one or several tables, sorted by descending rank.

    Args:
        tables: The tables.
        matches: A function that returns whether facets match the filter.
        low: The lowest rank, inclusive.
        high: The highest rank, inclusive.
        offset: The number of rows to skip.
        limit: The maximum number of rows, or None for all.
    """
    slices = [one for table in tables for one in table.slices(matches, low, high)]
    total = sum(end - start for _, start, end in slices)
    if offset >= total or limit == 0:
        return TablePage([], total)
    if offset:
        offset = _skip(slices, offset)
    sort_keys = merge(*(_descending_keys(*one) for one in slices), reverse=True)
    keys = [key for _, key in islice(sort_keys, offset, None if limit is None else offset + limit)]
    return TablePage([next(table[key] for table in tables if key in table) for key in keys], total)


def _descending_keys(sort_keys: list[SortKey], start: int, end: int) -> Iterator[SortKey]:
    return (sort_keys[index] for index in range(end - 1, start - 1, -1))


def _skip(slices: list[Slice], offset: int) -> int:
    """Remove the ranks that lie completely within the offset from the slices, and return the remaining offset.

    Bisection finds the lowest rank with at most `offset` rows above it.
    """
    low = min(sort_keys[start][0] for sort_keys, start, _ in slices)
    high = max(sort_keys[end - 1][0] for sort_keys, _, end in slices)
    for _ in range(64):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if _above(slices, middle) <= offset:
            high = middle
        else:
            low = middle
    left_out = _above(slices, high)
    for index, (sort_keys, start, end) in enumerate(slices):
        slices[index] = (sort_keys, start, max(start, bisect_right(sort_keys, (high, LAST), start, end)))
    return offset - left_out


def _above(slices: list[Slice], rank: float) -> int:
    return sum(end - bisect_right(sort_keys, (rank, LAST), start, end) for sort_keys, start, end in slices)
