"""Content lines of vCards (RFC 6350, 3.0 and 2.1): folding, groups, parameters, escapes, encodings."""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from sipgate_tools.formats._source import MAX_LINE, Lines, LineTooLong, rejoined

_FOLD_BYTES: Final = 75
_NAME: Final = re.compile(r"(?:([A-Za-z0-9_-]+)\.)?([A-Za-z0-9_-]+)")
# One parameter: a name with values that may be quoted, or (2.1) a bare type.
_PARAMETER: Final = re.compile(r';([^=;:",]*)(=(?:"[^"]*"|[^;:"]+|")*)?')
_PARAMETER_VALUE: Final = re.compile(r'"([^"]*)"|([^,"]+)')
_CARET: Final = {"^n": "\n", "^N": "\n", "^'": '"', "^^": "^"}
# What TEXT cannot hold: control characters other than tab and line feed, and halves of characters.
_UNTEXT: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_ESCAPE: Final = re.compile(r"\\([\\,;:nN])")


@dataclass(frozen=True, slots=True)
class Folded:
    """One unfolded line of a file and the number of its first line; `text` is `None` when it is too long."""

    number: int
    text: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A content line: `group.NAME;PARAM=value:value`, with names in upper case and the value as it stands."""

    number: int
    group: str
    name: str
    value: str
    parameters: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def get(self, parameter: str) -> str:
        """Return the first value of a parameter, or nothing."""
        values = self.parameters.get(parameter)
        return values[0] if values else ""


def unfold(lines: Lines) -> Iterator[Folded]:
    """Yield the lines of a file with the folded ones put together; empty lines are left out."""
    number, pieces, size = 0, list[str](), 0
    soft = False
    for line in _physical(lines):
        text = None if line is None else line.rstrip("\r\n")
        continued = soft or (text is not None and text[:1] in {" ", "\t"} and bool(pieces))
        if not continued and pieces:
            yield Folded(number, _whole(lines, pieces) if size <= MAX_LINE else None)
            pieces, size = [], 0
        if text is None:
            yield Folded(lines.number, None)
            soft = False
            continue
        if not pieces:
            number = lines.number
        piece = text if soft or not continued else text[1:]
        soft = _goes_on_softly(pieces, piece)
        if soft:
            piece = piece[:-1]
        size += len(piece)
        if size <= MAX_LINE and (piece or pieces):
            pieces.append(piece)
    if pieces:
        yield Folded(number, _whole(lines, pieces) if size <= MAX_LINE else None)


def _whole(lines: Lines, pieces: list[str]) -> str:
    text = "".join(pieces)
    return rejoined(text) if lines.encoding.startswith("utf-8") and len(pieces) > 1 else text


def _physical(lines: Lines) -> Iterator[str | None]:
    while True:
        try:
            yield next(lines)
        except LineTooLong:
            yield None
        except StopIteration:
            return


def _goes_on_softly(pieces: list[str], piece: str) -> bool:
    """Tell whether a line of quoted-printable (2.1) goes on in the next line: it ends with an equals sign."""
    if not piece.endswith("="):
        return False
    head = (pieces[0] if pieces else piece).partition(":")[0]
    return "QUOTED-PRINTABLE" in head.upper()


def parse_line(folded: Folded) -> Line | None:
    """Return the parts of an unfolded line, or `None` when it is not a content line."""
    text = folded.text
    found = _NAME.match(text) if text else None
    if text is None or found is None:
        return None
    parameters: dict[str, list[str]] = {}
    at = found.end()
    while at < len(text) and text[at] == ";":
        parameter = _PARAMETER.match(text, at)
        if parameter is None or parameter.end() == at:
            return None
        name, values = parameter[1].strip().upper(), parameter[2]
        if values is None:
            # 2.1: `TEL;CELL;WORK` and `PHOTO;BASE64` leave out what the parameter is called.
            parameters.setdefault(_bare(name), []).append(name)
        else:
            parameters.setdefault(name, []).extend(_parameter_values(values[1:]))
        at = parameter.end()
    if text[at : at + 1] != ":":
        return None
    return Line(folded.number, found[1] or "", found[2].upper(), text[at + 1 :], parameters)


def _bare(name: str) -> str:
    if name in {"BASE64", "B", "QUOTED-PRINTABLE", "8BIT", "7BIT"}:
        return "ENCODING"
    return "VALUE" if name in {"URL", "URI", "INLINE"} else "TYPE"


def _parameter_values(text: str) -> list[str]:
    values: list[str] = []
    for quoted, plain in _PARAMETER_VALUE.findall(text):
        # Some write TYPE="work,cell" with the quotes around the whole list; a comma is no part of a type.
        values.extend(part.strip() for part in (quoted or plain).split(",") if part.strip())
    return [re.sub(r"\^[nN'^]", lambda escape: _CARET[escape[0]], value) for value in values]


def decoded(line: Line) -> str:
    """Return the value of a line with quoted-printable (2.1) taken off."""
    if line.get("ENCODING").upper() != "QUOTED-PRINTABLE":
        return line.value
    octets = quopri.decodestring(line.value.encode("utf-8", "surrogateescape"))
    try:
        text = octets.decode(line.get("CHARSET") or "utf-8")
    except (LookupError, ValueError):
        text = octets.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\n", "\\n")


def base64_of(line: Line) -> str | None:
    """Return the value of a line in base64 without blanks, or `None` when it is no base64."""
    text = re.sub(r"\s+", "", line.value)
    try:
        binascii.a2b_base64(text, strict_mode=True)
    except (ValueError, binascii.Error):
        return None
    return text or None


def escape(text: str) -> str:
    """Return a text as the value of a line; what such a value cannot hold is left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _UNTEXT.sub("", text).replace("\\", "\\\\").replace("\n", "\\n")
    return text.replace(",", "\\,").replace(";", "\\;")


def unescape(text: str) -> str:
    """Return the text that a value stands for; a backslash before anything else stays."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def split(value: str, mark: str = ";") -> list[str]:
    """Split a value at the marks that are not escaped."""
    if "\\" not in value:
        return value.split(mark)
    pieces, start = list[str](), 0
    for found in re.finditer(rf"\\.|{mark}", value, re.DOTALL):
        if found[0] == mark:
            pieces.append(value[start : found.start()])
            start = found.end()
    return [*pieces, value[start:]]


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
