"""Converts one CSV record to a contact, after collecting its cells by the kinds of their columns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from sipgate_tools.errors import InvalidInput

from .._emails import read_emails
from .._honorifics import is_honorific, is_salutation
from .._labels import label_types
from .._numbers import read_numbers
from ..contact import (
    ADDRESS_PARTS,
    CardAddress,
    CardEmail,
    CardNumber,
    CardRead,
    CardRefused,
    CardResult,
    CardWebsite,
    ContactCard,
)
from ..json import card_from_json
from .cells import all_parts, guard, parts, split_list, split_types, strip_cell
from .columns import CsvColumn

# Placeholders that programs write into empty columns (Outlook: dates, gender, sensitivity).
_PLACEHOLDERS: Final = frozenset(
    {"0.0.00", "00.00.00", "0/0/00", "normal", "falsch", "false", "keine angabe", "unspecified", "0"}
)
_NAME_AFFIXES: Final = ("prefix", "title", "middle", "suffix")


@dataclass
class ContactRow:
    """Collects the cells of one record.

    Attributes:
        region: The region for numbers without a country code.
        trusted: Whether this package wrote the file. Numbers in E.164 format are not validated again in this case.
    """

    region: str
    trusted: bool
    single: dict[str, str] = field(default_factory=dict[str, str])
    values: dict[str, list[tuple[CsvColumn, str]]] = field(
        default_factory=dict[str, list[tuple[CsvColumn, str]]]
    )
    labels: dict[tuple[str, str], tuple[str, ...]] = field(
        default_factory=dict[tuple[str, str], tuple[str, ...]]
    )
    address_cells: dict[str, dict[str, list[tuple[CsvColumn, str]]]] = field(
        default_factory=dict[str, dict[str, list[tuple[CsvColumn, str]]]]
    )
    address_types: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    not_held: list[str] = field(default_factory=list[str])
    unread: list[str] = field(default_factory=list[str])
    headers: dict[str, str] = field(default_factory=dict[str, str])
    more: ContactCard = field(default_factory=ContactCard)
    exact: dict[str, object] = field(default_factory=dict[str, object])

    def add(self, column: CsvColumn, value: str) -> None:
        """Add the value of a column."""
        kind = column.kind
        if kind == "silent":
            return
        if kind == "unknown":
            if value.casefold() not in _PLACEHOLDERS and not all(
                part.startswith("* ") for part in parts(value)
            ):
                self.not_held.append(column.header)
        elif kind == "more":
            self._add_more(column, value)
        elif kind.endswith(("_label", "_types")):
            of, _, how = kind.rpartition("_")
            self.labels[of, column.slot] = split_types(value) if how == "types" else label_types(value)
        elif kind.startswith("address."):
            cells = self.address_cells.setdefault(column.slot, {})
            cells.setdefault(kind.removeprefix("address."), []).append((column, value))
            self.address_types[column.slot] = column.types
        elif kind in {"number", "number?", "email", "website", "numbers", "emails"}:
            self.values.setdefault(kind.removesuffix("s").removesuffix("?"), []).append((column, value))
        elif kind in {"organizations", "addresses"}:
            self._add_list(column, value)
        elif self.single.setdefault(kind, value) != value:
            self.not_held.append(column.header)
        else:
            self.headers.setdefault(kind, column.header)

    def _add_more(self, column: CsvColumn, value: str) -> None:
        try:
            self.exact = json.loads(value)
            self.more = card_from_json(self.exact)
        except (ValueError, RecursionError):
            self.not_held.append(column.header)

    def _add_list(self, column: CsvColumn, value: str) -> None:
        key = "organization" if column.kind == "organizations" else column.kind
        entries: list[Any] = split_list(value)
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
        """Return the card for the collected values, or the reason why the record was rejected."""
        numbers = tuple(self._numbers())
        card = self._card(numbers)
        if self.unread and not card.numbers:
            reason = "None of the telephone numbers can be read."
            return CardRefused(line, reason, tuple(dict.fromkeys(self.unread)))
        if not card.name:
            return CardRefused(
                line, "The row has no name: given name, family name and company are all missing."
            )
        outside = [
            self.headers[kind]
            for kind in _NAME_AFFIXES
            if f" {self.single.get(kind, '')} ".replace("  ", " ") not in f" {card.name} "
        ]
        return CardRead(line, card, tuple(dict.fromkeys(outside + self.not_held + self.unread)))

    def _card(self, numbers: tuple[CardNumber, ...]) -> ContactCard:
        get, more = self._single, self.more
        name, given, family = get("name"), get("given"), get("family")
        if name and given and not family and given not in name and not self.trusted:
            # `Vorname;Name`: the column "Name" has the family name here.
            name, family = "", name
        organization = ((self.single.get("organization", ""), self.single.get("department", "")),)
        return ContactCard(
            name=name or self._full_name(given, family),
            given=given,
            family=family,
            organization=organization + more.organization,
            numbers=numbers + more.numbers,
            emails=tuple(self._emails()) + more.emails,
            addresses=tuple(self._addresses()) + more.addresses,
            picture=get("picture"),
            note=get("note"),
            websites=tuple(self._websites()) + more.websites,
            scope=get("scope"),
            id=get("id"),
        )

    def _single(self, kind: str) -> str:
        # Use the exact value from our column `more` unless the visible column has been edited.
        visible, exact = self.single.get(kind, ""), self.exact.get(kind)
        return exact if isinstance(exact, str) and strip_cell(guard(exact)) == visible else visible

    def _full_name(self, given: str, family: str) -> str:
        prefixes = (self.single.get(kind, "") for kind in ("prefix", "title"))
        words = (
            *(prefix for prefix in prefixes if is_honorific(prefix) and not is_salutation(prefix)),
            given,
            self.single.get("middle", ""),
            family,
            self.single.get("suffix", ""),
        )
        return " ".join(word for word in words if word) if given or family else ""

    def _types_of(self, kind: str, column: CsvColumn) -> tuple[str, ...]:
        return column.types or self.labels.get((kind, column.slot), ())

    def _numbers(self) -> Iterator[CardNumber]:
        for column, value in self.values.get("number", []):
            for part in _several(column, value):
                found = read_numbers(part, self.region, trust_e164=self.trusted)
                for number in found.numbers:
                    yield CardNumber(number, self._types_of("number", column))
                if found.problem and column.kind == "number?" and not found.numbers:
                    if value.casefold() not in _PLACEHOLDERS:
                        self.not_held.append(column.header)
                elif found.problem:
                    problems = self.not_held if found.numbers else self.unread
                    problems.append(f"{column.header}: {found.problem}")

    def _emails(self) -> Iterator[CardEmail]:
        for column, value in self.values.get("email", []):
            for part in _several(column, value):
                found = read_emails(part)
                for email in found.emails:
                    yield CardEmail(email, self._types_of("email", column))
                if found.problem:
                    self.not_held.append(f"{column.header}: {found.problem}")

    def _websites(self) -> Iterator[CardWebsite]:
        for column, value in self.values.get("website", []):
            for part in _several(column, value):
                yield CardWebsite(part, self._types_of("website", column))

    def _addresses(self) -> Iterator[CardAddress]:
        for slot, columns in self.address_cells.items():
            types = self.address_types[slot] or self.labels.get(("address", slot), ())
            values = {
                kind: [all_parts(value) for _, value in cells] for kind, cells in columns.items() if cells
            }
            counts = {kind: max(map(len, cells)) for kind, cells in values.items()}
            maximum = max(counts.values())
            # Google joins the addresses of one label part by part. A city can be matched to its street only if there
            # are as many cities as streets.
            self.not_held.extend(
                f"{columns[kind][0][0].header}: not as many values as the other parts of the address"
                for kind, count in counts.items()
                if 1 <= count < maximum
            )
            for number in range(maximum):
                yield _address(values, number, types)


def _address(values: dict[str, list[list[str]]], number: int, types: tuple[str, ...]) -> CardAddress:
    def part(kind: str) -> str:
        return "\n".join(cell[number] for cell in values.get(kind, ()) if number < len(cell) and cell[number])

    street = " ".join(filter(None, (part("street_address"), part("house"))))
    return CardAddress(
        *(street if kind == "street_address" else part(kind) for kind in ADDRESS_PARTS), types=types
    )


def _several(column: CsvColumn, value: str) -> list[str]:
    if column.kind in {"numbers", "emails"}:
        return [entry for entry in split_list(value) if isinstance(entry, str)]
    return parts(value)
