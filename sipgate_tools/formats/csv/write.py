"""Writes contacts as CSV, row by row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from .._emails import is_email
from .._numbers import is_e164
from ..contact import ADDRESS_PARTS, CardAddress, CardEmail, CardNumber, ContactCard
from ..json import card_to_json
from .cells import guard, join_types, parts, split_types, strip_cell
from .columns import OWN_COLUMNS
from .records import check_delimiter

_SCALARS: Final = {
    "id": "id",
    "scope": "scope",
    "name": "name",
    "firstname": "given",
    "lastname": "family",
    "note": "note",
    "picture": "picture",
}


class CsvWriter:
    """Converts cards to CSV lines, one at a time.

    Values that the usual columns cannot represent exactly (a fourth number, a second address, blanks around a name) are
    written to the last column, `more`, so that `read_csv` returns equal cards. Cells that a spreadsheet could evaluate
    as a formula, which includes every number with a plus, start with an apostrophe, which `read_csv` removes.

    Args:
        delimiter: The character between columns.
        guard_formulas: Whether to add the apostrophe. Pass `False` for programs that would read it as part of the
            value. `read_csv` returns equal cards either way.

    Raises:
        InvalidInput: `delimiter` is invalid.
    """

    def __init__(self, *, delimiter: str = ",", guard_formulas: bool = True) -> None:
        self._formulas = guard_formulas
        self._buffer = io.StringIO(newline="")
        self._csv = csv.writer(self._buffer, delimiter=check_delimiter(delimiter), lineterminator="\r\n")

    def header(self) -> str:
        """Return the header line."""
        return self._line(list(OWN_COLUMNS))

    def row(self, card: ContactCard) -> str:
        """Return the line for one contact, including its line end."""
        cells, more = _cells(card)
        if more:
            cells["more"] = json.dumps(more, ensure_ascii=False)
        return self._line([guard(cells.get(name, ""), formulas=self._formulas) for name in OWN_COLUMNS])

    def _line(self, cells: list[str]) -> str:
        self._buffer.seek(0)
        self._buffer.truncate()
        self._csv.writerow(cells)
        return self._buffer.getvalue()


def write_csv(
    cards: Iterable[ContactCard], *, delimiter: str = ",", bom: bool = False, guard_formulas: bool = True
) -> Iterator[str]:
    """Yield the content of a CSV file in pieces, the header first. Lines end with CR LF.

    Args:
        cards: The contacts, consumed one at a time.
        delimiter: The character between columns; Excel with German settings expects `;`.
        bom: Whether to start with a byte order mark, which makes Excel recognize UTF-8.
        guard_formulas: Whether to put an apostrophe before formulas; see `CsvWriter`.

    Raises:
        InvalidInput: `delimiter` is invalid.
    """
    writer = CsvWriter(delimiter=delimiter, guard_formulas=guard_formulas)
    yield ("\ufeff" if bom else "") + writer.header()
    for card in cards:
        yield writer.row(card)


def _cells(card: ContactCard) -> tuple[dict[str, str], dict[str, Any]]:
    cells: dict[str, str] = {}
    more: dict[str, Any] = {}
    for column, key in _SCALARS.items():
        value: str = getattr(card, key) or ""
        cells[column] = strip_cell(guard(value))
        if cells[column] != value:
            more[key] = value
    counts = {
        "organization": _organization(card, cells),
        "numbers": _entry_columns(card.numbers, cells, "number", 3),
        "emails": _entry_columns(card.emails, cells, "email", 2),
        "addresses": _address(card, cells),
        "websites": _website(card, cells),
    }
    if any(len(getattr(card, key)) > count for key, count in counts.items()):
        full = card_to_json(card)
        more.update({key: full[key][count:] for key, count in counts.items() if full[key][count:]})
    return cells, more


def _organization(card: ContactCard, cells: dict[str, str]) -> int:
    units = card.organization[0] if card.organization else ()
    if not 1 <= len(units) <= 2 or not all(_is_plain(unit) for unit in units):
        return 0
    cells["organization"], cells["department"] = (*units, "")[:2]
    return 1


def _entry_columns(
    entries: tuple[CardNumber, ...] | tuple[CardEmail, ...], cells: dict[str, str], column: str, room: int
) -> int:
    for index, entry in enumerate(entries[:room]):
        value = entry.number if isinstance(entry, CardNumber) else entry.email
        fits = is_e164(value) if isinstance(entry, CardNumber) else is_email(value)
        if not fits or not _are_plain(entry.types):
            return index
        end = f"_{index + 1}" if index else ""
        cells[f"{column}{end}"] = value
        cells[f"{column}_type{end}"] = join_types(entry.types)
    return min(len(entries), room)


def _address(card: ContactCard, cells: dict[str, str]) -> int:
    first = card.addresses[0] if card.addresses else CardAddress()
    plain = all(_is_plain(part) and ":::" not in part for part in first.parts)
    if not any(first.parts) or not plain or not _are_plain(first.types):
        return 0
    cells.update(zip(ADDRESS_PARTS, first.parts, strict=True))
    cells["address_type"] = join_types(first.types)
    return 1


def _website(card: ContactCard, cells: dict[str, str]) -> int:
    if not card.websites or card.websites[0].types or not _is_one(card.websites[0].url):
        return 0
    cells["website"] = card.websites[0].url
    return 1


def _is_plain(value: str) -> bool:
    return strip_cell(guard(value)) == value


def _is_one(value: str) -> bool:
    return _is_plain(value) and parts(value) == [value]


def _are_plain(types: tuple[str, ...]) -> bool:
    return split_types(strip_cell(guard(join_types(types)))) == types
