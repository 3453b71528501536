"""Removal of request values from responses, in which servers repeat them: in whole or in part, encoded or recased."""

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
_LAYERS: Final = 6  # of nested encoding
_PART: Final = 12
"""Length of the parts of a secret that are also removed, counted in compared characters."""
_BEGINNING: Final = 20
"""Length of the beginning of a secret that is also removed, including white space."""
_SHORT: Final = 4
"""Shorter secrets are removed only if they match exactly or as a whole word, so that other words stay intact."""
_IGNORED: Final = frozenset("+\\\"'/")
"""Characters that comparisons ignore, like white space, because encodings add them."""
_EXTENSION: Final = re.compile(r"[a-z]\d+")
_NUMBER: Final = re.compile(r"\+?\d[\d\s()/.-]{4,24}\d")
_BETWEEN: Final = r"[\s()/.-]*"
_ESCAPE: Final = re.compile(r"""\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([bfnrt"'\\/]))""")
_CONTROLS: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_LONG_REFERENCE: Final = re.compile(r"&#(?=\d{9})")  # no character; the library would raise an error
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def texts_of(request: Request[Any]) -> Iterator[str]:
    """Yield every string in a request that errors must not contain.

    These are the strings in the body and the query, and the telephone numbers in the path.
    """
    yield from _texts(request.json)
    yield from _texts(request.params)
    for segment in urlsplit(request.url).path.split("/"):
        if _NUMBER.fullmatch(plain := unquote(segment)):
            yield plain


def scrub(text: str, secret_texts: Iterable[str]) -> str:
    """Return a string without secrets, encoded secrets and parts of secrets. Extension ids are not removed.

    If a secret appears only after decoding (percent, HTML or JSON), the result is the decoded string without it.

    Args:
        text: The text of a response. For JSON, use `scrub_json`.
        secret_texts: The strings to remove. The national part of a telephone number is removed in any grouping.
    """
    return _Scrubber(secret_texts).scrub(text)


def scrub_json(content: Any, secret_texts: Iterable[str]) -> Any:
    """Return parsed JSON without secrets in its strings, keys and numbers.

    Args:
        content: The parsed JSON.
        secret_texts: The strings to remove; see `scrub`.

    Raises:
        RecursionError: The content is nested too deeply.
    """
    return _Scrubber(secret_texts).scrub_json(content)


class _Scrubber:
    """Removes secrets from strings, in time proportional to the length of the string."""

    def __init__(self, secret_texts: Iterable[str]) -> None:
        secrets = {one for one in secret_texts if len(one) > 1 and not _EXTENSION.fullmatch(one)}
        self._patterns: list[re.Pattern[str]] = []
        self._whole: set[str] = set()
        self._parts: set[str] = set()
        for secret in sorted(secrets, key=len, reverse=True):
            if _NUMBER.fullmatch(secret):
                self._patterns.append(_pattern(secret))
            for form in (*_layers(secret), *_layers(secret[:_BEGINNING])):
                compared = _compared(form)
                if len(compared) >= _PART:
                    self._parts.update(compared[at : at + _PART] for at in range(len(compared) - _PART + 1))
                elif len(compared) >= _SHORT:
                    self._whole.add(compared)
            if len(_compared(secret)) < _SHORT:
                self._patterns.append(_short_pattern(secret))

    def scrub(self, text: str) -> str:
        # The innermost text first: parts that are not encoded would be removed from the others, and the rest stay.
        for layer in reversed(_layers(text)):
            if (clean := self._remove(layer)) != layer:
                text = clean
                break
        spaced = text.replace("+", " ")
        return clean if (clean := self._remove(spaced)) != spaced else text

    def scrub_json(self, content: Any) -> Any:
        match content:
            case str():
                return self.scrub(content)
            case dict():
                items = cast("dict[str, Any]", content).items()
                return {self.scrub(name): self.scrub_json(value) for name, value in items}
            case list():
                return [self.scrub_json(value) for value in cast("list[Any]", content)]
            case int() | float() if not isinstance(content, bool):
                digits = json.dumps(content)
                return content if (clean := self.scrub(digits)) == digits else clean
            case _:
                return content

    def _remove(self, text: str) -> str:
        for pattern in self._patterns:
            text = pattern.sub(_MARK, text)
        compared = _compared(text)
        if not (found := self._ranges_of(compared)):
            return text
        places = [at for at, sign in enumerate(text) for _ in _compared(sign)]
        kept: list[str] = []
        end = 0
        for first, last in found:
            kept += [text[end : places[first]], _MARK]
            end = places[last] + 1
        return "".join([*kept, text[end:]])

    def _ranges_of(self, compared: str) -> list[tuple[int, int]]:
        """Return the first and last position of each secret part of a string, in order and without overlaps."""
        starts: list[tuple[int, int]] = []
        for whole in self._whole:
            at = compared.find(whole)
            while at >= 0:
                starts.append((at, at + len(whole) - 1))
                at = compared.find(whole, at + 1)
        if self._parts:
            starts += (
                (at, at + _PART - 1)
                for at in range(len(compared) - _PART + 1)
                if compared[at : at + _PART] in self._parts
            )
        found: list[tuple[int, int]] = []
        for first, last in sorted(starts):
            if found and first <= found[-1][1] + 1:
                found[-1] = (found[-1][0], max(last, found[-1][1]))
            else:
                found.append((first, last))
        return found


def _compared(text: str) -> str:
    """Return the characters of a string that comparisons consider, without differences in case."""
    return "".join(sign for sign in text if not sign.isspace() and sign not in _IGNORED).casefold()


def _short_pattern(secret: str) -> re.Pattern[str]:
    literal = re.escape(secret)
    return re.compile(rf"{literal}|(?i:(?<!\w){literal}(?!\w))")


def _pattern(number: str) -> re.Pattern[str]:
    digits = re.sub(r"\D", "", number)
    national = _national(number) or digits.lstrip("0") or digits
    country = digits[: -len(national)] if digits.endswith(national) else ""
    # Separators match after a plus or a digit only: otherwise every run of spaces would be searched repeatedly.
    before = rf"(?:(?:(?:\+|00){_BETWEEN})?{_BETWEEN.join(country)}{_BETWEEN})?" if country else r"\+?"
    return re.compile(before + r"(?:\(0\)\s*|0)?" + _BETWEEN.join(national))


def _national(number: str) -> str | None:
    import phonenumbers  # takes 0.1 s to import, and only errors need it

    try:
        found = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return None
    national = str(found.national_number)
    return national if len(national) >= 5 else None


def _layers(text: str) -> list[str]:
    """Return a string, and the strings that result from removing its nested encodings one after the other."""
    layers = [text]
    for _ in range(_LAYERS):
        plain = html.unescape(_LONG_REFERENCE.sub("& #", unquote(layers[-1])))
        plain = _ESCAPE.sub(_unescape, plain)
        if _SURROGATE.search(plain):
            plain = plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if plain == layers[-1]:
            break
        layers.append(plain)
    return layers


def _unescape(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _CONTROLS.get(escape[3], escape[3])


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in cast("Mapping[str, Any]", value).values():
            yield from _texts(part)
    elif isinstance(value, (list, tuple)):
        for part in cast("list[Any]", value):
            yield from _texts(part)
