"""Text that outsiders wrote, made harmless: it is data for the model, never part of what we say.

SMS, caller names, notes and transcriptions come from anyone who can dial a number. They keep their letters,
but lose what a reader cannot see (control characters, direction overrides, invisible tags) and everything
beyond a length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, cast

__all__ = [
    "LONG_TEXT",
    "SHORT_TEXT",
    "WHOLE_TEXT",
    "count_of",
    "escape_invisible",
    "mask_url",
    "one_line",
    "sanitize",
    "sanitize_tree",
]

SHORT_TEXT = 280
"""Characters of an outsider's text in a list."""

LONG_TEXT = 4000
"""Characters of an outsider's text where it is the thing that was asked for."""

WHOLE_TEXT = 20_000
"""The same where all of it was asked for: more than honest texts have, and less than a megabyte."""

_INVISIBLE = re.compile(
    "["
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, joiners, Arabic mark, fillers
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f"  # zero width, direction marks, overrides and isolates
    "\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\uffff"  # fillers, variation selectors but emoji's, specials
    "\ue000-\uf8ff\U000e0000-\U0010ffff"  # private use, tags (the usual smuggling), planes 15, 16
    "]"
)
_USERINFO = re.compile(r"(?i)(\bhttps?://)[^\s/@?#]*@")
_URL = re.compile(r"(?i)(\bhttps?://)\S*")
_MASKED = 2000
"""Characters of a text that URLs are looked for in."""

_SHOWN_URL = 400

# Every URL is consumed, with or without a query: a search that fails would begin again at each `https://`.
_QUERY = re.compile(r"(?i)(\bhttps?://[^\s?#]*+)([?#]\S*)?")


def sanitize(text: str, limit: int = SHORT_TEXT) -> str:
    """`text` without anything invisible, and cut to `limit` characters with a note that says so.

    Line breaks and tabs stay; other control characters and unpaired surrogates go.
    """
    # Cut first, generously: normalising a megabyte that is thrown away would be work for an attacker to
    # order.
    head = _harmless(text[: limit * 4 + 64])
    if len(head) <= limit and len(text) <= limit * 4 + 64:
        return head
    return f"{head[:limit].rstrip()}… [cut: {len(text)} characters in all]"


def _harmless(text: str) -> str:
    """Return `text` without anything invisible; line feeds and tabs stay."""
    head = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    head = _INVISIBLE.sub("", head)
    return "".join(c for c in head if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp"))


_SPACES = re.compile(r"[^\S\n]{9,}")
_LINE_FEEDS = re.compile(r"\n(?:[^\S\n]*\n){2,}")


def escape_invisible(text: str) -> str:
    """Return `text` with an escape for each character that a reader cannot see, a backslash and its number.

    For what is confirmed: what is read must be what is sent. Line feeds stay; of more than two in a row, and of long
    runs of spaces, the number is shown, so that nothing is pushed out of sight.
    """
    text = text.replace("\r\n", "\n")
    shown = "".join(
        _escaped(c) if _is_invisible(c) and not _joins_emoji(text, at) else c for at, c in enumerate(text)
    )
    shown = _SPACES.sub(lambda run: f" [{len(run[0])} spaces] ", shown)
    return _LINE_FEEDS.sub(lambda run: f"\n[{run[0].count(chr(10))} line feeds]\n", shown)


def one_line(text: str, limit: int = SHORT_TEXT) -> str:
    """Return `text` for one line of a question: `visible`, line feeds as escapes too, and cut to `limit` characters."""
    return _cut(escape_invisible(text[: 2 * limit]).replace("\n", "\\n"), text, limit)


def _cut(shown: str, text: str, limit: int) -> str:
    if len(shown) <= limit and len(text) <= 2 * limit:
        return shown
    return f"{shown[:limit]}… [cut: {len(text)} characters in all]"


def escape_invisible_tree(value: Any, limit: int = LONG_TEXT) -> Any:
    """Return the same JSON value with every text and every key in it as `visible` shows it, and cut."""
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
    return bool(_INVISIBLE.match(c)) or c == "\u2800" or unicodedata.category(c) in _UNSEEN


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def _joins_emoji(text: str, at: int) -> bool:
    """Whether a zero-width joiner stands between two emoji, as in a family: they are one sign together."""
    if text[at] != "\u200d" or not 0 < at < len(text) - 1:
        return False
    before = text[at - 1] if text[at - 1] != "\ufe0f" or at < 2 else text[at - 2]
    return all(unicodedata.category(c) in ("So", "Sk") for c in (before, text[at + 1]))


def _escaped(c: str) -> str:
    return {"\r": "\\r"}.get(c) or (f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}")


def count_of(number: int, one: str, several: str = "") -> str:
    """`1 contact`, `2 contacts`; `several` where the plural has more than an s."""
    return f"{number} {one if number == 1 else several or f'{one}s'}"


def sanitize_tree(value: Any, limit: int = LONG_TEXT) -> Any:
    """The same JSON value with every text and every key in it cleaned."""
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
    """Return `url` without what may be a secret in it: user and password, query and fragment.

    It is cut first, so that how long an outsider's text is does not decide how long looking takes; then cleaned, so
    that no invisible character hides a URL; then masked.
    """
    head = _harmless(url[:_MASKED])
    if len(url) > _MASKED:
        # Of a URL that is cut off nobody can tell whether a password ends behind the cut.
        head = _URL.sub(lambda url: f"{url[1]}…" if url.end() == len(head) else url[0], head)
    masked = _USERINFO.sub(r"\1…@", head)
    masked = _QUERY.sub(lambda url: f"{url[1]}?…" if url[2] else url[1], masked)
    if len(masked) <= _SHOWN_URL and len(url) <= _MASKED:
        return masked
    return f"{masked[:_SHOWN_URL].rstrip()}… [cut: {len(url)} characters in all]"
