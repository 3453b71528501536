"""Reading contacts from CSV, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sipgate_tools.errors import InvalidInput
from sipgate_tools.formats._csv_cells import clean, guard, listed, parts, split_types
from sipgate_tools.formats._csv_columns import ADDRESS_PARTS, Column, columns_of, label_types
from sipgate_tools.formats._csv_records import Record, find_delimiter, records
from sipgate_tools.formats._numbers import check_region, read_numbers
from sipgate_tools.formats._source import CardSource, open_lines
from sipgate_tools.formats.contact import (
    CardAddress,
    CardEmail,
    CardNumber,
    CardRead,
    CardRefused,
    CardResult,
    CardWebsite,
    ContactCard,
)
from sipgate_tools.formats.json import card_from_json

_NAMES: Final = frozenset({"name", "given", "family", "organization", "organizations"})
_REACHED: Final = frozenset({"number", "numbers", "email", "emails", "address.street_address", "website"})
# What programs write into columns that nobody filled in (Outlook: dates, gender, sensitivity).
_NOTHING: Final = frozenset(
    {"0.0.00", "00.00.00", "0/0/00", "normal", "falsch", "false", "keine angabe", "unspecified", "0"}
)
_SALUTATIONS: Final = frozenset({"herr", "frau", "mr", "mrs", "ms", "miss", "mx", "firma"})


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
        InvalidInput: On the first step: the file cannot be opened, is empty, or its header names no column
            for a name, or none for a number, an e-mail, a website or a street.
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


def _check_header(columns: Sequence[Column]) -> None:
    kinds = {column.kind for column in columns}
    hint = "The first line must name the columns, for example: firstname,lastname,number"
    if any("\x00" in column.header for column in columns):
        hint = "It looks like UTF-16 without a byte order mark: say so with encoding='utf-16-le'."
    if kinds <= {"unknown", "silent"}:
        raise InvalidInput("The first line of the CSV has no column name that is known.", hint=hint)
    if not kinds & _NAMES:
        raise InvalidInput("The CSV has no column for a name.", hint=hint)
    if not kinds & _REACHED:
        raise InvalidInput("The CSV has no column for a telephone number or an e-mail address.", hint=hint)


def _result(record: Record, columns: Sequence[Column], region: str, *, trusted: bool) -> CardResult:
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
    row = _Row(region, trusted)
    for column, cell in zip(columns, record.cells, strict=False):
        value = clean(cell)
        if value:
            row.take(column, value)
    return row.result(record.line)


@dataclass
class _Row:
    """Collects the cells of one record."""

    region: str
    trusted: bool
    single: dict[str, str] = field(default_factory=dict[str, str])
    values: dict[str, list[tuple[Column, str]]] = field(default_factory=dict[str, list[tuple[Column, str]]])
    labels: dict[tuple[str, str], tuple[str, ...]] = field(
        default_factory=dict[tuple[str, str], tuple[str, ...]]
    )
    places: dict[str, dict[str, list[str]]] = field(default_factory=dict[str, dict[str, list[str]]])
    place_types: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    not_held: list[str] = field(default_factory=list[str])
    unread: list[str] = field(default_factory=list[str])
    headers: dict[str, str] = field(default_factory=dict[str, str])
    more: ContactCard = field(default_factory=ContactCard)
    exact: dict[str, object] = field(default_factory=dict[str, object])

    def take(self, column: Column, value: str) -> None:
        """Put a value where its column says."""
        kind = column.kind
        if kind == "silent":
            return
        if kind == "unknown":
            if value.casefold() not in _NOTHING and not all(part.startswith("* ") for part in parts(value)):
                self.not_held.append(column.header)
        elif kind == "more":
            self._take_more(column, value)
        elif kind.endswith(("_label", "_types")):
            of, _, how = kind.rpartition("_")
            self.labels[of, column.slot] = split_types(value) if how == "types" else label_types(value)
        elif kind.startswith("address."):
            place = self.places.setdefault(column.slot, {})
            place.setdefault(kind.removeprefix("address."), []).append(value)
            self.place_types[column.slot] = column.types
        elif kind in {"number", "email", "website", "numbers", "emails"}:
            self.values.setdefault(kind.removesuffix("s"), []).append((column, value))
        elif kind in {"organizations", "addresses"}:
            self._take_list(column, value)
        elif self.single.setdefault(kind, value) != value:
            self.not_held.append(column.header)
        else:
            self.headers[kind] = column.header

    def _take_more(self, column: Column, value: str) -> None:
        import json  # the module of this package has the same name

        try:
            self.exact = json.loads(value)
            self.more = card_from_json(self.exact)
        except (ValueError, RecursionError):
            self.not_held.append(column.header)

    def _take_list(self, column: Column, value: str) -> None:
        key = "organization" if column.kind == "organizations" else column.kind
        entries: list[Any] = listed(value)
        if key == "organization":
            entries = [[entry] if isinstance(entry, str) else entry for entry in entries]
        try:
            card = card_from_json({key: entries})
        except InvalidInput:
            self.not_held.append(column.header)
            return
        self.more = ContactCard(
            organization=self.more.organization + card.organization,
            addresses=self.more.addresses + card.addresses,
        )

    def result(self, line: int) -> CardResult:
        """Make a card of what was collected, or say why not."""
        numbers = tuple(self._numbers())
        card = self._card(numbers)
        if self.unread and not card.numbers:
            reason = "None of its telephone numbers can be read."
            return CardRefused(line, reason, tuple(dict.fromkeys(self.unread)))
        if not card.name.strip():
            return CardRefused(line, "It has no name: neither a given or family name nor a company.")
        outside = [
            self.headers[kind]
            for kind in ("prefix", "middle", "suffix")
            if self.single.get(kind, "") not in card.name
        ]
        return CardRead(line, card, tuple(dict.fromkeys(outside + self.not_held + self.unread)))

    def _card(self, numbers: tuple[CardNumber, ...]) -> ContactCard:
        get, more = self._single, self.more
        name, given, family = get("name"), get("given"), get("family")
        if name and given and not family and given not in name and not self.trusted:
            # `Vorname;Name`: what is called a name is the family name here.
            name, family = "", name
        organization = ((self.single.get("organization", ""), self.single.get("department", "")),)
        return ContactCard(
            name=name or self._full_name(given, family),
            given=given,
            family=family,
            organization=organization + more.organization,
            numbers=numbers + more.numbers,
            emails=tuple(self._typed("email", CardEmail)) + more.emails,
            addresses=tuple(self._addresses()) + more.addresses,
            picture=get("picture"),
            note=get("note"),
            websites=tuple(self._typed("website", CardWebsite)) + more.websites,
            scope=get("scope"),
            id=get("id"),
        )

    def _single(self, kind: str) -> str:
        # The exact value from our own `more`, as long as nobody has changed the column that people see.
        shown, exact = self.single.get(kind, ""), self.exact.get(kind)
        return exact if isinstance(exact, str) and clean(guard(exact)) == shown else shown

    def _full_name(self, given: str, family: str) -> str:
        prefix = self.single.get("prefix", "")
        if prefix.casefold().rstrip(".") in _SALUTATIONS:
            prefix = ""
        words = (prefix, given, self.single.get("middle", ""), family, self.single.get("suffix", ""))
        return " ".join(word for word in words if word) if given or family else ""

    def _types_of(self, kind: str, column: Column) -> tuple[str, ...]:
        return column.types or self.labels.get((kind, column.slot), ())

    def _numbers(self) -> Iterator[CardNumber]:
        for column, value in self.values.get("number", []):
            for part in _several(column, value):
                found = read_numbers(part, self.region, trust_e164=self.trusted)
                for number in found.numbers:
                    yield CardNumber(number, self._types_of("number", column))
                if found.problem:
                    wanted = self.not_held if found.numbers else self.unread
                    wanted.append(f"{column.header}: {found.problem}")

    def _typed(
        self, kind: str, make: Callable[[str, tuple[str, ...]], CardEmail | CardWebsite]
    ) -> Iterator[Any]:
        for column, value in self.values.get(kind, []):
            for part in _several(column, value):
                yield make(part, self._types_of(kind, column))

    def _addresses(self) -> Iterator[CardAddress]:
        for slot, place in self.places.items():
            types = self.place_types[slot] or self.labels.get(("address", slot), ())
            yield CardAddress(*("\n".join(place.get(part, ())) for part in ADDRESS_PARTS), types=types)


def _several(column: Column, value: str) -> list[str]:
    if column.kind in {"numbers", "emails"}:
        return [entry for entry in listed(value) if isinstance(entry, str)]
    return parts(value)
