"""Records of a CSV file: quotes, line ends, delimiters, and recovery after a malformed record."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from sipgate_tools.errors import InvalidInput

from .._source import MAX_LINE, MAX_RECORD, Lines, LineTooLong
from .columns import columns_of

DELIMITERS: Final = (",", ";", "\t", "|")
MAX_COLUMNS: Final = 16_384
"""Maximum number of columns in a header, which is the limit of Excel."""
MAX_RECORD_LINES: Final = 1000
"""Maximum number of lines in one record. A longer record is assumed to have an unclosed quote."""
_BLANK_BEHIND_QUOTE: Final = re.compile('"[ \t]')


@dataclass(frozen=True, slots=True)
class CsvRecord:
    """One record: the number of its first line, and either its cells or a problem."""

    line: int
    cells: tuple[str, ...] = ()
    problem: str | None = None


class _RecordTooLong(Exception):
    pass


@dataclass
class _Feed:
    """An iterator that passes lines to the csv module, and can push back the lines of a malformed record."""

    lines: Lines
    delimiter: str
    pending: deque[str] = field(default_factory=deque[str])
    record_lines: list[str] = field(default_factory=list[str])
    size: int = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.record_lines) >= MAX_RECORD_LINES or self.size > MAX_RECORD:
            raise _RecordTooLong
        line = self.pending.popleft() if self.pending else next(self.lines)
        if not self.record_lines:
            line = line.lstrip("\ufeff")  # the byte order mark of a concatenated file
        if _BLANK_BEHIND_QUOTE.search(line):
            inside = sum(each.count('"') for each in self.record_lines) % 2 == 1
            line = _without_blanks_behind_quotes(line, self.delimiter, inside=inside)
        self.record_lines.append(line)
        self.size += len(line)
        return line

    def begin(self) -> None:
        """Start a record."""
        self.record_lines.clear()
        self.size = 0

    def push_back(self) -> None:
        """Discard the first line of the record, and push back the others."""
        self.pending.extendleft(reversed(self.record_lines[1:]))

    @property
    def next_line(self) -> int:
        return self.lines.number - len(self.pending) + 1


def _without_blanks_behind_quotes(line: str, delimiter: str, *, inside: bool) -> str:
    """Return a line without blanks between a closing quote and the next delimiter.

    Args:
        line: The line.
        delimiter: The character between columns.
        inside: Whether the line starts inside quotes.
    """
    pieces = line.split('"')
    for index in range(1, len(pieces)):
        outside = (index % 2 == 1) == inside
        rest = pieces[index].lstrip(" \t".replace(delimiter, ""))
        if outside and rest[:1] in {delimiter, "\r", "\n", ""} and (rest or index == len(pieces) - 1):
            pieces[index] = rest
    return '"'.join(pieces)


def records(lines: Lines, delimiter: str) -> Iterator[CsvRecord]:
    """Yield the records of a file, without blank lines.

    A malformed record is yielded with its problem, and does not affect the following records.
    """
    if csv.field_size_limit() < MAX_LINE:
        # The limit is global to the process, and too low for photos. Raising it is harmless.
        csv.field_size_limit(MAX_LINE)
    feed = _Feed(lines, delimiter)
    reader = csv.reader(feed, delimiter=delimiter, strict=True, skipinitialspace=True)
    while True:
        feed.begin()
        first = feed.next_line
        problem = None
        cells: list[str] = []
        reread = True
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _RecordTooLong:
            problem = f"A quote is not closed within {MAX_RECORD_LINES} lines or {MAX_RECORD} characters."
        except LineTooLong:
            # The line has been skipped: pushing back the lines before it would change their order.
            problem, reread = f"The line is longer than {MAX_LINE} characters.", False
        except csv.Error as error:
            problem = _csv_error_reason(str(error))
        if problem is None and lines.is_damaged("".join(feed.record_lines)):
            problem = (
                f"The row contains bytes that are invalid in the encoding of the file ({lines.encoding})."
            )
            cells = []
        elif problem is not None and reread:
            feed.push_back()
        if problem is not None or any(cells):
            yield CsvRecord(first, tuple(cells), problem)


def _csv_error_reason(message: str) -> str:
    if "unexpected end" in message:
        return "A quote is not closed."
    if "limit" in message:
        return f"A value is longer than {MAX_LINE} characters."
    return 'Characters follow a closing quote. Double each quote inside a value ("").'


def find_delimiter(lines: Lines, delimiter: str | None) -> tuple[str, CsvRecord]:
    """Read the header, and return the delimiter and the header's record.

    A missing delimiter is taken from an initial line such as `sep=;` (Excel). Without this line, the character that
    yields the most known columns is the delimiter.

    Args:
        lines: The lines of the file.
        delimiter: The delimiter, or `None` to detect it.

    Raises:
        InvalidInput: The file is empty, `delimiter` is invalid, or the header cannot be read or has too many columns.
    """
    first, line = _first_line(lines)
    if line.strip().casefold().startswith("sep=") and len(line.strip("\r\n")) == 5:
        delimiter = delimiter or line[4]
        first, line = _first_line(lines)
    if not line:
        raise InvalidInput("The CSV is empty.", hint="The first line must contain the column names.")
    if delimiter is not None:
        choices: tuple[str, ...] = (check_delimiter(delimiter),)
    else:
        choices = tuple(mark for mark in DELIMITERS if mark in line) or DELIMITERS[:1]
    # A character that yields too many columns is ignored if another one does not.
    found = [(mark, cells) for mark in choices if len(cells := _cells(line, mark)) <= MAX_COLUMNS]
    if not found:
        raise InvalidInput(
            f"The first line has more than {MAX_COLUMNS} columns.",
            hint="Remove columns without a name, or check that the file is a CSV.",
        )
    mark, cells = max(found, key=lambda one: _count_columns(one[1]))
    return mark, CsvRecord(first, tuple(cells))


def check_delimiter(delimiter: str) -> str:
    """Return a delimiter after validating it.

    Raises:
        InvalidInput: `delimiter` is not a single character, or is a letter, digit, quote, space, line end or `+-=@`.
    """
    if len(delimiter) != 1 or delimiter.isalnum() or delimiter in "\"'\r\n \x00+=-@":
        raise InvalidInput("The delimiter is invalid.", hint="Use one character, such as , ; | or a tab.")
    return delimiter


def _first_line(lines: Lines) -> tuple[int, str]:
    try:
        for line in lines:
            if line.strip().strip("\ufeff"):
                return lines.number, line.lstrip("\ufeff")
    except LineTooLong as error:
        raise InvalidInput("The first line is too long for a header: the file is not a CSV.") from error
    return lines.number, ""


def _cells(line: str, delimiter: str) -> list[str]:
    line = _without_blanks_behind_quotes(line, delimiter, inside=False)
    try:
        cells = next(csv.reader([line], delimiter=delimiter, strict=True, skipinitialspace=True))
    except csv.Error:
        return []
    return [cell.strip() for cell in cells]


def _count_columns(header: list[str]) -> int:
    return sum(column.kind != "unknown" for column in columns_of(header))
