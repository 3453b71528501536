"""Reading contacts from vCards, card by card."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from sipgate_tools.errors import InvalidInput
from sipgate_tools.formats._numbers import check_region, read_numbers
from sipgate_tools.formats._source import CardSource, Lines, open_lines
from sipgate_tools.formats._vcard_items import (
    GUESSED,
    is_exact,
    read_photo,
    read_text,
    read_types,
    read_values,
)
from sipgate_tools.formats._vcard_lines import Line, decoded, parse_line, split, unescape, unfold
from sipgate_tools.formats._vcard_write import PRODUCT
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

_VERSIONS: Final = frozenset({"", "2.1", "3.0", "4.0"})
# What a file says about itself and not about the person. X-ABADR is the country code beside an address.
_SILENT: Final = frozenset(
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
_MAX_LINES: Final = 2000
"""Lines in one card; an END that somebody forgot must not gather a whole file."""


def read_vcards(
    source: CardSource, *, default_region: str = "DE", encoding: str | None = None
) -> Iterator[CardResult]:
    """Read the contacts of a vCard file (4.0, 3.0, 2.1), one result per card, holding one card in memory.

    Folded lines, escapes, groups with Apple's labels, types in all forms, `tel:` URIs, photos as data URI,
    base64 or URL, and quoted-printable are understood. A card is refused when it does not end, is of another
    version, has no name, is a group, or has telephone numbers of which none can be read; the others go on.

    Args:
        source: Text, bytes, the path of a file, or an open file (left open). A `str` is text.
        default_region: Region of numbers without a country code, such as `DE`.
        encoding: How bytes are text; found out when left out.

    Yields:
        `CardRead` or `CardRefused`, with the line in which the card begins. `not_held` names the properties
        that contacts cannot hold and the lines that cannot be read.

    Raises:
        InvalidInput: The file cannot be opened (on the first step), or there is no vCard in it (at its end).
    """
    region = check_region(default_region)
    found = False
    early: list[CardRefused] = []
    with open_lines(source, encoding) as lines:
        for each in _cards(lines):
            if isinstance(each, _Outside) and not found:
                # A refusal in a file of vCards, but nothing to speak of in a file of something else.
                early = [each.refused()]
                continue
            found = True
            yield from early
            early = []
            yield each.refused() if isinstance(each, _Outside) else _result(each, region)
    if not found:
        raise InvalidInput("There is no vCard in it.", hint="A vCard begins with the line BEGIN:VCARD.")


@dataclass(frozen=True)
class _Outside:
    line: int

    def refused(self) -> CardRefused:
        return CardRefused(self.line, "There is text outside of a vCard.")


def _result(card: _Card | CardRefused, region: str) -> CardResult:
    return card if isinstance(card, CardRefused) else card.result(region)


def _cards(lines: Lines) -> Iterator[_Card | CardRefused | _Outside]:
    """Yield what lies between BEGIN and END, and what is wrong with the order of these."""
    card: _Card | None = None
    inner = 0
    quiet = False
    for folded in unfold(lines):
        word = "".join((folded.text or "")[:20].split()).upper()
        if card is None:
            if word == "BEGIN:VCARD":
                card, inner, quiet = _Card(folded.number), 0, False
            elif not quiet and (folded.text is None or folded.text.strip()):
                quiet = True
                yield _Outside(folded.number)
        elif word == "BEGIN:VCARD" and card.expects_inner:
            inner += 1
        elif word == "BEGIN:VCARD":
            yield CardRefused(card.number, "The card does not end before the next one begins.")
            card = _Card(folded.number)
        elif word == "END:VCARD" and inner:
            inner -= 1
        elif word == "END:VCARD":
            yield card
            card = None
        elif not inner:
            card.take(folded.number, parse_line(folded), damaged=lines.is_damaged(folded.text or ""))
            if card.count > _MAX_LINES:
                yield CardRefused(card.number, f"The card does not end within {_MAX_LINES} lines.")
                card, quiet = None, True
    if card is not None:
        yield CardRefused(card.number, "The card does not end: END:VCARD is missing.")


@dataclass
class _Card:
    """Collects the lines of one card."""

    number: int
    count: int = 0
    lines: dict[str, list[Line]] = field(default_factory=dict[str, list[Line]])
    labels: dict[str, str] = field(default_factory=dict[str, str])
    unreadable: list[str] = field(default_factory=list[str])
    damaged: int = 0
    expects_inner: bool = False

    def take(self, number: int, line: Line | None, *, damaged: bool) -> None:
        """Put a line where its name says."""
        self.count += 1
        self.damaged = self.damaged or (number if damaged else 0)
        # AGENT of 2.1 and 3.0 may hold a whole card.
        self.expects_inner = line is not None and line.name == "AGENT" and not line.value.strip()
        if line is None:
            self.unreadable.append(f"line {number}: not a line of a vCard")
            return
        self.lines.setdefault(line.name, []).append(line)
        if line.name == "X-ABLABEL" and line.group:
            self.labels[line.group] = unescape(line.value)

    def result(self, region: str) -> CardResult:
        """Make a card of the lines, or say why not."""
        if self.damaged:
            said = f"Line {self.damaged} has bytes that are not text in the encoding of the file."
            return CardRefused(self.number, said)
        if self._text("VERSION").strip() not in _VERSIONS:
            return CardRefused(self.number, "Its version is none of 4.0, 3.0 and 2.1.", ("VERSION",))
        if "group" in {self._text(name).lower() for name in ("KIND", "X-ADDRESSBOOKSERVER-KIND")}:
            return CardRefused(self.number, "It is a group of contacts, not a contact.", ("KIND",))
        unread: list[str] = []
        card = self._card(region, unread)
        if unread and not card.numbers:
            return CardRefused(self.number, "None of its telephone numbers can be read.", ("TEL",))
        if not card.name.strip():
            said = "It has no name: neither FN nor N nor ORG says one."
            return CardRefused(self.number, said, ("FN",))
        return CardRead(self.number, card, (*self.not_held(card), *unread, *self.unreadable))

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
            emails=tuple(CardEmail(_address(line), self._types(line)) for line in self._all("EMAIL")),
            addresses=tuple(self._place(line) for line in self._all("ADR")),
            picture=next((photo for line in self._all("PHOTO") if (photo := read_photo(line))), None),
            note="\n".join(notes),
            websites=tuple(CardWebsite(_address(line), self._types(line)) for line in self._all("URL")),
            scope=self._text("X-SIPGATE-SCOPE"),
            id=self._text("X-SIPGATE-ID"),
        )

    def _all(self, name: str) -> list[Line]:
        return self.lines.get(name, [])

    def _text(self, name: str) -> str:
        return next((text for line in self._all(name) if (text := read_text(line))), "")

    def _types(self, line: Line) -> tuple[str, ...]:
        return read_types(line, self.labels.get(line.group, "") if line.group else "")

    def _name(self) -> list[str]:
        line = next(iter(self._all("N")), None)
        if line is None:
            return [""] * 5
        if is_exact(line):
            return (read_values(line) + [""] * 5)[:5]
        # Several additional names or titles are separated by commas.
        pieces = [[unescape(part) for part in split(each, ",")] for each in split(decoded(line))]
        return ([" ".join(parts) for parts in pieces] + [""] * 5)[:5]

    def _place(self, line: Line) -> CardAddress:
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

    def not_held(self, card: ContactCard) -> list[str]:
        """Name the properties that have a value and no place in the card."""
        whole = {"FN", "N", "ORG", "TEL", "EMAIL", "ADR", "URL", "NOTE", "X-SIPGATE-ID", "X-SIPGATE-SCOPE"}
        names = [
            name
            for name, lines in self.lines.items()
            if name not in whole | _SILENT | {"PHOTO", "KIND"} and any(line.value.strip() for line in lines)
        ]
        if len(self._all("PHOTO")) > (1 if card.picture else 0):
            names.append("PHOTO")
        if len({read_text(line) for line in self._all("FN")}) > 1:
            names.append("FN")
        if any(part not in card.name for part in self._name()[2:]):
            names.append("N")
        return names


def _address(line: Line) -> str:
    text = read_text(line)
    if is_exact(line):
        return text
    text = text.strip()
    return text[7:] if text.lower().startswith("mailto:") else text
