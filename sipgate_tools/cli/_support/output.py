"""Output of commands: data on stdout as a table, lines, JSON or CSV, and messages on stderr."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from enum import Enum
from typing import Any, Final, TextIO, cast

from sipgate_tools.formats.csv.cells import guard

_WRAPPED_WIDTH: Final = 20
_CUT_WIDTH: Final = 8
_GAP: Final = 2
CONTROLS: Final = dict.fromkeys((*range(32), 127, *range(128, 160)), " ")
"""Replacements for control characters, which could change the terminal's state: text of outsiders is printed."""


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        title: The title, such as `Started`.
        value: Returns the cell of a record: a string, number, time, or `None` for an empty cell.
        right: Whether to align the cells on the right, as numbers are.
        flexible: Whether a cell may be cut where a table is wider than the terminal; ids and times are not.
        wrap: Whether a long cell may take several lines.
        optional: Whether the column is left out of tables that are wider than the terminal; the last one goes first.
    """

    title: str
    value: Callable[[Any], Any]
    right: bool = False
    flexible: bool = False
    wrap: bool = False
    optional: bool = False


class Output:
    """Prints the records of a command in the form that the user chose.

    Args:
        form: `json`, `csv`, or `text`.
        color: Whether colors are allowed.
        zone: Returns the time zone for times in text; times in JSON and CSV have an offset.
    """

    def __init__(self, form: str, *, color: bool, zone: Callable[[], tzinfo]) -> None:
        self.form = form
        self._color = color
        self._zone = zone

    @property
    def is_terminal(self) -> bool:
        """Whether stdout is a terminal, for which tables are drawn."""
        return sys.stdout.isatty()

    def records(self, records: Iterable[Any], columns: list[Column], *, empty: str) -> None:
        """Print records: a table on a terminal, elsewhere one line per record with tabs between the cells.

        Args:
            records: Models or dictionaries. JSON contains all fields of the models, with the API's names.
            columns: The columns of tables, lines and CSV.
            empty: The message for stderr if there are no records.
        """
        if self.form == "json":
            for record in records:
                self._line(json_of(record))
            return
        if self.form == "csv":
            self._csv(records, columns)
            return
        found = list(records) if self.is_terminal else records
        if self.is_terminal and found:
            self._table(list(found), columns)
            return
        count = 0
        for count, record in enumerate(found, 1):  # noqa: B007 - the number of the last record
            self._line("\t".join(self._cell(column.value(record)) for column in columns))
        if not count:
            self.say(empty)

    def record(self, record: Any, columns: list[Column]) -> None:
        """Print one record: a line per column with content, all fields as JSON, or CSV with a header and one row."""
        if self.form == "json":
            self._line(json_of(record))
        elif self.form == "csv":
            self._csv([record], columns)
        else:
            width = max(len(column.title) for column in columns) + 2
            for column in columns:
                if cell := self._cell(column.value(record)):
                    self._line(f"{column.title + ':':<{width}}{cell}")

    def report(self, sentence: str, **fields: Any) -> None:
        """Report an action: a sentence on stderr, and in JSON an object with the fields on stdout."""
        if self.form == "json":
            self._line(json_of(fields))
        else:
            self.say(sentence)

    def say(self, sentence: str) -> None:
        """Print a message on stderr."""
        sys.stderr.write(f"{sentence}\n")
        sys.stderr.flush()

    def text(self, text: str) -> None:
        """Print text as it is on stdout, such as a CSV export, with a line break at its end."""
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")

    def line(self, line: str) -> None:
        """Print a line as it is on stdout, with its own line break."""
        _write(sys.stdout, line)

    def _line(self, line: str) -> None:
        _write(sys.stdout, f"{line}\n")

    def _csv(self, records: Iterable[Any], columns: list[Column]) -> None:
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\r\n")
        writer.writerow([column.title for column in columns])
        for record in records:
            writer.writerow([guard(_csv_cell(column.value(record))) for column in columns])
            _write(sys.stdout, buffer.getvalue())
            buffer.seek(0)
            buffer.truncate()
        _write(sys.stdout, buffer.getvalue())

    def _cell(self, value: Any) -> str:
        if isinstance(value, datetime):
            return f"{value.astimezone(self._zone()):%Y-%m-%d %H:%M}"
        return _csv_cell(value).translate(CONTROLS).strip()

    def _table(self, records: list[Any], columns: list[Column]) -> None:
        from rich.console import Console  # imported here: only a terminal needs it
        from rich.table import Table
        from rich.text import Text

        console = Console(no_color=not self._color, highlight=False, emoji=False, markup=False)
        rows = [[self._cell(column.value(record)) for column in columns] for record in records]
        widths = _fitting(columns, rows, console.width)
        table = Table(box=None, pad_edge=False, header_style="bold" if self._color else "")
        for index, width in widths.items():
            column = columns[index]
            table.add_column(
                column.title,
                justify="right" if column.right else "left",
                no_wrap=not column.wrap,
                overflow="fold" if column.wrap else "ellipsis",
                width=width,
            )
        for row in rows:
            table.add_row(*(Text(row[index]) for index in widths))
        console.print(table)


def _fitting(columns: list[Column], rows: list[list[str]], width: int) -> dict[int, int]:
    """Return the columns that fit the width, by index, with their widths.

    Optional columns are left out where there is no room for all. Then flexible columns are cut, the widest first.
    """
    from rich.cells import cell_len  # imported here: only a terminal needs it

    widths = {
        index: max(cell_len(column.title), *(cell_len(row[index]) for row in rows))
        for index, column in enumerate(columns)
    }
    least = {
        index: min(whole, _WRAPPED_WIDTH if columns[index].wrap else _CUT_WIDTH)
        if columns[index].flexible or columns[index].wrap
        else whole
        for index, whole in widths.items()
    }

    def total(sizes: Iterable[int]) -> int:
        return sum(size + _GAP for size in sizes) - _GAP

    while total(least[index] for index in widths) > width:
        optional = [index for index in widths if columns[index].optional]
        if not optional:
            break
        del widths[optional[-1]]
    while total(widths.values()) > width:
        index = max(widths, key=lambda one: widths[one] - least[one])
        if widths[index] <= least[index]:
            break
        widths[index] -= 1
    return widths


def json_of(record: Any) -> str:
    """Return a model, dictionary or value as one line of JSON, in which times have an offset."""
    value = record.to_dict() if hasattr(record, "to_dict") else record
    return json.dumps(value, ensure_ascii=not _prints_unicode(), default=_json_value)


def colors_wanted(*, no_color: bool) -> bool:
    """Return whether to print colors: on a terminal, unless `--no-color` or `NO_COLOR` is set, or it is `dumb`."""
    return (
        not no_color
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
        and sys.stdout.isatty()
    )


def _prints_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") in ("utf8", "utf8sig")


def _write(stream: TextIO, text: str) -> None:
    """Write text. Characters that the terminal's code page lacks become `?` instead of an error."""
    try:
        stream.write(text)
    except UnicodeEncodeError:
        encoding = stream.encoding or "ascii"
        stream.write(text.encode(encoding, "replace").decode(encoding))


def _json_value(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return dict(cast("Mapping[Any, Any]", value))
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if isinstance(value, Iterable):
        return list(cast("Iterable[Any]", value))
    return str(value)


def _csv_cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.isoformat()
        case Enum():
            return str(value.value)
        case str():
            return value
        case list() | tuple() | set() | frozenset():
            return ", ".join(_csv_cell(one) for one in value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        case _:
            return str(value)
