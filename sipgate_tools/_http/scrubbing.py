"""Taking out of a server's answer what the request said: servers repeat it, as it was or encoded once more."""

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
_LAYERS: Final = 4  # of encoding, one over the other
_EXTENSION: Final = re.compile(r"[a-z]\d+")
_NUMBER: Final = re.compile(r"\+?\d[\d\s()/.-]{4,24}\d")
_BETWEEN: Final = r"[\s()/.-]*"
_ESCAPED: Final = re.compile(r"\\u([0-9a-fA-F]{4})")


def texts_of(request: Request[Any]) -> Iterator[str]:
    """Yield every text of a request that an error must not repeat: body, query, and numbers in the path."""
    yield from _texts(request.json)
    yield from _texts(request.params)
    for segment in urlsplit(request.url).path.split("/"):
        if _NUMBER.fullmatch(plain := unquote(segment)):
            yield plain


def scrub(text: str, secret_texts: Iterable[str]) -> str:
    """Return a text in which secrets are not repeated, also not encoded (ids of extensions may stay).

    Where a secret shows only after decoding (percent, HTML, JSON), the decoded text is what is returned, scrubbed.

    Args:
        text: What a server answered.
        secret_texts: What to take out. Of telephone numbers, the national part is enough, however it is grouped.
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
        # Signs between digits count behind a plus or a digit only: every run of blanks would be searched again and
        # again.
        before = rf"(?:(?:(?:\+|00){_BETWEEN})?{_BETWEEN.join(country)}{_BETWEEN})?" if country else r"\+?"
        return re.compile(before + r"(?:\(0\)\s*|0)?" + _BETWEEN.join(national))
    forms = {secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    return re.compile("|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)))


def _national(number: str) -> str | None:
    import phonenumbers  # 0.1 s of import that only an error needs

    try:
        found = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return None
    national = str(found.national_number)
    return national if len(national) >= 5 else None


def _decoded(text: str) -> str:
    """Return a text without its layers of encoding."""
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
