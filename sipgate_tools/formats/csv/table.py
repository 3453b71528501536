"""Reads CSV files with any columns, row by row."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sipgate_tools.errors import InvalidInput

from .._source import CardSource, open_lines
from .cells import strip_cell
from .records import CsvRecord, find_delimiter, records


@dataclass(frozen=True)
class CsvTable:
    """An open CSV file.

    Attributes:
        header: The names of the columns, without surrounding blanks.
        delimiter: The character between columns.
        rows: The records after the header. Each can be read once.
    """

    header: tuple[str, ...]
    delimiter: str
    rows: Iterator[CsvRecord]


@contextmanager
def open_table(
    source: CardSource, *, delimiter: str | None = None, encoding: str | None = None
) -> Generator[CsvTable]:
    """Open a CSV file whose first line contains the names of its columns.

    Args:
        source: The content as a string or bytes, the path of a file, or an open file. A `str` is never a path.
        delimiter: The character between columns; detected by default.
        encoding: The encoding of the bytes, such as `utf-8` or `cp1252`; detected by default.

    Raises:
        InvalidInput: An argument is invalid, or the file cannot be opened, is empty, or has too many columns.
    """
    with open_lines(source, encoding) as lines:
        mark, header = find_delimiter(lines, delimiter)
        yield CsvTable(tuple(strip_cell(name) for name in header.cells), mark, records(lines, mark))


def column_values(
    source: CardSource, column: str, *, delimiter: str | None = None, encoding: str | None = None
) -> dict[int, str]:
    """Return the values of one column by number of the line in which the row begins. Empty values are omitted.

    Raises:
        InvalidInput: The source cannot be read, or does not have the column, or has it several times. Upper and lower
            case do not matter in the name.
    """
    with open_table(source, delimiter=delimiter, encoding=encoding) as table:
        places = [at for at, name in enumerate(table.header) if name.casefold() == column.casefold()]
        if len(places) != 1:
            problem = "has several times" if places else "does not have"
            raise InvalidInput(
                f"A column that the CSV {problem}: {column}.",
                hint=f"Its columns: {', '.join(name for name in table.header if name)}.",
                code="csv.missing_column",
            )
        at = places[0]
        return {
            row.line: value
            for row in table.rows
            if at < len(row.cells) and (value := strip_cell(row.cells[at]))
        }
