"""Reads contacts from CSV files, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sipgate_tools.errors import InvalidInput

from .._numbers import check_region
from .._source import CardSource, open_lines
from ..contact import CardRefused, CardResult
from .cells import has_controls, strip_cell
from .columns import CsvColumn, columns_of
from .records import CsvRecord, find_delimiter, records
from .row import ContactRow

_NAMES: Final = frozenset({"name", "given", "family", "organization", "organizations"})
_CONTACT_KINDS: Final = frozenset(
    {"number", "number?", "numbers", "email", "emails", "address.street_address", "website"}
)


def read_csv(
    source: CardSource,
    *,
    default_region: str = "DE",
    delimiter: str | None = None,
    encoding: str | None = None,
) -> Iterator[CardResult]:
    """Yield the contacts of a CSV file, one result per record, with one record in memory at a time.

    The first line must contain the column names, in any order. The column names of Google Contacts, Outlook (English
    and German), Thunderbird, `write_csv`, sipgate's own import (`firstname,lastname,number`) and other programs are
    recognized. A record is rejected if it is malformed, has no name, has too few or too many values, or if none of its
    telephone numbers can be read. Reading continues with the next record.

    Args:
        source: The content as a string or bytes, the path of a file, or an open file, which stays open. A `str` is
            never a path.
        default_region: The region for numbers without a country code, such as `DE`.
        delimiter: The character between columns; detected by default.
        encoding: The encoding of the bytes, such as `utf-8` or `cp1252`; detected by default.

    Yields:
        `CardRead` or `CardRefused`, with the number of the line in which the record begins. `not_held` contains the
        names of columns whose values contacts cannot store.

    Raises:
        InvalidInput: When the first result is requested: an argument is invalid, the file cannot be opened or is empty,
            or the header has more than 16,384 columns, no column for names, or no column for numbers, e-mail
            addresses, websites or streets.
    """
    region = check_region(default_region)
    with open_lines(source, encoding) as lines:
        mark, header = find_delimiter(lines, delimiter)
        columns = columns_of(header.cells)
        _check_header(columns)
        # Files in our own format contain numbers from sipgate, which are not validated again.
        trusted = any(column.kind == "more" for column in columns)
        for record in records(lines, mark):
            yield _result(record, columns, region, trusted=trusted)


def count_csv(source: CardSource, *, delimiter: str | None = None, encoding: str | None = None) -> int:
    """Return the number of results that `read_csv` yields, without decoding them.

    Raises:
        InvalidInput: The file cannot be opened, is empty, or its header has too many columns.
    """
    with open_lines(source, encoding) as lines:
        mark, _ = find_delimiter(lines, delimiter)
        return sum(1 for _ in records(lines, mark))


def _check_header(columns: Sequence[CsvColumn]) -> None:
    kinds = {column.kind for column in columns}
    hint = "The first line must contain the column names, for example: firstname,lastname,number"
    if kinds <= {"unknown", "silent"}:
        raise InvalidInput("The first line of the CSV contains no known column name.", hint=hint)
    if not kinds & _NAMES:
        raise InvalidInput("The CSV has no column for a name.", hint=hint)
    if not kinds & _CONTACT_KINDS:
        raise InvalidInput("The CSV has no column for a telephone number or an e-mail address.", hint=hint)


def _result(record: CsvRecord, columns: Sequence[CsvColumn], region: str, *, trusted: bool) -> CardResult:
    if record.problem is not None:
        return CardRefused(record.line, record.problem)
    # Excel omits empty values at the end of a row; a row without names and numbers is a fragment.
    present = {each.kind for each in columns[: len(record.cells)]}
    if not (present & _NAMES and present & _CONTACT_KINDS):
        missing = [each for each in columns[len(record.cells) :] if each.kind in _NAMES | _CONTACT_KINDS]
        reason = f"The row has {len(record.cells)} values, but the header has {len(columns)} columns."
        return CardRefused(record.line, reason, tuple(each.header for each in missing))
    if any(cell.strip() for cell in record.cells[len(columns) :]):
        reason = f"The row has {len(record.cells)} values, but the header has only {len(columns)} columns."
        return CardRefused(record.line, f"{reason} Quote values that contain the delimiter.")
    row = ContactRow(region, trusted)
    for column, cell in zip(columns, record.cells, strict=False):
        is_more = column.kind == "more"
        value = cell if is_more else strip_cell(cell)
        if value:
            row.add(column, value)
        if not is_more and has_controls(cell):
            row.not_held.append(f"{column.header}: control characters")
    return row.result(record.line)
