"""Tables that give pages: rows in an order, kept apart by what filters ask for.

Rows with the same facets (kind, direction, owner, ...) lie together in one sorted list. A filter chooses among the
lists, a window of time or numbers is cut out of each by bisection, and the rows of a page are picked from all of
them at once. What a page costs depends on how many different facets there are, hardly on how many rows.
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
Place = tuple[float, str]

FIRST, LAST = "", "\U0010ffff"
"""Sort before and behind every id."""


@dataclass(frozen=True, slots=True)
class TablePage(Generic[AnyRow]):
    """The rows of a page, and how many there are in all."""

    rows: list[AnyRow]
    total: int


class IndexedTable(Table[RowT], Generic[RowT, FacetsT]):
    """Rows of high rank first, kept apart by their facets.

    Args:
        name: of the table.
        kind: class of the rows.
        journal: where changes are written down.
        rank: a number of a row, such as its time; rows of the same rank are sorted by id.
        facets: what filters ask of a row.
    """

    def __init__(
        self,
        name: str,
        kind: type[RowT],
        journal: list[TableChange],
        rank: Callable[[RowT], float],
        facets: Callable[[RowT], FacetsT],
    ) -> None:
        super().__init__(name, kind, journal)
        self._rank = rank
        self._facets = facets
        self._places: dict[FacetsT, list[Place]] = {}

    def clear(self) -> None:
        """Take every row out, the last of each list first: that is its cheap end."""
        for places in list(self._places.values()):
            for _, key in reversed(places.copy()):
                self.remove(key)

    def descending(self) -> Iterator[RowT]:
        """All rows in order."""
        for _, key in merge(*(reversed(places) for places in self._places.values()), reverse=True):
            yield self._rows[key]

    def chosen(self, wanted: Callable[[FacetsT], bool], low: float | None, high: float | None) -> list[Cut]:
        """The parts of the lists with wanted facets whose ranks lie between two numbers, both included."""
        cuts = list[Cut]()
        for facets, places in self._places.items():
            if wanted(facets):
                start = 0 if low is None else bisect_left(places, (low, FIRST))
                end = len(places) if high is None else bisect_right(places, (high, LAST))
                if start < end:
                    cuts.append((places, start, end))
        return cuts

    def fits(
        self, row: RowT, wanted: Callable[[FacetsT], bool], low: float | None, high: float | None
    ) -> bool:
        """Whether one row has wanted facets and a rank between two numbers."""
        rank = self._rank(row)
        return (low is None or rank >= low) and (high is None or rank <= high) and wanted(self._facets(row))

    def place(self, row: RowT) -> Place:
        """Where a row stands in the order."""
        return self._rank(row), row.id

    def _set(self, row: RowT) -> None:
        before = self._rows.get(row.id)
        facets, place = self._facets(row), self.place(row)
        if before is None or self._facets(before) != facets or self.place(before) != place:
            if before is not None:
                self._forget(before)
            places = self._places.setdefault(facets, [])
            if not places or place > places[-1]:
                places.append(place)
            else:
                insort(places, place)
        super()._set(row)

    def _unset(self, row: RowT) -> None:
        self._forget(row)
        super()._unset(row)

    def _forget(self, row: RowT) -> None:
        facets = self._facets(row)
        places = self._places[facets]
        del places[bisect_left(places, self.place(row))]
        if not places:
            del self._places[facets]


Cut = tuple[list[Place], int, int]


def page(
    tables: Sequence[IndexedTable[AnyRow, FacetsT]],
    wanted: Callable[[FacetsT], bool],
    *,
    low: float | None = None,
    high: float | None = None,
    offset: int = 0,
    limit: int | None = None,
) -> TablePage[AnyRow]:
    """A page of the rows of one or several tables with wanted facets, those of high rank first.

    Args:
        tables: where to look.
        wanted: says whether facets count.
        low: the lowest rank, inclusive.
        high: the highest rank, inclusive.
        offset: how many rows to leave out at the start.
        limit: how many to return at most; None for all.
    """
    cuts = [cut for table in tables for cut in table.chosen(wanted, low, high)]
    total = sum(end - start for _, start, end in cuts)
    if offset >= total or limit == 0:
        return TablePage([], total)
    if offset:
        offset = _skip(cuts, offset)
    places = merge(*(_backwards(*cut) for cut in cuts), reverse=True)
    keys = [key for _, key in islice(places, offset, None if limit is None else offset + limit)]
    return TablePage([next(table[key] for table in tables if key in table) for key in keys], total)


def _backwards(places: list[Place], start: int, end: int) -> Iterator[Place]:
    return (places[index] for index in range(end - 1, start - 1, -1))


def _skip(cuts: list[Cut], offset: int) -> int:
    """Shorten the cuts by whole ranks that lie within the offset; returns what is still to be left out.

    Bisects for the lowest rank above which no more than `offset` rows lie.
    """
    low = min(places[start][0] for places, start, _ in cuts)
    high = max(places[end - 1][0] for places, _, end in cuts)
    for _ in range(64):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if _above(cuts, middle) <= offset:
            high = middle
        else:
            low = middle
    left_out = _above(cuts, high)
    for index, (places, start, end) in enumerate(cuts):
        cuts[index] = (places, start, max(start, bisect_right(places, (high, LAST), start, end)))
    return offset - left_out


def _above(cuts: list[Cut], rank: float) -> int:
    return sum(end - bisect_right(places, (rank, LAST), start, end) for places, start, end in cuts)
