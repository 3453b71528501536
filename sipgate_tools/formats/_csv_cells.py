"""Single cells of a CSV file: the guard against formulas, lists in one cell, types."""

from __future__ import annotations

import json
import re
from typing import Any, Final, cast

# What Excel, LibreOffice or Google Sheets may take for a formula, with the wide forms that some fold.
# https://owasp.org/www-community/attacks/CSV_Injection
_DANGEROUS: Final = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_GUARDED: Final = re.compile(r"''*[=+\-@\t\r\n＝＋－＠]")
_MANY: Final = re.compile(r"\s*:::\s*")
_LISTED: Final = re.compile(r"[;,\n]")


def guard(value: str, *, formulas: bool = True) -> str:
    """Return a cell that no spreadsheet computes: one apostrophe more where it could.

    `unguard` gives back exactly the value: it takes one apostrophe off where, and only where, this put one.
    With `formulas` off, only what already looks guarded gets its apostrophe, for the sake of that promise.
    """
    return "'" + value if (_DANGEROUS if formulas else _GUARDED).match(value) else value


def unguard(cell: str) -> str:
    """Return the value of a cell that `guard` (or another program with the same manner) wrote."""
    return cell[1:] if _GUARDED.match(cell) else cell


def clean(cell: str) -> str:
    """Return the value of a cell: without guard, without blanks around it, line ends as LF."""
    return unguard(cell).strip().replace("\r\n", "\n").replace("\r", "\n")


def parts(value: str) -> list[str]:
    """Split a cell that holds several values in the way of Google: `one ::: two`."""
    return [part for part in _MANY.split(value) if part]


def join_types(types: tuple[str, ...]) -> str:
    """Return the types of a value as a cell."""
    return ", ".join(types)


def split_types(value: str) -> tuple[str, ...]:
    """Return the types in a cell of ours. Outlook has a column of that name that says SMTP or EX."""
    types = tuple(part.strip() for part in value.split(",") if part.strip())
    return () if types in {("SMTP",), ("EX",)} else types


def listed(value: str) -> list[Any]:
    """Return the entries of a cell with a list, as JSON (the Node.js library does that) or separated."""
    if value.startswith("["):
        try:
            entries = json.loads(value)
        except (ValueError, RecursionError):
            return []
        return cast("list[Any]", entries) if isinstance(entries, list) else []
    return [part.strip() for part in _LISTED.split(value) if part.strip()]
