"""Single cells of a CSV file: protection against formula injection, lists in one cell, types."""

from __future__ import annotations

import json
import re
from typing import Any, Final, cast

# First characters of a formula in Excel, LibreOffice or Google Sheets, including full-width and small variants.
# https://owasp.org/www-community/attacks/CSV_Injection
_FIRST: Final = "[=+\\-@\\t\\r\\n＝＋－＠﹢﹣﹦﹫−]"
_DANGEROUS: Final = re.compile(f"'*{_FIRST}")
_GUARDED: Final = re.compile(f"''*{_FIRST}")
_LIST_SEPARATOR: Final = re.compile(r"[;,\n]")
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Blanks, and the byte order mark of a concatenated file.
_BEFORE: Final = "".join(each for each in map(chr, range(0x3001)) if each.isspace()) + "\ufeff"


def guard(value: str, *, formulas: bool = True) -> str:
    """Return a cell that no spreadsheet evaluates, with an apostrophe before a value that looks like a formula.

    `unguard` restores the exact value. If `formulas` is `False`, only values that `strip_cell` would read as guarded or
    quoted get the apostrophe, so that `strip_cell` restores them, too.
    """
    if (_DANGEROUS if formulas else _GUARDED).match(value) or _is_quoted(value):
        return "'" + value
    return value


def guard_display_cell(cell: str) -> str:
    """Return a guarded cell for display only. Formulas after leading blanks are guarded, too."""
    return "'" + cell if _DANGEROUS.match(cell) or _DANGEROUS.match(cell.lstrip(_BEFORE)) else cell


def unguard(cell: str) -> str:
    """Return the value of a cell that `guard`, or another program with the same convention, wrote."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _is_quoted(cell: str) -> bool:
    return len(cell) > 2 and cell.startswith('="') and cell.endswith('"')


def has_controls(cell: str) -> bool:
    """Return whether a cell contains control characters, which `strip_cell` removes."""
    return _CONTROLS.search(cell.strip().replace("\x0b", "\n")) is not None


def strip_cell(cell: str) -> str:
    """Return the value of a cell.

    The guard, surrounding blanks, byte order marks, control characters and the `="..."` with which programs prevent
    evaluation are removed. Line ends, including the vertical tab of FileMaker and Outlook, become LF.
    """
    cell = cell.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
    cell = _bare(_CONTROLS.sub("", cell))
    return _bare(cell[2:-1].replace('""', '"') if _is_quoted(cell) else unguard(cell))


def _bare(text: str) -> str:
    return text.lstrip(_BEFORE).rstrip()


def parts(value: str) -> list[str]:
    """Return the nonempty values of a cell in Google's format for several values (`one ::: two`)."""
    return [part for part in all_parts(value) if part]


def all_parts(value: str) -> list[str]:
    """Return the values of a cell like `parts`, but with empty values, whose positions matter in addresses."""
    return [part.strip() for part in value.split(":::")]


def join_types(types: tuple[str, ...]) -> str:
    """Return the types of a value as a cell."""
    return ", ".join(types)


def split_types(value: str) -> tuple[str, ...]:
    """Return the types in a cell that `join_types` wrote. Outlook's values `SMTP` and `EX` are ignored."""
    types = tuple(part.strip() for part in value.split(",") if part.strip())
    return () if types in {("SMTP",), ("EX",)} else types


def split_list(value: str) -> list[Any]:
    """Return the entries of a cell that contains a list.

    The list is JSON, which sipgate's Node.js library writes, or values separated by `;`, `,` or line ends. A malformed
    list in JSON has no entries.
    """
    if value.startswith("["):
        try:
            entries = json.loads(value)
        except (ValueError, RecursionError):
            return []
        return cast("list[Any]", entries) if isinstance(entries, list) else []
    return [part.strip() for part in _LIST_SEPARATOR.split(value) if part.strip()]
