"""The whole state as JSON and back: for seeds in files, snapshots, and whoever keeps a state on disk.

A snapshot is `{"tables": {name: [row, ...]}}`; a row is an object with the fields of its dataclass, times in
ISO 8601. Fields with a default may be left out.
"""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from . import State


class UnreadableSnapshot(ValueError):
    """A snapshot that names no known table or holds a row that does not fit."""


@cache
def adapter(kind: type[Any]) -> TypeAdapter[Any]:
    """What turns rows of a kind into JSON and back."""
    return TypeAdapter(kind)


def take(state: State) -> dict[str, Any]:
    """The state as JSON."""
    return {
        "tables": {
            name: [adapter(table.kind).dump_python(row, mode="json") for row in table]
            for name, table in state.tables.items()
            if len(table)
        }
    }


def put_back(state: State, snapshot: dict[str, Any]) -> None:
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
                table.put(adapter(table.kind).validate_python(row))
            except ValidationError as error:
                place = ".".join(str(part) for part in error.errors()[0]["loc"])
                raise UnreadableSnapshot(f"{name}[{index}].{place}: {error.errors()[0]['msg']}") from None
