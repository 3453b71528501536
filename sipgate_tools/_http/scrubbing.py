"""Removal of the request's values from responses: servers repeat them, literally or with more encoding."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from sipgate_api.types import Request

_MARK: Final = "[...]"
_LAYERS: Final = 4  # of nested encoding
_EXTENSION: Final = re.compile(r"[a-z]\d+")
_NUMBER: Final = re.compile(r"\+?\d[\d\s()/.-]{4,24}\d")
_BETWEEN: Final = r"[\s()/.-]*"
_ESCAPED: Final = re.compile(r"\\u([0-9a-fA-F]{4})")


def texts_of(request: Request[Any]) -> Iterator[str]:
    """Yield every text of a request that an error must not contain: body, query, and telephone numbers in the path."""
    yield from _texts(request.json)
    yield from _texts(request.params)
    for segment in urlsplit(request.url).path.split("/"):
        if _NUMBER.fullmatch(plain := unquote(segment)):
            yield plain


def scrub(text: str, secret_texts: Iterable[str]) -> str:
    """Return a text without secrets, encoded ones included; extension ids are kept.

    If a secret appears only after decoding (percent, HTML, JSON), the decoded text is returned without it.

    Args:
        text: Body of a response.
        secret_texts: Texts to remove; of telephone numbers, the national part is found in any grouping.
    """
    secrets = [one for one in set(secret_texts) if len(one) > 1 and not _EXTENSION.fullmatch(one)]
    patterns = [_pattern(one) for one in sorted(secrets, key=len, reverse=True)]
    for pattern in patterns:
        text = pattern.sub(_MARK, text)
    for spaced in (text, text.replace("+", " ")):
        plain = _decoded(spaced)
        if any(pattern.search(plain) for pattern in patterns):
            text = plain
            for pattern in patterns:
                text = pattern.sub(_MARK, text)
    return text


def _pattern(secret: str) -> re.Pattern[str]:
    if _NUMBER.fullmatch(secret):
        digits = re.sub(r"\D", "", secret)
        national = _national(secret) or digits.lstrip("0") or digits
        country = digits[: -len(national)] if digits.endswith(national) else ""
        # Separators match after a plus or a digit only: otherwise every run of spaces would be searched repeatedly.
        before = rf"(?:(?:(?:\+|00){_BETWEEN})?{_BETWEEN.join(country)}{_BETWEEN})?" if country else r"\+?"
        return re.compile(before + r"(?:\(0\)\s*|0)?" + _BETWEEN.join(national))
    forms = {secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    return re.compile("|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)))


def _national(number: str) -> str | None:
    import phonenumbers  # takes 0.1 s to import, and only errors need it

    try:
        found = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return None
    national = str(found.national_number)
    return national if len(national) >= 5 else None


def _decoded(text: str) -> str:
    """Return a text with its nested encodings removed."""
    for _ in range(_LAYERS):
        plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), html.unescape(unquote(text)))
        plain = plain.replace("\\/", "/").replace('\\"', '"')
        if plain == text:
            break
        text = plain
    return text


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in cast("Mapping[str, Any]", value).values():
            yield from _texts(part)
    elif isinstance(value, (list, tuple)):
        for part in cast("list[Any]", value):
            yield from _texts(part)
