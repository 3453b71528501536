"""Parses telephone numbers and extension ids."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from .dispatch.api_errors import bad_request

SHORTEST_INTERNATIONAL: Final = 10
"""A number with at least this many characters that starts with 1 to 9 is an international number without the plus."""
EXTENSION: Final = re.compile(r"([acefghipqrstvwxy])(0|[1-9]\d*)\Z")


@lru_cache(maxsize=4096)
def e164(text: str) -> str | None:
    """Return a telephone number in E.164, or None if it is not a possible number.

    A number without a country code is treated as German.
    """
    import phonenumbers  # start-up time: loads its metadata

    # The blank at the start of " 4930..." is an unescaped plus in a query.
    trimmed = text.strip()
    plus_was_lost = text.startswith(" ") or len(trimmed) >= SHORTEST_INTERNATIONAL
    spelled = f"+{trimmed}" if plus_was_lost and re.match(r"[1-9]\d{,14}\Z", trimmed) else trimmed
    try:
        number = phonenumbers.parse(spelled, "DE")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def number_in(text: str, field: str) -> str:
    """Return the telephone number in a field of a request body, in E.164.

    Raises:
        ApiError: 400, if `text` is not a possible telephone number.
    """
    number = e164(text)
    if number is None:
        raise bad_request("Not a valid phone number", f"/{field}")
    return number


def is_extension(text: str, letters: str) -> bool:
    """Return whether a string is an extension id, such as `e0`, that starts with one of `letters`."""
    match = EXTENSION.match(text)
    return match is not None and match[1] in letters
