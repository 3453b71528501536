"""Reads CSV files with any columns, row by row."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

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
