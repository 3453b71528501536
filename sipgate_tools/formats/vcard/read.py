"""Reads contacts from vCards, card by card."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from sipgate_tools.errors import InvalidInput

from .._emails import read_emails
from .._numbers import check_region, read_numbers
from .._source import CardSource, Lines, open_lines
from ..contact import (
    CardAddress,
    CardEmail,
    CardNumber,
    CardRead,
    CardRefused,
    CardResult,
    CardWebsite,
    ContactCard,
)
from .cards import Outside, Part, raw_cards
from .folding import UnfoldedLine
from .lines import (
    ContentLine,
    decode_value,
    is_decodable,
    parse_line,
    split,
    unescape,
    with_charset,
    without_controls,
)
from .properties import GUESSED, is_exact, read_photo, read_text, read_types, read_values
from .write import PRODUCT

_VERSIONS: Final = frozenset({"", "2.1", "3.0", "4.0"})
# Properties about the file rather than the person. X-ABADR is the country code of an address.
_METADATA: Final = frozenset(
    {
        "BEGIN",
        "END",
        "VERSION",
        "PRODID",
        "REV",
        "UID",
        "PROFILE",
        "SOURCE",
        "X-ABLABEL",
        "X-ABADR",
        "X-ABUID",
        "X-ABSHOWAS",
    }
)
_SUPPORTED: Final = frozenset(
    {
        "FN",
        "N",
        "ORG",
        "TEL",
        "EMAIL",
        "ADR",
        "URL",
        "NOTE",
        "PHOTO",
        "KIND",
        "X-SIPGATE-ID",
        "X-SIPGATE-SCOPE",
    }
)
"""The properties that contacts can store."""
_TEXTS: Final = _SUPPORTED - {"PHOTO"}


def read_vcards(
    source: CardSource, *, default_region: str = "DE", encoding: str | None = None
) -> Iterator[CardResult]:
    """Yield the contacts of a vCard file (4.0, 3.0, 2.1), one result per card, with one card in memory at a time.

    Folded lines, escapes, groups with Apple's labels, types in all formats, `tel:` URIs, photos as data URIs, base64 or
    URLs, and quoted-printable text are supported. A card is rejected if END is missing, if it has an unsupported
    version, no name, invalid bytes, or VERSION or UID twice, if it is a group, or if none of its telephone numbers can
    be read. Reading continues with the next card.

    Args:
        source: The content as a string or bytes, the path of a file, or an open file, which stays open. A `str` is
            never a path.
        default_region: The region for numbers without a country code, such as `DE`.
        encoding: The encoding of the bytes; detected by default.

    Yields:
        `CardRead` or `CardRefused`, with the number of the line in which the card begins. `not_held` contains the
        names of properties that contacts cannot store, and the numbers of lines that cannot be read.

    Raises:
        InvalidInput: An argument is invalid or the file cannot be opened (when the first result is requested), or the
            file contains no vCard (at the end).
    """
    region = check_region(default_region)
    found = False
    early: list[CardRefused] = []
    with open_lines(source, encoding) as lines:
        for each in raw_cards(lines):
            if isinstance(each, Outside) and not found:
                # An error only if the file has vCards; otherwise the file is not a vCard file at all.
                early = [each.to_refusal()]
                continue
            found = True
            yield from early
            early = []
            yield _result(each, lines, region)
    if not found:
        raise InvalidInput("The file contains no vCard.", hint="A vCard starts with the line BEGIN:VCARD.")


def count_vcards(source: CardSource, *, encoding: str | None = None) -> int:
    """Return the number of results that `read_vcards` yields, without decoding them.

    Raises:
        InvalidInput: The file cannot be opened.
    """
    with open_lines(source, encoding) as lines:
        kinds = [isinstance(part, Outside) for part in raw_cards(lines)]
    return 0 if all(kinds) else len(kinds)


def _result(part: Part, lines: Lines, region: str) -> CardResult:
    if isinstance(part, Outside):
        return part.to_refusal()
    if isinstance(part, CardRefused):
        return part
    card = _Card(part.number, lines, has_agent=part.has_agent)
    for folded in part.lines:
        card.add(folded)
    return card.result(region)


@dataclass
class _Card:
    """Collector of the lines of one card."""

    number: int
    source: Lines
    has_agent: bool = False
    lines: dict[str, list[ContentLine]] = field(default_factory=dict[str, list[ContentLine]])
    labels: dict[str, str] = field(default_factory=dict[str, str])
    lost: list[str] = field(default_factory=list[str])
    damaged: int = 0
    previous: ContentLine | None = None

    def add(self, folded: UnfoldedLine) -> None:
        """Add a line to its property."""
        line = parse_line(folded)
        recoded = line and with_charset(line, self.source.encoding)
        if recoded is None or recoded is line:
            damaged = self.source.is_damaged(folded.text or "")
            self.damaged = self.damaged or (folded.number if damaged else 0)
        if line is None:
            self._add_unreadable(folded)
            return
        line = self.previous = recoded or line
        if line.name in _TEXTS and not is_decodable(line):
            self.lost.append(f"{line.name} in line {line.number}: its encoding cannot be read")
            return
        if line.name in _TEXTS and (plain := without_controls(line)) is not line:
            self.lost.append(f"{line.name}: control characters")
            line = plain
        self.lines.setdefault(line.name, []).append(line)
        if line.name == "X-ABLABEL" and line.group:
            self.labels[line.group.casefold()] = unescape(decode_value(line))

    def _add_unreadable(self, folded: UnfoldedLine) -> None:
        """Record a line that cannot be parsed, which may be the rest of the previous property."""
        self.lost.append(f"line {folded.number}: not a line of a vCard")
        before = self.previous
        if before is not None:
            self.lost.append(f"{before.name} in line {before.number}: perhaps cut off")
            if before.name == "PHOTO":  # an incomplete picture is useless
                self.lines["PHOTO"].remove(before)
        self.previous = None

    def result(self, region: str) -> CardResult:
        """Return the contact for the lines, or the reason why the card was rejected."""
        if self.damaged:
            reason = f"Line {self.damaged} contains bytes that are invalid in the encoding of the file."
            return CardRefused(self.number, reason)
        if len(self._all("VERSION")) > 1 or len({line.value.strip() for line in self._all("UID")}) > 1:
            reason = "The card has VERSION or UID twice. Two cards may have been merged."
            return CardRefused(self.number, reason, ("VERSION", "UID"))
        if self._text("VERSION").strip() not in _VERSIONS:
            return CardRefused(self.number, "The version of the card is not 4.0, 3.0 or 2.1.", ("VERSION",))
        if "group" in {self._text(name).lower() for name in ("KIND", "X-ADDRESSBOOKSERVER-KIND")}:
            return CardRefused(self.number, "The card is a group of contacts, not a contact.", ("KIND",))
        unread: list[str] = []
        card = self._card(region, unread)
        if unread and not card.numbers:
            return CardRefused(self.number, "None of the telephone numbers can be read.", ("TEL",))
        if not card.name:
            reason = "The card has no name: FN, N and ORG are empty or missing."
            return CardRefused(self.number, reason, ("FN",))
        return CardRead(self.number, card, tuple(dict.fromkeys((*self.not_held(card), *unread, *self.lost))))

    def _card(self, region: str, unread: list[str]) -> ContactCard:
        family, given, *others = self._name()
        prefix, middle, suffix = others[1], others[0], others[2]
        full = " ".join(part for part in (prefix, given, middle, family, suffix) if part.strip())
        guessed = any(line.get(GUESSED) for line in self._all("N"))
        notes = [note for line in self._all("NOTE") if (note := read_text(line))]
        return ContactCard(
            name=self._text("FN") or full,
            given="" if guessed else given,
            family="" if guessed else family,
            organization=tuple(tuple(read_values(line)) for line in self._all("ORG")),
            numbers=tuple(self._numbers(region, unread)),
            emails=tuple(self._emails()),
            addresses=tuple(self._address(line) for line in self._all("ADR")),
            picture=next((photo for line in self._all("PHOTO") if (photo := read_photo(line))), None),
            note="\n".join(notes),
            websites=tuple(CardWebsite(_url(line), self._types(line)) for line in self._all("URL")),
            scope=self._text("X-SIPGATE-SCOPE"),
            id=self._text("X-SIPGATE-ID"),
        )

    def _all(self, name: str) -> list[ContentLine]:
        return self.lines.get(name, [])

    def _text(self, name: str) -> str:
        # A blank FN counts as missing; N or ORG may have the name.
        texts = (read_text(line) for line in self._all(name))
        return next((text for text in texts if (text.strip() if name == "FN" else text)), "")

    def _types(self, line: ContentLine) -> tuple[str, ...]:
        return read_types(line, self.labels.get(line.group.casefold(), "") if line.group else "")

    def _name(self) -> list[str]:
        line = next(iter(self._all("N")), None)
        if line is None:
            return [""] * 5
        if is_exact(line):
            return (read_values(line) + [""] * 5)[:5]
        # Several additional names or titles are separated by commas.
        pieces = [[unescape(part) for part in split(each, ",")] for each in split(decode_value(line))]
        return ([" ".join(filter(None, map(str.strip, parts))) for parts in pieces] + [""] * 5)[:5]

    def _address(self, line: ContentLine) -> CardAddress:
        return CardAddress(*(read_values(line) + [""] * 7)[:7], types=self._types(line))

    def _numbers(self, region: str, unread: list[str]) -> Iterator[CardNumber]:
        ours = self._text("PRODID") == PRODUCT
        for line in self._all("TEL"):
            text = read_text(line)
            if is_exact(line):
                yield CardNumber(text, self._types(line))
                continue
            if not text.strip():
                continue
            found = read_numbers(text, region, trust_e164=ours)
            for number in found.numbers:
                yield CardNumber(number, self._types(line))
            if found.problem:
                unread.append(f"TEL in line {line.number}: {found.problem}")

    def _emails(self) -> Iterator[CardEmail]:
        for line in self._all("EMAIL"):
            text = read_text(line)
            if is_exact(line):
                yield CardEmail(text, self._types(line))
                continue
            if not text.strip():
                continue
            found = read_emails(text)
            for email in found.emails:
                yield CardEmail(email, self._types(line))
            if found.problem:
                self.lost.append(f"EMAIL in line {line.number}: {found.problem}")

    def not_held(self, card: ContactCard) -> list[str]:
        """Return the names of the properties with values that the card cannot store."""
        names = [
            name
            for name, lines in self.lines.items()
            if name not in _SUPPORTED | _METADATA and any(line.value.strip() for line in lines)
        ]
        if self.has_agent:
            names.append("AGENT")
        if len(self._all("PHOTO")) > (1 if card.picture else 0):
            names.append("PHOTO")
        if len({text for line in self._all("FN") if (text := read_text(line).strip())}) > 1:
            names.append("FN")
        more_names = {line.value.strip(" ;") for line in self._all("N")} - {""}
        if len(more_names) > 1 or any(part not in card.name for part in self._name()[2:]):
            names.append("N")
        if any(part.strip() for line in self._all("ADR") for part in read_values(line)[7:]):
            names.append("ADR")
        return names


def _url(line: ContentLine) -> str:
    text = read_text(line)
    return text if is_exact(line) else text.strip()
