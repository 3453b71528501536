"""Telephone numbers as the sandbox reads them."""

from __future__ import annotations

import re
from functools import lru_cache

from .dispatch.api_errors import bad_request

SHORTEST_INTERNATIONAL = 10
"""From so many digits on, a number that begins with 1 to 9 has its country code in front, without the plus."""
EXTENSION = re.compile(r"([acefghipqrstvwxy])(0|[1-9]\d*)\Z")


@lru_cache(maxsize=4096)
def e164(text: str) -> str | None:
    """A number in E.164, read in Germany when it has no country code; None when it cannot be a number."""
    import phonenumbers

    # The blank at the start of " 4930..." was a plus that nobody escaped in a query.
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
    """A number from a request body, in E.164.

    Raises:
        Refusal: 400.
    """
    number = e164(text)
    if number is None:
        raise bad_request("Not a valid phone number", f"/{field}")
    return number


def is_extension(text: str, letters: str) -> bool:
    """Whether a text is an extension id with one of these letters, such as `e0`."""
    match = EXTENSION.match(text)
    return match is not None and match[1] in letters
