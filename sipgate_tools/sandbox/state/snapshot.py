"""Converts the whole state to JSON and back, for seed files, snapshots and state files.

A snapshot is `{"tables": {name: [row, ...]}}`, where each row is an object with the fields of its dataclass. Times are
in ISO 8601. Fields with a default are optional.
"""

from __future__ import annotations

import re
from typing import Any, cast

import msgspec

from . import State
from .tables import TableRow


class UnreadableSnapshot(ValueError):
    """A snapshot contains an unknown table or an invalid row. `location` is the path to the invalid value."""

    def __init__(self, sentence: str, location: str = "") -> None:
        super().__init__(sentence)
        self.location = location


def row_text(row: TableRow) -> str:
    """Return a row as a JSON string.

    Raises:
        ValueError: A string in the row cannot be encoded in UTF-8.
    """
    return msgspec.json.encode(row).decode()


def row_of(kind: type[Any], text: str | bytes) -> Any:
    """Return the row in a JSON string from `row_text`.

    Raises:
        UnreadableSnapshot: A field is invalid.
    """
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.DecodeError as error:
        raise _misfit(kind.__name__, error) from None


def _misfit(name: str, error: Exception) -> UnreadableSnapshot:
    """Return the error for a row, with the path to the invalid value, such as `contacts[0].numbers[1]`."""
    sentence, _, inner = str(error).partition(" - at `$")
    place = name + inner.removesuffix("`")
    if missing := re.fullmatch(r"Object missing required field `(\w+)`", sentence):
        place, sentence = f"{place}.{missing[1]}", "The field is missing"
    return UnreadableSnapshot(f"{place}: {sentence}", place)


def take_snapshot(state: State) -> dict[str, Any]:
    """Return the state as a JSON object with the key `tables`."""
    return {
        "tables": {
            name: [msgspec.json.decode(row_text(row)) for row in table]
            for name, table in state.tables.items()
            if len(table)
        }
    }


def restore_snapshot(state: State, snapshot: dict[str, Any]) -> None:
    """Add the rows of a snapshot to a state. A row replaces an existing row with the same id.

    Raises:
        UnreadableSnapshot: A table is unknown, or a field is invalid.
    """
    tables: Any = snapshot.get("tables")
    if not isinstance(tables, dict):
        raise UnreadableSnapshot('A snapshot must be an object such as {"tables": {"users": [...]}}.')
    for name, rows in cast("dict[str, Any]", tables).items():
        table = state.tables.get(name)
        if table is None or not isinstance(rows, list):
            raise UnreadableSnapshot(f"Unknown table {name}. Allowed: {', '.join(state.tables)}.")
        for index, row in enumerate(cast("list[Any]", rows)):
            try:
                table.put(msgspec.convert(row, table.kind))
            except msgspec.ValidationError as error:
                raise _misfit(f"{name}[{index}]", error) from None
