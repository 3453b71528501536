"""Tables of rows by key, with an undo log of all changes in the current request.

Rows are frozen dataclasses, so the only way to change a row is to put a new one. This makes it cheap to undo a failed
request, to report the changes of a request to listeners such as a database, and to take a snapshot.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar


class TableRow(Protocol):
    """A frozen dataclass with a key."""

    @property
    def id(self) -> str:
        """The key of the row, which is unique in its table."""
        ...


RowT = TypeVar("RowT", bound=TableRow)


@dataclass(frozen=True, slots=True)
class TableChange:
    """One change to a table: a row was put (`after` is the new row) or removed (`after` is None)."""

    table: str
    key: str
    before: Any
    after: Any


class Table(Generic[RowT]):
    """Rows of one class by key, in the order in which they were first put."""

    def __init__(self, name: str, kind: type[RowT], undo_log: list[TableChange]) -> None:
        self.name = name
        self.kind = kind
        self._rows: dict[str, RowT] = {}
        self._undo_log = undo_log

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __iter__(self) -> Iterator[RowT]:
        return iter(list(self._rows.values()))

    def get(self, key: str) -> RowT | None:
        """Return the row with this key, or None."""
        return self._rows.get(key)

    def __getitem__(self, key: str) -> RowT:
        return self._rows[key]

    def put(self, row: RowT) -> RowT:
        """Add a row, or replace the row with the same key, and return it. Putting an equal row changes nothing."""
        if self._rows.get(row.id) == row:
            return row
        self._undo_log.append(TableChange(self.name, row.id, self._rows.get(row.id), row))
        self._set(row)
        return row

    def remove(self, key: str) -> RowT | None:
        """Remove the row with this key and return it, or return None if no row has the key."""
        row = self._rows.get(key)
        if row is not None:
            self._undo_log.append(TableChange(self.name, key, row, None))
            self._unset(row)
        return row

    def clear(self) -> None:
        """Remove every row."""
        for key in list(self._rows):
            self.remove(key)

    def restore(self, change: TableChange) -> None:
        """Undo one change to this table, without adding to the undo log."""
        if change.before is not None:
            self._set(change.before)  # keeps its position
        elif change.key in self._rows:
            self._unset(self._rows[change.key])

    def load(self, row: RowT) -> None:
        """Add a row from a state file, without adding to the undo log."""
        self._set(row)

    def _set(self, row: RowT) -> None:
        self._rows[row.id] = row

    def _unset(self, row: RowT) -> None:
        del self._rows[row.id]
