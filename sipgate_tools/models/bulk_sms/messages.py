"""Messages of a bulk SMS, each with its own text and time, and how they are read from a CSV file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from string import Formatter
from typing import Final, NoReturn
from zoneinfo import ZoneInfo

from sipgate_tools.errors import InvalidInput
from sipgate_tools.formats._numbers import check_region, read_numbers
from sipgate_tools.formats.csv import CardSource, open_table
from sipgate_tools.formats.csv.cells import strip_cell
from sipgate_tools.formats.csv.records import CsvRecord

from ..sms import sms_size

_MAX_LINES_IN_ERROR: Final = 20
_GERMAN_TIME: Final = "%d.%m.%Y %H:%M"


@dataclass(frozen=True, kw_only=True, repr=False)
class SmsMessage:
    """A message for `sms.send_many(messages=...)`. `repr` shows neither the number nor the text.

    Attributes:
        to: The recipient's number in international form, such as `+4915799912345`.
        text: The text, which must not be blank and can have at most 255 SMS parts (see `sms_size`).
        send_at: The time to send the message. It must have a time zone and be at most 30 days in the future. `None`
            sends the message immediately. sipgate can neither list nor cancel scheduled messages.
        key: The name of the message in reports and in the checkpoint file, such as the number of an order. It must
            be unique within the bulk send. `None` means the recipient's number in E.164.
    """

    to: str
    text: str
    send_at: datetime | None = None
    key: str | None = None

    def __repr__(self) -> str:
        parts = sms_size(self.text).parts if isinstance(self.text, str) else 0  # pyright: ignore[reportUnnecessaryIsInstance]
        when = "" if self.send_at is None else f", send_at={self.send_at!r}"
        return f"<SmsMessage: {parts} part{'s' * (parts != 1)}{when}>"

    @staticmethod
    def from_csv(
        source: CardSource,
        *,
        text: str,
        to: str = "number",
        send_at: str | None = None,
        key: str | None = None,
        zone: tzinfo | str | None = None,
        default_region: str | None = None,
        delimiter: str | None = None,
        encoding: str | None = None,
    ) -> list[SmsMessage]:
        """Return one message per row of a CSV file.

        The whole file is read before anything is returned, so that a row with a missing value is found before anything
        is sent. Upper and lower case do not matter in names of columns. Telephone numbers are checked by `send_many`.

        Args:
            source: The content as a string or bytes, the path of a file as a `pathlib.Path`, or an open file. A string
                is never opened as a path.
            text: The template of the text. A column in braces, such as `{name}`, is replaced with the value of the
                row; `{{` and `}}` are braces in the text.
            to: The column with the recipient's number.
            send_at: The column with the time to send the message, in ISO 8601 (`2026-01-31T09:00`) or as
                `31.01.2026 09:00`. `None` sends the messages immediately.
            key: The column with the key; see `SmsMessage`. `None` means the recipient's number.
            zone: The time zone of times without one, as a `tzinfo` or an IANA name such as `Europe/Berlin`. `None`
                refuses such times.
            default_region: The region of numbers without a country code, such as `DE`. `None` refuses such numbers.
            delimiter: The character between columns. `None` detects it.
            encoding: The encoding of bytes, such as `cp1252`. `None` detects it.

        Raises:
            InvalidInput: The file cannot be read, the template is invalid, a column is missing, or rows have no value
                for a column that is used, or a time that is invalid. The error contains the lines of the rows.
        """
        rows = _Rows(
            _fields(text), to, send_at, key, _zone(zone), default_region and check_region(default_region)
        )
        with open_table(source, delimiter=delimiter, encoding=encoding) as table:
            places = rows.places(table.header)
            return rows.messages(table.rows, places, text)


@dataclass(frozen=True)
class _Rows:
    """The columns that a template uses, and the conversion of rows."""

    fields: tuple[str, ...]
    to: str
    send_at: str | None
    key: str | None
    zone: tzinfo | None
    region: str | None

    def places(self, header: tuple[str, ...]) -> dict[str, int]:
        """Return the index of each column that is used.

        Raises:
            InvalidInput: The file does not have a column, or has it twice.
        """
        names = [name.casefold() for name in header]
        used = dict.fromkeys([*self.fields, *(name for name in (self.to, self.send_at, self.key) if name)])
        for problem, wrong in (
            ("does not have", [name for name in used if names.count(name.casefold()) == 0]),
            ("has several times", [name for name in used if names.count(name.casefold()) > 1]),
        ):
            if wrong:
                raise InvalidInput(
                    f"Columns that the CSV {problem}: {', '.join(wrong)}.",
                    hint=f"Its columns: {', '.join(name for name in header if name)}.",
                    code="csv.missing_column",
                )
        return {name: names.index(name.casefold()) for name in used}

    def messages(self, rows: Iterator[CsvRecord], places: Mapping[str, int], text: str) -> list[SmsMessage]:
        """Return the messages of all rows.

        Raises:
            InvalidInput: A row cannot be read or lacks a value; see `SmsMessage.from_csv`.
        """
        found: list[SmsMessage] = []
        problems: dict[str, list[int]] = {}
        for row in rows:
            if row.problem is None and not any(cell.strip() for cell in row.cells):
                continue
            values = {
                name: strip_cell(row.cells[at]) if at < len(row.cells) else "" for name, at in places.items()
            }
            missing = [name for name, value in values.items() if not value]
            problem = row.problem or (f"There is no value for {', '.join(missing)}." if missing else None)
            try:
                if problem is None:
                    found.append(self._message(values, text))
            except InvalidInput as error:
                problem = str(error)
            if problem is not None:
                problems.setdefault(problem, []).append(row.line)
        if problems:
            _refuse(problems)
        return found

    def _message(self, values: Mapping[str, str], text: str) -> SmsMessage:
        return SmsMessage(
            to=self._number(values[self.to]),
            text=text.format_map({name: values[name] for name in self.fields}),
            send_at=None if self.send_at is None else self._time(values[self.send_at]),
            key=None if self.key is None else values[self.key],
        )

    def _number(self, value: str) -> str:
        """Return a number in E.164, or the value as it is, which `send_many` refuses."""
        if self.region is None:
            return value
        numbers, problem = read_numbers(value, self.region)
        return numbers[0] if len(numbers) == 1 and problem is None else value

    def _time(self, value: str) -> datetime:
        try:
            time = datetime.fromisoformat(value)
        except ValueError:
            try:
                time = datetime.strptime(value, _GERMAN_TIME)
            except ValueError:
                raise InvalidInput(
                    f"The column {self.send_at} does not contain a time.",
                    hint="Use 2026-01-31T09:00 or 31.01.2026 09:00.",
                ) from None
        if time.tzinfo is None:
            if self.zone is None:
                raise InvalidInput(
                    f"The column {self.send_at} contains a time without a zone.", hint="Pass zone=."
                )
            time = time.replace(tzinfo=self.zone)
        return time


def _fields(text: str) -> tuple[str, ...]:
    """Return the names of the columns in a template, in order and each once.

    Raises:
        InvalidInput: The template is not a string, or contains braces with something other than the name of a column.
    """
    hint = "Put names of columns in braces, such as {name}. Double the braces that belong to the text: {{ and }}."
    try:
        pieces = list(Formatter().parse(text))
    except (TypeError, ValueError):
        raise InvalidInput("The template cannot be read.", hint=hint, code="sms.template") from None
    names = [piece[1] for piece in pieces if piece[1] is not None]
    # Neither attributes nor formats: a template from outside must not reach into objects.
    plain = all(
        name is None or (name and not form and conversion is None and not set(name) & set(".[]"))
        for _, name, form, conversion in pieces
    )
    if not plain or any(name.isdigit() for name in names):
        raise InvalidInput(
            "The template contains braces without the name of a column.", hint=hint, code="sms.template"
        )
    return tuple(dict.fromkeys(names))


def _zone(zone: tzinfo | str | None) -> tzinfo | None:
    if zone is None or isinstance(zone, tzinfo):
        return zone
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, TypeError, OSError):
        raise InvalidInput("zone is not a time zone.", hint="Pass a name such as Europe/Berlin.") from None


def _refuse(problems: Mapping[str, list[int]]) -> NoReturn:
    """Raise the error about rows that cannot be used: each problem with its lines.

    Raises:
        InvalidInput: Always.
    """
    sentences: list[str] = []
    for problem, lines in problems.items():
        places = ", ".join(map(str, lines[:_MAX_LINES_IN_ERROR])) + (
            " ..." if len(lines) > _MAX_LINES_IN_ERROR else ""
        )
        sentences.append(f"Line{'s' * (len(lines) > 1)} {places}: {problem}")
    raise InvalidInput(
        "Rows of the CSV cannot be used; nothing was sent.", hint=" ".join(sentences), code="sms.invalid_rows"
    )
