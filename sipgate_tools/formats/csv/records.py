"""Records of a CSV file: quotes, line ends and delimiters, and how to go on after a broken record."""

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
MOST_COLUMNS: Final = 16_384
"""Columns in a header: as many as a sheet of Excel has."""
MAX_RECORD_LINES: Final = 1000
"""Lines in one record. What goes on for longer is a quote that is not closed."""
_BLANK_BEHIND_QUOTE: Final = re.compile('"[ \t]')


@dataclass(frozen=True, slots=True)
class CsvRecord:
    """One record: its first line, and its cells, or what is wrong with it."""

    line: int
    cells: tuple[str, ...] = ()
    problem: str | None = None


class _RecordTooLong(Exception):
    pass


@dataclass
class _Feed:
    """Hands lines to the csv module, and can take back those of a record that went wrong."""

    lines: Lines
    delimiter: str
    pending: deque[str] = field(default_factory=deque[str])
    taken: list[str] = field(default_factory=list[str])
    size: int = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MAX_RECORD_LINES or self.size > MAX_RECORD:
            raise _RecordTooLong
        line = self.pending.popleft() if self.pending else next(self.lines)
        if not self.taken:
            line = line.lstrip("\ufeff")  # of a file that was put behind another one
        if _BLANK_BEHIND_QUOTE.search(line):
            inside = sum(each.count('"') for each in self.taken) % 2 == 1
            line = _without_blanks_behind_quotes(line, self.delimiter, inside=inside)
        self.taken.append(line)
        self.size += len(line)
        return line

    def begin(self) -> None:
        """Begin a record."""
        self.taken.clear()
        self.size = 0

    def take_back(self) -> None:
        """Give the record up: its first line is lost, the others are read again."""
        self.pending.extendleft(reversed(self.taken[1:]))

    @property
    def next_line(self) -> int:
        return self.lines.number - len(self.pending) + 1


def _without_blanks_behind_quotes(line: str, delimiter: str, *, inside: bool) -> str:
    """Return a line without blanks between a quote that ends a value and the next delimiter.

    Args:
        line: The line.
        delimiter: The character between columns.
        inside: Whether it begins inside of quotes.
    """
    pieces = line.split('"')
    for place in range(1, len(pieces)):
        outside = (place % 2 == 1) == inside
        rest = pieces[place].lstrip(" \t".replace(delimiter, ""))
        if outside and rest[:1] in {delimiter, "\r", "\n", ""} and (rest or place == len(pieces) - 1):
            pieces[place] = rest
    return '"'.join(pieces)


def records(lines: Lines, delimiter: str) -> Iterator[CsvRecord]:
    """Yield the records of a file, blank lines left out; a broken one does not take the following with it."""
    if csv.field_size_limit() < MAX_LINE:
        # The limit is one for the whole process and low for photos. Raising it harms nobody.
        csv.field_size_limit(MAX_LINE)
    feed = _Feed(lines, delimiter)
    reader = csv.reader(feed, delimiter=delimiter, strict=True, skipinitialspace=True)
    while True:
        feed.begin()
        first = feed.next_line
        problem = None
        cells: list[str] = []
        again = True
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _RecordTooLong:
            problem = f"A quote is opened and not closed within {MAX_RECORD_LINES} lines or {MAX_RECORD} characters."
        except LineTooLong:
            # The line is gone, and with it the place to which the others could be handed back.
            problem, again = f"The line is longer than {MAX_LINE} characters.", False
        except csv.Error as error:
            problem = _said(str(error))
        if problem is None and lines.is_damaged("".join(feed.taken)):
            problem = f"It has bytes that are not text in the encoding of the file ({lines.encoding})."
            cells = []
        elif problem is not None and again:
            feed.take_back()
        if problem is not None or any(cells):
            yield CsvRecord(first, tuple(cells), problem)


def _said(message: str) -> str:
    if "unexpected end" in message:
        return "A quote is opened and never closed."
    if "limit" in message:
        return f"A value is longer than {MAX_LINE} characters."
    return 'After the quote that ends a value comes more text; write a quote inside a value twice ("").'


def find_delimiter(lines: Lines, given: str | None) -> tuple[str, CsvRecord]:
    """Read the header and return what separates its columns, with the record.

    The delimiter is the one that gives the most known columns; `sep=;` in the first line (Excel) decides.

    Raises:
        InvalidInput: There is nothing in the file, or the header cannot be read or names too many columns.
    """
    first, line = _first_line(lines)
    if line.strip().casefold().startswith("sep=") and len(line.strip("\r\n")) == 5:
        given = given or line[4]
        first, line = _first_line(lines)
    if not line:
        raise InvalidInput("The CSV is empty.", hint="Its first line must name the columns.")
    if given is not None:
        choices: tuple[str, ...] = (check_delimiter(given),)
    else:
        choices = tuple(mark for mark in DELIMITERS if mark in line) or DELIMITERS[:1]
    # Another character may be in the header as often as it likes, as long as one of them gives columns.
    found = [(mark, cells) for mark in choices if len(cells := _cells(line, mark)) <= MOST_COLUMNS]
    if not found:
        raise InvalidInput(
            f"The first line names more than {MOST_COLUMNS} columns.",
            hint="Leave out the columns without a name, or check that this is a CSV.",
        )
    mark, cells = max(found, key=lambda one: _known(one[1]))
    return mark, CsvRecord(first, tuple(cells))


def check_delimiter(delimiter: str) -> str:
    """Return a delimiter that CSV can have.

    Raises:
        InvalidInput: It is not one character, or one that cannot separate.
    """
    if len(delimiter) != 1 or delimiter.isalnum() or delimiter in "\"'\r\n \x00+=-@":
        raise InvalidInput("This cannot be a delimiter.", hint="Use one character, such as , ; | or a tab.")
    return delimiter


def _first_line(lines: Lines) -> tuple[int, str]:
    try:
        for line in lines:
            if line.strip().strip("\ufeff"):
                return lines.number, line.lstrip("\ufeff")
    except LineTooLong as error:
        raise InvalidInput("The first line is far too long for a header: this is no CSV.") from error
    return lines.number, ""


def _cells(line: str, delimiter: str) -> list[str]:
    line = _without_blanks_behind_quotes(line, delimiter, inside=False)
    try:
        cells = next(csv.reader([line], delimiter=delimiter, strict=True, skipinitialspace=True))
    except csv.Error:
        return []
    return [cell.strip() for cell in cells]


def _known(header: list[str]) -> int:
    return sum(column.kind != "unknown" for column in columns_of(header))
