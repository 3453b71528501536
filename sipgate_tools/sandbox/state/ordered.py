"""Tables whose rows have an order of their own, so that a page costs what the page holds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime

from .happenings import Entry
from .messages import Contact
from .tables import Change, RowT, Table

LAST = "\U0010ffff"
"""Sorts behind every id."""


class OrderedTable(Table[RowT]):
    """Rows sorted by a number that `rank` takes from them, then by id."""

    def __init__(
        self, name: str, kind: type[RowT], journal: list[Change], rank: Callable[[RowT], float]
    ) -> None:
        super().__init__(name, kind, journal)
        self._rank = rank
        self._order: list[tuple[float, str]] = []

    def clear(self) -> None:
        """Take every row out, the last first: that is the cheap end of the order."""
        for _, key in reversed(self._order.copy()):
            self.remove(key)

    def ascending(self, after: str = "") -> Iterator[RowT]:
        """The rows in order, those behind the row with the id `after` if there is one."""
        row = self._rows.get(after)
        start = bisect_right(self._order, (self._rank(row), row.id)) if row is not None else 0
        for index in range(start, len(self._order)):
            yield self._rows[self._order[index][1]]

    def descending(self, low: float | None = None, high: float | None = None) -> Iterator[RowT]:
        """The rows in reverse order whose rank lies between two numbers, both included."""
        first = 0 if low is None else bisect_left(self._order, (low, ""))
        last = len(self._order) if high is None else bisect_right(self._order, (high, LAST))
        for index in range(last - 1, first - 1, -1):
            yield self._rows[self._order[index][1]]

    def _set(self, row: RowT) -> None:
        before = self._rows.get(row.id)
        place = (self._rank(row), row.id)
        if before is not None and self._rank(before) != place[0]:
            self._forget(before)
        if before is None or self._rank(before) != place[0]:
            insort(self._order, place)
        super()._set(row)

    def _unset(self, row: RowT) -> None:
        self._forget(row)
        super()._unset(row)

    def _forget(self, row: RowT) -> None:
        del self._order[bisect_left(self._order, (self._rank(row), row.id))]


class HistoryTable(OrderedTable[Entry]):
    """Entries in the order of their time."""

    def __init__(self, name: str, journal: list[Change]) -> None:
        super().__init__(name, Entry, journal, lambda entry: entry.created.timestamp())

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
        rows = self.descending(since and since.timestamp(), until and until.timestamp())
        found = [row for row in rows if wanted(row)]
        return found[offset : None if limit is None else offset + limit], len(found)


class ContactTable(OrderedTable[Contact]):
    """Contacts in the order they were made, counted by scope."""

    def __init__(self, name: str, journal: list[Change]) -> None:
        super().__init__(name, Contact, journal, lambda contact: contact.number)
        self.by_scope: Counter[str] = Counter()

    def _set(self, row: Contact) -> None:
        before = self._rows.get(row.id)
        if before is not None:
            self.by_scope[before.scope] -= 1
        self.by_scope[row.scope] += 1
        super()._set(row)

    def _unset(self, row: Contact) -> None:
        self.by_scope[row.scope] -= 1
        super()._unset(row)
