"""Folding of vCards: long values in several lines, put together and divided."""

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
class Folded:
    """One unfolded line of a file and the number of its first line; `text` is `None` when it is too long."""

    number: int
    text: str | None


def unfold(lines: Lines) -> Iterator[Folded]:
    """Yield the lines of a file with the folded ones put together; empty lines are left out.

    Empty lines end nothing: some programs write one behind every line, or two line ends for one. So what goes on is
    seen by the next line that is not empty: it is indented, or follows a soft break of quoted-printable, or is
    nothing but base64 behind base64 (both of 2.1).
    """
    line = _Unfolding(lines)
    for text in _physical(lines):
        if text is None:
            yield from line.end()
            yield Folded(lines.number, None)
            continue
        bare = text.rstrip("\r\n")
        if not bare:
            continue
        if not line.goes_on_with(bare):
            yield from line.end()
            line.begin(lines.number, _without_mark(bare))
    yield from line.end()


@dataclass
class _Unfolding:
    """Puts together one folded line."""

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

    def goes_on_with(self, text: str) -> bool:
        """Take a line that belongs to this one."""
        if not self.pieces:
            return False
        if self.soft:
            # A soft break at the end of a card is none: the next person would be taken for its text.
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

    def end(self) -> Iterator[Folded]:
        """Yield the line, when there is one."""
        if self.pieces:
            whole = self._whole() if self.size <= MAX_LINE else None
            yield Folded(self.number, whole)
        self.pieces, self.soft = [], False

    def _whole(self) -> str:
        text = _without_soft_breaks(self.pieces) if self.quoted else "".join(self.pieces)
        utf_8 = self.lines.encoding.startswith("utf-8")
        return rejoined(text) if utf_8 and len(self.pieces) > 1 else text


def _without_soft_breaks(pieces: list[str]) -> str:
    """Join the lines of quoted-printable; a blank that only folding put before a line is taken off.

    Whether it did is not said anywhere. It did where every line has one, behind a line end in the text, and where
    the text writes its own blanks as `=20` (or has none).
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
    """Return a line without the mark of byte order that is between cards of joined files."""
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
    """Return a line with its line end, folded after at most 75 octets, never inside a character."""
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
