"""Single cells of a CSV file: the guard against formulas, lists in one cell, types."""

from __future__ import annotations

import json
import re
from typing import Any, Final, cast

# What Excel, LibreOffice or Google Sheets may take for a formula, with the wide and small forms that some fold.
# https://owasp.org/www-community/attacks/CSV_Injection
_FIRST: Final = "[=+\\-@\\t\\r\\n＝＋－＠﹢﹣﹦﹫−]"
_DANGEROUS: Final = re.compile(f"'*{_FIRST}")
_GUARDED: Final = re.compile(f"''*{_FIRST}")
_LISTED: Final = re.compile(r"[;,\n]")
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Blanks, and the mark of a file that was put behind another one.
_BEFORE: Final = "".join(each for each in map(chr, range(0x3001)) if each.isspace()) + "\ufeff"


def guard(value: str, *, formulas: bool = True) -> str:
    """Return a cell that no spreadsheet computes: one apostrophe more where it could.

    `unguard` gives back exactly the value: it takes one apostrophe off where, and only where, this put one.
    With `formulas` off, only what `clean` would take for guarded or quoted gets its apostrophe, for the sake of that
    promise.
    """
    if (_DANGEROUS if formulas else _GUARDED).match(value) or _is_quoted(value):
        return "'" + value
    return value


def guard_formula_shown(cell: str) -> str:
    """Return a cell of a file that is for people only: guarded also where blanks stand before the formula."""
    return "'" + cell if _DANGEROUS.match(cell) or _DANGEROUS.match(cell.lstrip(_BEFORE)) else cell


def unguard(cell: str) -> str:
    """Return the value of a cell that `guard` (or another program with the same manner) wrote."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _is_quoted(cell: str) -> bool:
    return len(cell) > 2 and cell.startswith('="') and cell.endswith('"')


def has_controls(cell: str) -> bool:
    """Tell whether a cell has control characters, which `clean` leaves out."""
    return _CONTROLS.search(cell.strip().replace("\x0b", "\n")) is not None


def strip_cell(cell: str) -> str:
    """Return the value of a cell.

    Without guard, blanks around it, marks of byte order before it and control characters in it; line ends (a vertical
    tab is one in FileMaker and Outlook) as LF; and out of `="..."`, by which programs keep a spreadsheet from
    computing.
    """
    cell = cell.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
    cell = _bare(_CONTROLS.sub("", cell))
    return _bare(cell[2:-1].replace('""', '"') if _is_quoted(cell) else unguard(cell))


def _bare(text: str) -> str:
    return text.lstrip(_BEFORE).rstrip()


def parts(value: str) -> list[str]:
    """Split a cell that holds several values in the way of Google: `one ::: two`."""
    return [part for part in all_parts(value) if part]


def all_parts(value: str) -> list[str]:
    """Split a cell as `parts` does, with the empty ones, whose places count in addresses."""
    return [part.strip() for part in value.split(":::")]


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
