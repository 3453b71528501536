"""Folding and unfolding of vCard lines: a long value spans several lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from .._source import MAX_LINE, Lines, LineTooLong, rejoined

_FOLD_BYTES: Final = 75
_BOUNDARY: Final = re.compile(r"\s*(?:BEGIN|END)\s*:\s*VCARD", re.IGNORECASE)
_ENCODED: Final = re.compile(r"[;=](?:BASE64|B)(?:;|$)")
_BASE64_ONLY: Final = re.compile(r"[A-Za-z0-9+/]+={0,2}\s*")


@dataclass(frozen=True, slots=True)
class UnfoldedLine:
    """One unfolded line of a file.

    Attributes:
        number: The number of the line in which it begins, from 1.
        text: The unfolded text, or `None` if the line is longer than `MAX_LINE`.
    """

    number: int
    text: str | None


def unfold(lines: Lines) -> Iterator[UnfoldedLine]:
    """Yield the unfolded lines of a file without empty lines.

    Empty lines do not end a folded line, because some programs write one after every line. A line is a continuation if
    it is indented. In version 2.1, a line is also a continuation if it follows a soft line break in quoted-printable
    text, or if both the line and the value before it are base64.
    """
    line = _Unfolding(lines)
    for text in _physical(lines):
        if text is None:
            yield from line.end()
            yield UnfoldedLine(lines.number, None)
            continue
        bare = text.rstrip("\r\n")
        if not bare:
            continue
        if not line.try_append(bare):
            yield from line.end()
            line.begin(lines.number, _without_mark(bare))
    yield from line.end()


@dataclass
class _Unfolding:
    """Builder of one unfolded line."""

    lines: Lines
    number: int = 0
    size: int = 0
    pieces: list[str] = field(default_factory=list[str])
    soft: bool = False
    quoted: bool = False
    encoded: bool = False

    def begin(self, number: int, text: str) -> None:
        head = text.partition(":")[0].upper()
        self.number, self.size, self.pieces = number, len(text), [text]
        self.quoted = "QUOTED-PRINTABLE" in head
        self.encoded = _ENCODED.search(head) is not None
        self.soft = self.quoted and text.endswith("=")

    def try_append(self, text: str) -> bool:
        """Append a line if it is a continuation, and return whether it is one."""
        if not self.pieces:
            return False
        if self.soft:
            # Not a soft line break at the end of a card: the next card must not become its text.
            if _BOUNDARY.match(text):
                return False
            self.soft = text.endswith("=")
        elif text[0] in " \t":
            text = text[1:]
            self.soft = self.quoted and text.endswith("=")
        elif not self.encoded or not _BASE64_ONLY.fullmatch(text):
            return False
        self.size += len(text)
        if self.size <= MAX_LINE:
            self.pieces.append(text)
        return True

    def end(self) -> Iterator[UnfoldedLine]:
        """Yield the unfolded line, if there is one."""
        if self.pieces:
            whole = self._whole() if self.size <= MAX_LINE else None
            yield UnfoldedLine(self.number, whole)
        self.pieces, self.soft = [], False

    def _whole(self) -> str:
        text = _without_soft_breaks(self.pieces) if self.quoted else "".join(self.pieces)
        utf_8 = self.lines.encoding.startswith("utf-8")
        return rejoined(text) if utf_8 and len(self.pieces) > 1 else text


def _without_soft_breaks(pieces: list[str]) -> str:
    """Join lines of quoted-printable text, without the blanks that folding added before continuations.

    A blank is assumed to come from folding if every line has one, if it follows a line end in the text, or if the text
    encodes its own blanks as `=20` (or has none).
    """
    soft = [before.endswith("=") for before in pieces[:-1]]
    behind = [after for after, broken in zip(pieces[1:], soft, strict=True) if broken]
    all_folded = len(behind) > 1 and all(after[:1] in {" ", "\t"} for after in behind)
    values = (pieces[0].partition(":")[2], *pieces[1:])
    encodes = any("=20" in value for value in values) or not any(" " in value.strip() for value in values)
    joined = [pieces[0]]
    for before, after, broken in zip(pieces, pieces[1:], soft, strict=False):
        if not broken:
            joined.append(after)
            continue
        joined[-1] = joined[-1][:-1]
        line_end = before[-4:-1].upper() in {"=0A", "=0D"}
        folding = all_folded or line_end or (encodes and after[1:2] == "=")
        blank = after[:1] == "\t" or (after[:1] == " " and folding)
        joined.append(after[1:] if blank else after)
    return "".join(joined).removesuffix("=")


def _without_mark(text: str) -> str:
    """Return a line without the byte order mark that separates the cards of concatenated files."""
    bare = text.lstrip("\ufeff")
    return bare if _BOUNDARY.match(bare) else text


def _physical(lines: Lines) -> Iterator[str | None]:
    while True:
        try:
            yield next(lines)
        except LineTooLong:
            yield None
        except StopIteration:
            return


def fold(line: str) -> str:
    """Return a line folded after at most 75 bytes of UTF-8, never inside a character, with line ends."""
    if len(line) * 4 <= _FOLD_BYTES or (line.isascii() and len(line) <= _FOLD_BYTES):
        return line + "\r\n"
    pieces, octets, size = list[str](), line.encode("utf-8", "replace"), 0
    room = _FOLD_BYTES
    while size < len(octets):
        end = min(size + room, len(octets))
        while end < len(octets) and octets[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(octets[size:end].decode())
        size, room = end, _FOLD_BYTES - 1
    return "\r\n ".join(pieces) + "\r\n"
