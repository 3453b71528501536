"""Tables: rows by key, with an undo log of all changes of the current request.

Rows are frozen dataclasses, so a row changes only by being put again. This makes it cheap to undo a failed request, to
report the changes of a request to listeners (a database), and to take a snapshot.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar


class TableRow(Protocol):
    """A frozen dataclass with a key."""

    @property
    def id(self) -> str:
        """The key, unique in its table."""
        ...


RowT = TypeVar("RowT", bound=TableRow)


@dataclass(frozen=True, slots=True)
class TableChange:
    """One row that was put (`after` is the new row) or removed (`after` is None)."""

    table: str
    key: str
    before: Any
    after: Any


class Table(Generic[RowT]):
    """Rows of one class by their key, in the order in which they were first put."""

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
        """Add a row or replace the one with its key, and return it. Putting an equal row changes nothing."""
        if self._rows.get(row.id) == row:
            return row
        self._undo_log.append(TableChange(self.name, row.id, self._rows.get(row.id), row))
        self._set(row)
        return row

    def remove(self, key: str) -> RowT | None:
        """Remove a row and return it; None if there is none."""
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
        """Undo one change of this table, without adding to the undo log."""
        if change.before is not None:
            self._set(change.before)  # keeps its position
        elif change.key in self._rows:
            self._unset(self._rows[change.key])

    def load(self, row: RowT) -> None:
        """Add a row without adding to the undo log: for seeds and state files."""
        self._set(row)

    def _set(self, row: RowT) -> None:
        self._rows[row.id] = row

    def _unset(self, row: RowT) -> None:
        del self._rows[row.id]
