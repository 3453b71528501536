"""The whole state as JSON and back: for seeds in files, snapshots, and whoever keeps a state on disk.

A snapshot is `{"tables": {name: [row, ...]}}`; a row is an object with the fields of its dataclass, times in
ISO 8601. Fields with a default may be left out.
"""

from __future__ import annotations

import re
from typing import Any, cast

import msgspec

from . import State
from .tables import TableRow


class UnreadableSnapshot(ValueError):
    """A snapshot that names no known table or holds a row that does not fit, at `place`."""

    def __init__(self, sentence: str, place: str = "") -> None:
        super().__init__(sentence)
        self.place = place


def row_text(row: TableRow) -> str:
    """A row as JSON text.

    Raises:
        ValueError: a text in it cannot be written in UTF-8.
    """
    return msgspec.json.encode(row).decode()


def row_of(kind: type[Any], text: str | bytes) -> Any:
    """The row that `row_text` wrote.

    Raises:
        UnreadableSnapshot: with the field that does not fit.
    """
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.DecodeError as error:
        raise _misfit(kind.__name__, error) from None


def _misfit(name: str, error: Exception) -> UnreadableSnapshot:
    """The error about a row, with the place in it that does not fit: `contacts[0].numbers[1]`."""
    sentence, _, inner = str(error).partition(" - at `$")
    place = name + inner.removesuffix("`")
    if missing := re.fullmatch(r"Object missing required field `(\w+)`", sentence):
        place, sentence = f"{place}.{missing[1]}", "It is missing"
    return UnreadableSnapshot(f"{place}: {sentence}", place)


def take_snapshot(state: State) -> dict[str, Any]:
    """The state as JSON."""
    return {
        "tables": {
            name: [msgspec.json.decode(row_text(row)) for row in table]
            for name, table in state.tables.items()
            if len(table)
        }
    }


def restore_snapshot(state: State, snapshot: dict[str, Any]) -> None:
    """Add the rows of a snapshot to a state; a row replaces the one with its id.

    Raises:
        UnreadableSnapshot: with the table and the field that do not fit.
    """
    tables: Any = snapshot.get("tables")
    if not isinstance(tables, dict):
        raise UnreadableSnapshot('A snapshot is {"tables": {name: [row, ...]}}.')
    for name, rows in cast("dict[str, Any]", tables).items():
        table = state.tables.get(name)
        if table is None or not isinstance(rows, list):
            raise UnreadableSnapshot(f"There is no table {name}. There are: {', '.join(state.tables)}.")
        for index, row in enumerate(cast("list[Any]", rows)):
            try:
                table.put(msgspec.convert(row, table.kind))
            except msgspec.ValidationError as error:
                raise _misfit(f"{name}[{index}]", error) from None
