"""Cards of a vCard file: what lies between BEGIN and END, and what is wrong with the order of these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from .._source import MAX_RECORD, Lines
from ..contact import CardRefused
from .folding import Folded, unfold

MAX_LINES: Final = 2000
"""Lines in one card; an END that is missing must not gather a whole file."""

_BEGIN: Final = "BEGIN:VCARD"
_END: Final = "END:VCARD"
_WORD: Final = 80
"""Characters of a line in which BEGIN and END are looked for."""


@dataclass
class RawCard:
    """The lines of one card, not yet read.

    Attributes:
        number: The line in which it begins.
        lines: Its unfolded lines without BEGIN and END, and without those of a card inside of it.
        has_agent: Whether there is another card in it (AGENT of 2.1 and 3.0).
    """

    number: int
    lines: list[Folded] = field(default_factory=list[Folded])
    has_agent: bool = False
    size: int = 0

    def take(self, folded: Folded) -> None:
        """Add a line."""
        self.lines.append(folded)
        self.size += len(folded.text or "")


@dataclass(frozen=True)
class Outside:
    """Text that is not in a card."""

    line: int

    def refused(self) -> CardRefused:
        """Return it as a record that cannot be read."""
        return CardRefused(self.line, "There is text outside of a vCard.")


Part: TypeAlias = RawCard | CardRefused | Outside


def raw_cards(lines: Lines) -> Iterator[Part]:
    """Yield the cards of a file, and what is wrong between them."""
    divider = _Divider()
    for folded in unfold(lines):
        for piece in _pieces(folded):
            yield from divider.take(piece)
    yield from divider.end()


def _pieces(folded: Folded) -> Iterator[Folded]:
    """Yield a line, or the parts of one in which cards of joined files meet (`END:VCARDBEGIN:VCARD`)."""
    while _compact(folded).startswith(_END):
        rest = _behind(folded.text or "", _END)
        yield Folded(folded.number, _END)
        rest = rest.strip().lstrip("\ufeff").strip()
        if not rest:
            return
        folded = Folded(folded.number, rest)
    yield folded


def _compact(folded: Folded) -> str:
    return "".join((folded.text or "")[:_WORD].split()).upper()


def _behind(text: str, word: str) -> str:
    """Return what comes behind a word in a text that begins with it, blanks aside."""
    left = len(word)
    for place, character in enumerate(text):
        if not left:
            return text[place:]
        left -= not character.isspace()
    return ""


@dataclass
class _Divider:
    """Puts lines into cards."""

    card: RawCard | None = None
    depth: int = 0
    agent_lines: int = 0
    agent_next: bool = False
    quiet: bool = False

    def take(self, folded: Folded) -> Iterator[Part]:
        word = _compact(folded)
        card = self.card
        if card is None:
            yield from self._outside(folded, word)
        elif word == _BEGIN and self.agent_next:
            self.depth, self.agent_next, card.has_agent = self.depth + 1, False, True
        elif word == _BEGIN:
            yield CardRefused(card.number, "The card does not end before the next one begins.")
            self._begin(folded.number)
        elif word == _END and self.depth:
            self.depth, self.agent_next = self.depth - 1, False
        elif word == _END:
            yield card
            self.card = None
        else:
            yield from self._line(card, folded, word)

    def _outside(self, folded: Folded, word: str) -> Iterator[Part]:
        if word == _BEGIN:
            self._begin(folded.number)
        elif not self.quiet and (folded.text is None or folded.text.strip()):
            self.quiet = True
            yield Outside(folded.number)

    def _line(self, card: RawCard, folded: Folded, word: str) -> Iterator[Part]:
        name, _, value = word.partition(":")
        is_agent = name.partition(";")[0].rpartition(".")[2] == "AGENT"
        # AGENT of 2.1 may begin its card in the same line.
        here = is_agent and value == _BEGIN
        self.agent_next = is_agent and not value
        if here:
            self.depth, card.has_agent = self.depth + 1, True
        elif self.depth:
            self.agent_lines += 1
        elif not self.agent_next:
            card.take(folded)
        if len(card.lines) + self.agent_lines > MAX_LINES or card.size > MAX_RECORD:
            said = f"The card does not end within {MAX_LINES} lines or {MAX_RECORD} characters."
            yield CardRefused(card.number, said)
            self.card, self.quiet = None, True

    def _begin(self, number: int) -> None:
        self.card, self.depth, self.agent_lines = RawCard(number), 0, 0
        self.agent_next, self.quiet = False, False

    def end(self) -> Iterator[Part]:
        """Yield what is open at the end of the file."""
        if self.card is not None:
            yield CardRefused(self.card.number, "The card does not end: END:VCARD is missing.")
