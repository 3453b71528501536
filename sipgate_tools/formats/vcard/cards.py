"""Splits a vCard file into cards at BEGIN and END, and rejects misplaced lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from .._source import MAX_RECORD, Lines
from ..contact import CardRefused
from .folding import UnfoldedLine, unfold

MAX_LINES: Final = 2000
"""Maximum number of lines in one card, which prevents a missing END from collecting the whole file."""

_BEGIN: Final = "BEGIN:VCARD"
_END: Final = "END:VCARD"
_WORD: Final = 80
"""Number of characters at the start of a line that are searched for BEGIN and END."""


@dataclass
class RawCard:
    """The lines of one card, before decoding.

    Attributes:
        number: The number of the line in which the card begins.
        lines: The unfolded lines of the card without BEGIN, END and the lines of a nested card.
        has_agent: Whether the card contains a nested card (AGENT in 2.1 and 3.0).
        size: The number of characters in `lines`.
    """

    number: int
    lines: list[UnfoldedLine] = field(default_factory=list[UnfoldedLine])
    has_agent: bool = False
    size: int = 0

    def add(self, folded: UnfoldedLine) -> None:
        """Add a line."""
        self.lines.append(folded)
        self.size += len(folded.text or "")


@dataclass(frozen=True)
class Outside:
    """Text outside of any card, with the number of its first line."""

    line: int

    def to_refusal(self) -> CardRefused:
        """Return the `CardRefused` for this text."""
        return CardRefused(self.line, "There is text outside of a vCard.")


Part: TypeAlias = RawCard | CardRefused | Outside


def raw_cards(lines: Lines) -> Iterator[Part]:
    """Yield the cards of a file, and a `CardRefused` or an `Outside` for everything else."""
    divider = _CardSplitter()
    for folded in unfold(lines):
        for piece in _pieces(folded):
            yield from divider.add(piece)
    yield from divider.end()


def _pieces(folded: UnfoldedLine) -> Iterator[UnfoldedLine]:
    """Yield a line, or its parts if it joins two cards of concatenated files (`END:VCARDBEGIN:VCARD`)."""
    while _compact(folded).startswith(_END):
        rest = _behind(folded.text or "", _END)
        yield UnfoldedLine(folded.number, _END)
        rest = rest.strip().lstrip("\ufeff").strip()
        if not rest:
            return
        folded = UnfoldedLine(folded.number, rest)
    yield folded


def _compact(folded: UnfoldedLine) -> str:
    return "".join((folded.text or "")[:_WORD].split()).upper()


def _behind(text: str, word: str) -> str:
    """Return the text after the word at its start, ignoring blanks in the word."""
    left = len(word)
    for index, character in enumerate(text):
        if not left:
            return text[index:]
        left -= not character.isspace()
    return ""


@dataclass
class _CardSplitter:
    """State machine that assigns lines to cards."""

    card: RawCard | None = None
    depth: int = 0
    agent_lines: int = 0
    agent_next: bool = False
    quiet: bool = False

    def add(self, folded: UnfoldedLine) -> Iterator[Part]:
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

    def _outside(self, folded: UnfoldedLine, word: str) -> Iterator[Part]:
        if word == _BEGIN:
            self._begin(folded.number)
        elif not self.quiet and (folded.text is None or folded.text.strip()):
            self.quiet = True
            yield Outside(folded.number)

    def _line(self, card: RawCard, folded: UnfoldedLine, word: str) -> Iterator[Part]:
        name, _, value = word.partition(":")
        is_agent = name.partition(";")[0].rpartition(".")[2] == "AGENT"
        # AGENT of 2.1 may start its card in the same line.
        here = is_agent and value == _BEGIN
        self.agent_next = is_agent and not value
        if here:
            self.depth, card.has_agent = self.depth + 1, True
        elif self.depth:
            self.agent_lines += 1
        elif not self.agent_next:
            card.add(folded)
        if len(card.lines) + self.agent_lines > MAX_LINES or card.size > MAX_RECORD:
            reason = f"The card does not end within {MAX_LINES} lines or {MAX_RECORD} characters."
            yield CardRefused(card.number, reason)
            self.card, self.quiet = None, True

    def _begin(self, number: int) -> None:
        self.card, self.depth, self.agent_lines = RawCard(number), 0, 0
        self.agent_next, self.quiet = False, False

    def end(self) -> Iterator[Part]:
        """Yield a `CardRefused` if a card is not closed at the end of the file."""
        if self.card is not None:
            yield CardRefused(self.card.number, "The card does not end: END:VCARD is missing.")
