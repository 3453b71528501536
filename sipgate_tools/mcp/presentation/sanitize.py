"""Sanitize text from outsiders, which is data for the model and never an instruction.

SMS, caller names, notes and transcriptions can come from anyone who can dial a number. Invisible characters (control
characters, direction overrides, tags) are removed, and the length is limited.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Final, cast

SHORT_TEXT: Final = 280
"""The maximum length in characters of an outsider's text in a list."""

LONG_TEXT: Final = 4000
"""The maximum length in characters in the result of a request for a single item."""

WHOLE_TEXT: Final = 20_000
"""The maximum length in characters with `detail="full"`, which is longer than real texts but far below a megabyte."""

_INVISIBLE: Final = re.compile(
    "["
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, joiners, Arabic mark, fillers
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f"  # zero width, direction marks, overrides and isolates
    "\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\uffff"  # fillers, variation selectors but emoji's, specials
    "\ue000-\uf8ff\U000e0000-\U0010ffff"  # private use, tags (the usual smuggling), planes 15, 16
    "]"
)
_USERINFO: Final = re.compile(r"(?i)(\bhttps?://)[^\s/@?#]*@")
_URL: Final = re.compile(r"(?i)(\bhttps?://)\S*")
_MASKED_LENGTH: Final = 2000
"""The number of characters of a string that are searched for URLs."""

_URL_LENGTH: Final = 400

# The pattern also matches URLs without a query: a failing search would restart at each `https://`.
_QUERY: Final = re.compile(r"(?i)(\bhttps?://[^\s?#]*+)([?#]\S*)?")


def sanitize(text: str, limit: int = SHORT_TEXT) -> str:
    """Return `text` without invisible characters.

    A text of more than `limit` characters is cut, and a note with its original length is appended. Tabs are preserved,
    and line breaks become line feeds. Other control characters and lone surrogates are removed. The result is
    NFC-normalized.
    """
    # Cut before normalizing, so that a string of several megabytes takes no longer.
    head = _strip_invisible(text[: limit * 4 + 64])
    if len(head) <= limit and len(text) <= limit * 4 + 64:
        return head
    return f"{head[:limit].rstrip()}… [cut: {len(text)} characters in all]"


def _strip_invisible(text: str) -> str:
    """Return `text` without invisible characters, except line feeds and tabs."""
    head = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    head = _INVISIBLE.sub("", head)
    return "".join(c for c in head if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp"))


_SPACES: Final = re.compile(r"[^\S\n]{9,}")
_LINE_FEEDS: Final = re.compile(r"\n(?:[^\S\n]*\n){2,}")


def escape_invisible(text: str) -> str:
    r"""Return `text` with each invisible character as an escape such as `\u200b`.

    Used in confirmations, where the displayed text must be the text that is sent. Line feeds stay, but more than two in
    a row, and long runs of spaces, are replaced by their number, so that they cannot push text out of sight.
    """
    text = text.replace("\r\n", "\n")
    escaped = "".join(
        _escape(c) if _is_invisible(c) and not _joins_emoji(text, at) else c for at, c in enumerate(text)
    )
    escaped = _SPACES.sub(lambda run: f" [{len(run[0])} spaces] ", escaped)
    return _LINE_FEEDS.sub(lambda run: f"\n[{run[0].count(chr(10))} line feeds]\n", escaped)


def one_line(text: str, limit: int = SHORT_TEXT) -> str:
    """Return `text` for one line of a question, with invisible characters escaped, cut to `limit` characters."""
    return _cut(escape_invisible(text[: 2 * limit]).replace("\n", "\\n"), text, limit)


def _cut(escaped_text: str, text: str, limit: int) -> str:
    if len(escaped_text) <= limit and len(text) <= 2 * limit:
        return escaped_text
    return f"{escaped_text[:limit]}… [cut: {len(text)} characters in all]"


def escape_invisible_tree(value: Any, limit: int = LONG_TEXT) -> Any:
    """Return a JSON value with invisible characters escaped, strings cut to `limit`, and keys cut to 80 characters."""
    if isinstance(value, str):
        return _cut(escape_invisible(value[: 2 * limit]), value, limit)
    if isinstance(value, Mapping):
        held = cast("Mapping[Any, Any]", value)
        return {one_line(str(key), 80): escape_invisible_tree(item, limit) for key, item in held.items()}
    if isinstance(value, list | tuple):
        return [escape_invisible_tree(item, limit) for item in cast("list[Any]", value)]
    return value


def _is_invisible(c: str) -> bool:
    if c in "\n\t":
        return False
    return bool(_INVISIBLE.match(c)) or c == "\u2800" or unicodedata.category(c) in _INVISIBLE_CATEGORIES


_INVISIBLE_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def _joins_emoji(text: str, at: int) -> bool:
    """Return whether the character at index `at` is a zero-width joiner between two emoji, as in a family."""
    if text[at] != "\u200d" or not 0 < at < len(text) - 1:
        return False
    before = text[at - 1] if text[at - 1] != "\ufe0f" or at < 2 else text[at - 2]
    return all(unicodedata.category(c) in ("So", "Sk") for c in (before, text[at + 1]))


def _escape(c: str) -> str:
    return {"\r": "\\r"}.get(c) or (f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}")


def count_of(number: int, one: str, several: str = "") -> str:
    """Return a number with a noun, such as `2 contacts`. `several` is an irregular plural."""
    return f"{number} {one if number == 1 else several or f'{one}s'}"


def sanitize_tree(value: Any, limit: int = LONG_TEXT) -> Any:
    """Return a JSON value with all strings and keys sanitized."""
    if isinstance(value, str):
        return sanitize(value, limit)
    if isinstance(value, Mapping):
        return {
            sanitize(str(key), 80): sanitize_tree(item, limit)
            for key, item in cast("Mapping[Any, Any]", value).items()
        }
    if isinstance(value, list | tuple):
        return [sanitize_tree(item, limit) for item in cast("list[Any]", value)]
    return value


def mask_url(url: str) -> str:
    """Return `url` without the parts that can be secret: user, password, query and fragment.

    The string is first cut to limit the time of the search, then sanitized so that invisible characters cannot hide a
    URL, and then masked.
    """
    head = _strip_invisible(url[:_MASKED_LENGTH])
    if len(url) > _MASKED_LENGTH:
        # A URL at the cut may contain a password whose end was cut off.
        head = _URL.sub(lambda url: f"{url[1]}…" if url.end() == len(head) else url[0], head)
    masked = _USERINFO.sub(r"\1…@", head)
    masked = _QUERY.sub(lambda url: f"{url[1]}?…" if url[2] else url[1], masked)
    if len(masked) <= _URL_LENGTH and len(url) <= _MASKED_LENGTH:
        return masked
    return f"{masked[:_URL_LENGTH].rstrip()}… [cut: {len(url)} characters in all]"
