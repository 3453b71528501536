"""Reading contacts from CSV, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sipgate_tools.errors import InvalidInput

from .._numbers import check_region
from .._source import CardSource, open_lines
from ..contact import CardRefused, CardResult
from .cells import has_controls, strip_cell
from .columns import Column, columns_of
from .records import CsvRecord, find_delimiter, records
from .row import ContactRow

_NAMES: Final = frozenset({"name", "given", "family", "organization", "organizations"})
_REACHED: Final = frozenset(
    {"number", "number?", "numbers", "email", "emails", "address.street_address", "website"}
)


def read_csv(
    source: CardSource,
    *,
    default_region: str = "DE",
    delimiter: str | None = None,
    encoding: str | None = None,
) -> Iterator[CardResult]:
    """Read the contacts of a CSV file, one result per record, holding one record in memory.

    The first line names the columns, in any order and among others: those of Google Contacts, Outlook
    (English and German), Thunderbird, `firstname,lastname,number`, and those of `write_csv`.
    Encoding and delimiter are found out unless given. A record is refused when it is broken, has no name,
    ends before a column of names, numbers or e-mail addresses, or has telephone numbers of which none can
    be read; the others go on. Columns that contacts cannot hold are named in `not_held` where they have a
    value.

    Args:
        source: Text, bytes, the path of a file, or an open file (left open). A `str` is text.
        default_region: Region of numbers without a country code, such as `DE`.
        delimiter: The character between columns.
        encoding: How bytes are text, such as `utf-8` or `cp1252`.

    Yields:
        `CardRead` or `CardRefused`, with the line in which the record begins.

    Raises:
        InvalidInput: On the first step: the file cannot be opened, is empty, or its header names more than
            16,384 columns, no column for a name, or none for a number, an e-mail, a website or a street.
    """
    region = check_region(default_region)
    with open_lines(source, encoding) as lines:
        mark, header = find_delimiter(lines, delimiter)
        columns = columns_of(header.cells)
        _check_header(columns)
        # A file of ours holds numbers as sipgate has them; they are not judged again.
        trusted = any(column.kind == "more" for column in columns)
        for record in records(lines, mark):
            yield _result(record, columns, region, trusted=trusted)


def count_csv(source: CardSource, *, delimiter: str | None = None, encoding: str | None = None) -> int:
    """Return how many results `read_csv` yields, without making contacts of them.

    Raises:
        InvalidInput: The file cannot be opened, is empty, or its header names too many columns.
    """
    with open_lines(source, encoding) as lines:
        mark, _ = find_delimiter(lines, delimiter)
        return sum(1 for _ in records(lines, mark))


def _check_header(columns: Sequence[Column]) -> None:
    kinds = {column.kind for column in columns}
    hint = "The first line must name the columns, for example: firstname,lastname,number"
    if kinds <= {"unknown", "silent"}:
        raise InvalidInput("The first line of the CSV has no column name that is known.", hint=hint)
    if not kinds & _NAMES:
        raise InvalidInput("The CSV has no column for a name.", hint=hint)
    if not kinds & _REACHED:
        raise InvalidInput("The CSV has no column for a telephone number or an e-mail address.", hint=hint)


def _result(record: CsvRecord, columns: Sequence[Column], region: str, *, trusted: bool) -> CardResult:
    if record.problem is not None:
        return CardRefused(record.line, record.problem)
    # Excel leaves out empty values at the end of a row; a row without any of these is a piece of one.
    present = {each.kind for each in columns[: len(record.cells)]}
    if not (present & _NAMES and present & _REACHED):
        missing = [each for each in columns[len(record.cells) :] if each.kind in _NAMES | _REACHED]
        said = f"The row has {len(record.cells)} values where the header names {len(columns)} columns."
        return CardRefused(record.line, said, tuple(each.header for each in missing))
    if any(cell.strip() for cell in record.cells[len(columns) :]):
        said = f"The row has {len(record.cells)} values where the header names only {len(columns)} columns."
        return CardRefused(record.line, f"{said} A value with the delimiter in it needs quotes.")
    row = ContactRow(region, trusted)
    for column, cell in zip(columns, record.cells, strict=False):
        ours = column.kind == "more"
        value = cell if ours else strip_cell(cell)
        if value:
            row.take(column, value)
        if not ours and has_controls(cell):
            row.not_held.append(f"{column.header}: control characters")
    return row.result(record.line)
