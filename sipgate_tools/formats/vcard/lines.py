"""Content lines of vCards (RFC 6350, 3.0 and 2.1): groups, parameters, escapes, encodings."""

from __future__ import annotations

import binascii
import quopri
import re
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from .folding import UnfoldedLine

_NAME: Final = re.compile(r"(?:([A-Za-z0-9_-]+)\.)?([A-Za-z0-9_-]+)")
# One parameter: a name with optionally quoted values, or (2.1) a bare type.
_PARAMETER: Final = re.compile(r';([^=;:",]*)(=(?:"[^"]*"|[^;:"]+|")*)?')
_PARAMETER_VALUE: Final = re.compile(r'"([^"]*)"|([^,"]+)')
_CARET: Final = {"^n": "\n", "^N": "\n", "^'": '"', "^^": "^"}
# Invalid in TEXT: control characters other than tab and line feed, and surrogates.
_UNTEXT: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_SURROGATES: Final = re.compile("[\udc80-\udcff]")
_COMPONENTS: Final = re.compile(r"\\.|;", re.DOTALL)
_LIST_ITEMS: Final = re.compile(r"\\.|,", re.DOTALL)
_ESCAPE: Final = re.compile(r"\\([\\,;:nN])")


@dataclass(frozen=True, slots=True)
class ContentLine:
    """A content line: `group.NAME;PARAM=value:value`, with names in upper case and the value unchanged."""

    number: int
    group: str
    name: str
    value: str
    parameters: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def get(self, parameter: str) -> str:
        """Return the first value of a parameter, or an empty string."""
        values = self.parameters.get(parameter)
        return values[0] if values else ""


def parse_line(folded: UnfoldedLine) -> ContentLine | None:
    """Return the parts of an unfolded line, or `None` if it is not a content line."""
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
            # 2.1: `TEL;CELL;WORK` and `PHOTO;BASE64` omit the name of the parameter.
            parameters.setdefault(_bare(name), []).append(name)
        else:
            parameters.setdefault(name, []).extend(_parameter_values(name, values[1:]))
        at = parameter.end()
    if text[at : at + 1] != ":":
        return None
    return ContentLine(folded.number, found[1] or "", found[2].upper(), text[at + 1 :], parameters)


def _bare(name: str) -> str:
    if name in {"BASE64", "B", "QUOTED-PRINTABLE", "8BIT", "7BIT"}:
        return "ENCODING"
    return "VALUE" if name in {"URL", "URI", "INLINE"} else "TYPE"


def _parameter_values(name: str, text: str) -> list[str]:
    values: list[str] = []
    for quoted, plain in _PARAMETER_VALUE.findall(text):
        # Some programs write TYPE="work,cell" with quotes around the whole list; types never contain a comma.
        values.extend(part.strip() for part in (quoted or plain).split(",") if part.strip())
    if name == "TYPE":
        # `TYPE=HOME\\,VOICE` and `TYPE=HOME,TYPE=VOICE`.
        values = [value.strip("\\ ").removeprefix("TYPE=").removeprefix("type=") for value in values]
    return [re.sub(r"\^[nN'^]", lambda escape: _CARET[escape[0]], value) for value in values if value]


def with_charset(line: ContentLine, encoding: str) -> ContentLine | None:
    """Return a line with its value decoded from the character set in its CHARSET parameter (2.1).

    The file was decoded as a whole, so the value is encoded again first. Quoted-printable is decoded later, because it
    is ASCII in all encodings. A value that cannot be decoded is returned unchanged, or as `None` if it contains bytes
    that are invalid in the encoding of the file.

    Args:
        line: The line.
        encoding: The encoding of the file, or `text` if the source was already decoded.
    """
    charset = line.get("CHARSET")
    if not charset or line.value.isascii() or encoding == "text":
        return line
    try:
        value = line.value.encode(encoding.removesuffix("-sig"), "surrogateescape").decode(charset)
    except (LookupError, ValueError):
        return None if has_surrogates(line.value) else line
    return replace(line, value=value)


def has_surrogates(text: str) -> bool:
    """Return whether a string contains bytes that are invalid in the encoding of the file."""
    return _SURROGATES.search(text) is not None


def decode_value(line: ContentLine) -> str:
    """Return the value of a line, decoded from quoted-printable or base64 (2.1)."""
    encoding = line.get("ENCODING").upper()
    if encoding == "QUOTED-PRINTABLE":
        octets = quopri.decodestring(line.value.encode("utf-8", "surrogateescape"))
    elif encoding in {"B", "BASE64"} and base64_of(line):
        octets = binascii.a2b_base64(line.value)
    else:
        return line.value
    try:
        text = octets.decode(line.get("CHARSET") or "utf-8")
    except (LookupError, ValueError):
        text = octets.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def without_controls(line: ContentLine) -> ContentLine:
    """Return a line with control characters removed from its decoded value, or the same line if it has none.

    A vertical tab is a line end in FileMaker and Outlook.
    """
    text = decode_value(line)
    if not _CONTROLS.search(text):
        return line
    value = _CONTROLS.sub("", text.replace("\x0b", "\\n"))
    rest = {name: values for name, values in line.parameters.items() if name not in {"ENCODING", "CHARSET"}}
    return replace(line, value=value, parameters=rest)


def is_decodable(line: ContentLine) -> bool:
    """Return whether `decode_value` can decode the whole value of a line."""
    if line.get("ENCODING").upper() in {"B", "BASE64"} and base64_of(line) is None:
        return False
    return "\ufffd" not in decode_value(line) or "\ufffd" in line.value


def base64_of(line: ContentLine) -> str | None:
    """Return the base64 value of a line without blanks, or `None` if it is not base64."""
    text = "".join(line.value.split())
    try:
        binascii.a2b_base64(text, strict_mode=True)
    except (ValueError, binascii.Error):
        return None
    return text or None


def escape(text: str) -> str:
    """Return a string as the escaped value of a line. Invalid characters are removed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _UNTEXT.sub("", text).replace("\\", "\\\\").replace("\n", "\\n")
    return text.replace(",", "\\,").replace(";", "\\;")


def unescape(text: str) -> str:
    """Return the unescaped value. A backslash that is not part of an escape sequence is kept."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def split(value: str, mark: Literal[";", ","] = ";") -> list[str]:
    """Return the parts of a value between unescaped separators."""
    if "\\" not in value:
        return value.split(mark)
    pieces, start = list[str](), 0
    for found in (_COMPONENTS if mark == ";" else _LIST_ITEMS).finditer(value):
        if found[0] == mark:
            pieces.append(value[start : found.start()])
            start = found.end()
    return [*pieces, value[start:]]
