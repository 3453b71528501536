"""Reads and writes the vCard properties that contacts have.

Values that a property cannot represent (a carriage return, a type in capitals, an invalid number) are stored as JSON in
base64 in our own parameter `X-SIPGATE-EXACT`. The parameter is ignored if another program has changed the value of the
property.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from typing import Any, Final, cast

from .._labels import label_types
from .lines import ContentLine, base64_of, decode_value, escape, split, unescape

EXACT: Final = "X-SIPGATE-EXACT"
GUESSED: Final = "X-SIPGATE-GUESSED"
"""The parameter that marks an N property that was derived from the full name."""

_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
# Default types of numbers and addresses, which some phones and Apple write each time.
_IMPLIED: Final = frozenset({"voice", "internet"})
_URL: Final = re.compile(r"https?://[\x21-\x7e]+", re.IGNORECASE)
_DATA_URI: Final = re.compile(r"data:(image/[a-z0-9][a-z0-9.+-]*);base64,([A-Za-z0-9+/]+={0,2})")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")
# In 3.0, TYPE of a photo is its format; some programs write WORK or pref there.
_SUBTYPES: Final = {
    "jpg": "jpeg",
    "jpe": "jpeg",
    "tif": "tiff",
    "svg": "svg+xml",
    **{
        kind: kind
        for kind in ("jpeg", "png", "gif", "webp", "bmp", "tiff", "svg+xml", "heic", "heif", "avif")
    },
}
# The first base64 characters of common formats, for pictures without a declared format.
_MAGIC: Final = {"/9j/": "jpeg", "iVBORw0KGgo": "png", "R0lGOD": "gif", "UklGR": "webp", "Qk": "bmp"}


def property_line(
    name: str,
    values: Sequence[str],
    types: tuple[str, ...] = (),
    parameters: str = "",
    *,
    exact: bool = False,
) -> str:
    """Return a property line from which `read_values` and `read_types` restore the same values and types.

    Args:
        name: The name of the property, such as `ADR`.
        values: The components of the value; a single one for a property without components.
        types: The types of the value (`work`).
        parameters: Further parameters, each with a semicolon before it.
        exact: Whether to always add the exact values, for properties whose values are normalized when they are read.
    """
    plain = ";".join(map(escape, values))
    ordinary = len(set(types)) == len(types) and all(map(_TYPE.fullmatch, types))
    ordinary = ordinary and not _IMPLIED.intersection(types)
    valid_types = [kind for kind in types if _TYPE.fullmatch(kind)]
    if exact or not ordinary or list(values) != [unescape(each) for each in split(plain)]:
        content = json.dumps([list(values), list(types)], separators=(",", ":"))
        parameters += f";{EXACT}={base64.urlsafe_b64encode(content.encode()).decode().rstrip('=')}"
    kinds = f";TYPE={','.join(dict.fromkeys(valid_types))}" if valid_types else ""
    return f"{name}{kinds}{parameters}:{plain}"


def read_values(line: ContentLine) -> list[str]:
    """Return the components of a property's value."""
    exact = _exact(line)
    return exact[0] if exact else [unescape(part) for part in split(decode_value(line))]


def read_text(line: ContentLine) -> str:
    """Return the value of a property without components."""
    exact = _exact(line)
    return ";".join(exact[0]) if exact else unescape(decode_value(line))


def read_types(line: ContentLine, label: str = "") -> tuple[str, ...]:
    """Return the types of a value in lower case, with `pref` for PREF, followed by the types for a label."""
    exact = _exact(line)
    if exact:
        return exact[1]
    types = [kind.lower() for kind in line.parameters.get("TYPE", ()) if kind.lower() not in _IMPLIED]
    if "PREF" in line.parameters:
        types.append("pref")
    return tuple(dict.fromkeys([*types, *label_types(label)]))


def is_exact(line: ContentLine) -> bool:
    """Return whether the line has a valid `X-SIPGATE-EXACT`."""
    return _exact(line) is not None


def _exact(line: ContentLine) -> tuple[list[str], tuple[str, ...]] | None:
    token = line.get(EXACT)
    if not token:
        return None
    try:
        content: Any = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        values, types = cast("tuple[list[str], list[str]]", content)
        # Another program changed the value but kept the parameter: use the value.
        if ";".join(map(escape, values)) != line.value:
            return None
        return list(values), tuple(map(_text, types))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def photo_line(picture: str, version: str) -> str:
    """Return the PHOTO line for a picture: a URL, a data URI, base64, or any other string."""
    inline = _DATA_URI.fullmatch(picture)
    if inline and base64_of(ContentLine(0, "", "PHOTO", inline[2])):
        if version == "4.0":
            return f"PHOTO:{picture}"
        kind = inline[1].removeprefix("image/")
        if _SUBTYPES.get(kind) != kind:
            return property_line("PHOTO", [picture], parameters=";VALUE=text")
        return f"PHOTO;ENCODING=b;TYPE={kind.upper()}:{inline[2]}"
    if _URL.fullmatch(picture):
        return f"PHOTO{'' if version == '4.0' else ';VALUE=uri'}:{picture}"
    if _BASE64.fullmatch(picture) and base64_of(ContentLine(0, "", "PHOTO", picture)):
        return f"PHOTO;ENCODING=b;X-SIPGATE-FORM=base64:{picture}"
    return property_line("PHOTO", [picture], parameters=";VALUE=text")


def read_photo(line: ContentLine) -> str | None:
    """Return the picture in a PHOTO line as a URL or a data URI, or `None` if the line contains neither.

    A picture that this package wrote as base64 or as text is returned unchanged.
    """
    if line.get("VALUE").lower() == "text":
        return read_text(line) or None
    if line.get("ENCODING").upper() in {"B", "BASE64"}:
        encoded = base64_of(line)
        if encoded is None or line.get("X-SIPGATE-FORM"):
            return encoded
        media_types = [*line.parameters.get("MEDIATYPE", ()), *line.parameters.get("TYPE", ())]
        declared = (_SUBTYPES.get(kind.lower().removeprefix("image/")) for kind in media_types)
        detected = next((each for start, each in _MAGIC.items() if encoded.startswith(start)), "jpeg")
        kind = next(filter(None, declared), detected)
        return f"data:image/{kind};base64,{encoded}"
    value = line.value.strip()
    if _DATA_URI.fullmatch(value) or _URL.fullmatch(value):
        return value
    value = unescape(value)
    return value if _DATA_URI.fullmatch(value) or _URL.fullmatch(value) else None
