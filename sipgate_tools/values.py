"""Validation and conversion of values: telephone numbers, extension ids, URLs, times, money, open enums.

Each function takes a value as a person may write it and returns the form that the API expects, or raises
`InvalidInput` with a hint that describes the accepted form. Nothing here does I/O.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final, Self, TypeVar, cast
from urllib.parse import urlsplit

from sipgate_tools.errors import InvalidInput
from sipgate_tools.phone_numbers import NUMBER_HINT, e164, plus_and_digits

T = TypeVar("T")

EXTENSION_KINDS: Final = {
    "a": "application",
    "c": "conference room",
    "e": "VoIP device",
    "f": "fax",
    "g": "group",
    "h": "IVR",
    "i": "SIM",
    "p": "phoneline",
    "q": "queue",
    "r": "callthrough",
    "s": "SMS",
    "t": "trunk",
    "v": "voicemail",
    "w": "user",
    "x": "external phone",
    "y": "mobile phone",
}
"""Meaning of the letter that an extension id begins with."""

_EXTENSION: Final = re.compile(r"([a-z])(0|[1-9][0-9]*)", re.ASCII)
_HOST_LABEL: Final = re.compile(r"[A-Za-z0-9_-]{1,63}")
_DTMF: Final = re.compile(r"[0-9A-D#*]+", re.ASCII)
_ID: Final = re.compile(r"[A-Za-z0-9._~:@+-]+", re.ASCII)
_MAX_DIGITS: Final = 17
_MAX_URL_CHARACTERS: Final = 8000
_TEN_THOUSANDTHS: Final = Decimal(10_000)


class OpenEnum(StrEnum):
    """An enum that sipgate may extend: an unknown value becomes a new member."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        return member


def phone_number(text: str, *, argument: str = "phone number", plus_optional: bool = False) -> str:
    """Return a telephone number as E.164 (`+4915799912345`), the form in which numbers are compared, shown and sent.

    Anything but digits and common separators is rejected, letters and extensions included: keypad letters (`(Anna)`),
    a typed `O` or `App. 12` would turn it into a different number. The function is idempotent.

    Args:
        text: The number with `+` or `00` and its country code, also as a `tel:` URI without parameters. Spaces,
            hyphens, dots, slashes and brackets may separate the digits; a national prefix in brackets
            (`+49 (0) 151`) is dropped; digits may be of any writing system, but not of several.
        argument: Name of the number in errors.
        plus_optional: Whether it may also begin with its country code alone, a form that sipgate uses in some places
            (`4915799912345`).

    Raises:
        InvalidInput: It is not such a number, or has more or fewer digits than its country allows.
    """
    required_text(text, argument=argument, hint=NUMBER_HINT)
    return e164(text, argument, plus_optional=plus_optional)


def phone_number_part(text: str, *, argument: str = "phone number") -> str:
    """Return a search term for telephone numbers: E.164 for a complete number, otherwise its digits.

    Args:
        text: A complete number as `phone_number` takes it, a national one, or 2 to 17 digits of one.
        argument: Name of the number in errors.

    Raises:
        InvalidInput: It contains characters that telephone numbers do not have, or too few or too many digits.
    """
    hint = "Write it like +4915799912345 or 015799912345."
    plus, digits = plus_and_digits(required_text(text, argument=argument, hint=hint), argument, hint)
    if not 2 <= len(digits) <= _MAX_DIGITS:
        raise InvalidInput(f"The {argument} is not a telephone number or a part of one.", hint=hint)
    if not plus and not digits.startswith("00"):
        return digits
    try:
        return e164(text, argument)
    except InvalidInput:
        country = digits if plus else digits[2:]
        if not country or country.startswith("0"):
            raise
        return f"+{country}"


def same_phone_number(received: str | None, number: str) -> bool:
    """Return whether a number from sipgate, in whatever notation, equals another one.

    Args:
        received: Such as `4915799912345`, `+49 1579 9912345`, or a text that is not a number.
        number: As `phone_number` returns it.
    """
    if received == number:
        return True
    try:
        return received is not None and phone_number(received, plus_optional=True) == number
    except InvalidInput:
        return False


def extension_id(text: str, kinds: Iterable[str] = tuple(EXTENSION_KINDS), *, argument: str) -> str:
    """Return an extension id (`p0`, `e12`) if it is of one of the kinds (letters of `EXTENSION_KINDS`).

    Raises:
        InvalidInput: It is not a letter and a number without leading zeros, or it is of another kind.
    """
    allowed = tuple(kinds)
    required_text(text, argument=argument, hint=f"Give a text such as {allowed[0]}0.")
    found = _EXTENSION.fullmatch(text)
    if found is None or found[1] not in allowed:
        names = ", ".join(f"{letter} ({EXTENSION_KINDS[letter]})" for letter in allowed)
        raise InvalidInput(
            f"{argument} is not an extension id of a kind that is allowed here.",
            hint=f"Give a letter and a number without leading zeros, such as {allowed[0]}0; letters: {names}.",
        )
    return text


def identifier(text: str, *, argument: str) -> str:
    """Return an id (of an entry, call, contact or channel) after checking that it is safe as a part of a path.

    Raises:
        InvalidInput: It is empty or contains characters that sipgate's ids do not have.
    """
    required_text(text, argument=argument, hint="Use the id exactly as the API returned it.")
    if not _ID.fullmatch(text) or text in {".", ".."}:
        raise InvalidInput(f"{argument} is not an id.", hint="Use the id exactly as the API returned it.")
    return text


def dtmf_sequence(text: str) -> str:
    """Return DTMF digits in upper case: one or more of `0-9 A-D # *`.

    Raises:
        InvalidInput: It is empty or contains other characters.
    """
    required_text(text, argument="DTMF sequence", hint="Use one or more of 0-9, A-D, # and *.")
    digits = text.upper()
    if not _DTMF.fullmatch(digits):
        raise InvalidInput("The DTMF sequence is not valid.", hint="Use one or more of 0-9, A-D, # and *.")
    return digits


def is_unicode(text: str) -> bool:
    """Return whether a text can be encoded as UTF-8: a text with a lone surrogate cannot.

    A function of its own, because the exception that Python raises contains the whole text.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def web_url(text: str, *, argument: str) -> str:
    """Return a URL after checking that it starts with `http://` or `https://` and has a valid host.

    Raises:
        InvalidInput: It is not such a URL, or is longer than 8,000 characters. The error does not contain the URL,
            which may include a password.
    """
    hint = "It must start with http:// or https:// and contain a host."
    required_text(text, argument=argument, hint=hint)
    if len(text) > _MAX_URL_CHARACTERS:
        raise InvalidInput(
            f"The {argument} is too long: it has {len(text)} characters, and servers accept {_MAX_URL_CHARACTERS}."
        )
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and _is_host(parts.hostname) and parts.port != 0
        # Some versions of Python ignore what is between the brackets of an IPv6 address and its port.
        behind = parts.netloc.rpartition("]")[2]
        usable = usable and ("]" not in parts.netloc or not behind or behind.startswith(":"))
    except ValueError:  # a port above 65535, an unbalanced bracket
        usable = False
    if not usable or not all(character.isprintable() and not character.isspace() for character in text):
        raise InvalidInput(f"The {argument} is not a usable URL.", hint=hint)
    return text


def _is_host(name: str | None) -> bool:
    """Return whether a text can be the host of a URL: a name with labels of at most 63 characters, or an address."""
    if not name:
        return False
    if ":" in name:
        ipaddress.IPv6Address(name)  # raises ValueError
        return True
    # An international name is checked in its encoded form; UnicodeError is a ValueError.
    plain = name.encode("idna").decode("ascii").removesuffix(".")
    return len(plain) <= 253 and all(_HOST_LABEL.fullmatch(label) for label in plain.split("."))


def redacted_url(url: str) -> str:
    """Return scheme, host and port of a URL, with credentials, path and query (which may be secret) as `...`."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "..."
    credentials = "...@" if parts.username or parts.password else ""
    rest = "/..." if parts.path.strip("/") or parts.query else ""
    return f"{parts.scheme}://{credentials}{host}{port}{rest}"


def aware(time: datetime, *, argument: str) -> datetime:
    """Return a time after checking that it has a time zone.

    Raises:
        InvalidInput: It has no time zone.
    """
    if not isinstance(time, datetime):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput(
            f"{argument} is not a datetime.",
            hint="datetime.fromisoformat() converts a text; include a time zone.",
        )
    if time.tzinfo is None or time.utcoffset() is None:
        raise InvalidInput(
            f"{argument} has no time zone.",
            hint="Add one: datetime(2026, 1, 31, 9, tzinfo=ZoneInfo('Europe/Berlin')).",
        )
    return time


def iso_time(time: datetime, *, argument: str) -> str:
    """Return a time as the API expects it in filters: ISO 8601 in UTC with milliseconds and `Z`."""
    return (
        aware(time, argument=argument)
        .astimezone(UTC)
        .isoformat(timespec="milliseconds")
        .replace("+00:00", "Z")
    )


def required_text(given: object, *, argument: str, hint: str) -> str:
    """Return an argument unchanged after checking that it is a text.

    Raises:
        InvalidInput: It is of another type.
    """
    if not isinstance(given, str):
        raise InvalidInput(f"{argument} must be a text, not {type(given).__name__}.", hint=hint)
    return given


def flag(given: object, *, argument: str) -> bool:
    """Return an argument unchanged after checking that it is a bool: a text such as "false" would count as true.

    Raises:
        InvalidInput: It is of another type.
    """
    if not isinstance(given, bool):
        raise InvalidInput(
            f"{argument} must be a bool, not {type(given).__name__}.", hint="Give True or False."
        )
    return given


def whole_number(given: object, *, argument: str, minimum: int, maximum: int | None = None, hint: str) -> int:
    """Return an argument unchanged after checking that it is an int in the given range.

    Raises:
        InvalidInput: It is of another type, or out of range.
    """
    if not isinstance(given, int) or isinstance(given, bool):
        raise InvalidInput(f"{argument} is not a whole number.", hint=hint)
    if given < minimum or (maximum is not None and given > maximum):
        raise InvalidInput(f"{argument} is out of range.", hint=hint)
    return given


def as_iterable(given: Iterable[T] | str | None, *, argument: str) -> Iterable[T]:
    """Return an argument as an iterable: `None` as an empty one, a text as the only item.

    Raises:
        InvalidInput: It is neither a text nor iterable.
    """
    if given is None:
        return ()
    if isinstance(given, str):
        return cast("Iterable[T]", (given,))
    if not isinstance(given, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput(f"{argument} is not a list.", hint="Give a list.")
    return given


def assume_utc(time: datetime) -> datetime:
    """Return a time from sipgate with a time zone: UTC if it has none."""
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def seconds(duration: timedelta | float, *, argument: str) -> float:
    """Return a duration in seconds, at least 0.

    Raises:
        InvalidInput: It is negative or not a number.
    """
    hint = "Give seconds as a number or a timedelta, at least 0."
    if isinstance(duration, bool) or not isinstance(duration, (timedelta, int, float)):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput(f"{argument} is not a duration.", hint=hint)
    amount = duration.total_seconds() if isinstance(duration, timedelta) else float(duration)
    if not 0 <= amount < float("inf"):
        raise InvalidInput(f"{argument} is not a duration.", hint=hint)
    return amount


def money(ten_thousandths: int) -> Decimal:
    """Return an amount in currency units; the API counts in ten-thousandths (35000 is 3.50)."""
    return Decimal(ten_thousandths) / _TEN_THOUSANDTHS
