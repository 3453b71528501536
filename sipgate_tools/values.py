"""Validation and conversion of values: telephone numbers, extension ids, URLs, times, money, open enums.

Most functions accept a value as users write it and return the form that the API expects. If the value is invalid, they
raise `InvalidInput` with a hint that describes the accepted form. Nothing here does I/O.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final, Literal, Self, TypeVar, cast
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
"""The kind of extension for each letter that an extension id can begin with."""

ID_KINDS: Final[
    Mapping[str, Literal["user", "group", "phoneline", "device", "faxline", "sms", "voicemail"]]
] = {
    "a": "device",
    "e": "device",
    "x": "device",
    "y": "device",
    "p": "phoneline",
    "f": "faxline",
    "s": "sms",
    "g": "group",
    "v": "voicemail",
    "w": "user",
}
"""The kind of id (`x-id-kind` in the spec) for the letters whose extensions the API lists; `a` is an app on neo."""

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

    Letters, extensions and everything else except digits and common separators are rejected, because keypad letters
    (`(Anna)`), a letter `O` instead of a zero, or `App. 12` would lead to a different number. The function is
    idempotent.

    Args:
        text: The number, which must begin with `+` or `00` and its country code, or a `tel:` URI without parameters.
            Spaces, hyphens, dots, slashes and brackets can separate the digits. A national prefix in brackets
            (`+49 (0) 151`) is dropped. Digits from any one writing system are accepted.
        argument: The name of the number in errors.
        plus_optional: Whether to accept a number that begins with the country code without `+` or `00`
            (`4915799912345`), a form that sipgate uses in some places.

    Raises:
        InvalidInput: `text` is not a string, is not a number in international form, or has more or fewer digits than
            its country allows.
    """
    required_text(text, argument=argument, hint=NUMBER_HINT)
    return e164(text, argument, plus_optional=plus_optional)


def phone_number_part(text: str, *, argument: str = "phone number") -> str:
    """Return a search term for telephone numbers: E.164 for a complete international number, otherwise its digits.

    An incomplete number that begins with `+` or `00` is returned with `+`.

    Args:
        text: An international number (see `phone_number`), a national number, or part of a number: 2 to 17 digits.
        argument: The name of the number in errors.

    Raises:
        InvalidInput: `text` is not a string, contains characters that do not belong in telephone numbers, or has too
            few or too many digits.
    """
    hint = "Write it like +4915799912345 or 015799912345."
    plus, digits = plus_and_digits(required_text(text, argument=argument, hint=hint), argument, hint)
    if not 2 <= len(digits) <= _MAX_DIGITS:
        raise InvalidInput(
            f"The {argument} is not a telephone number or a part of one.",
            hint=hint,
            code="phone_number.invalid",
        )
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
    """Return whether a number from sipgate, in any notation, is the same as another number.

    Args:
        received: The value from sipgate, such as `4915799912345`, `+49 1579 9912345` or `anonymous`.
        number: The number to compare with, as returned by `phone_number`.
    """
    if received == number:
        return True
    try:
        return received is not None and phone_number(received, plus_optional=True) == number
    except InvalidInput:
        return False


def extension_id(text: str, kinds: Iterable[str] = tuple(EXTENSION_KINDS), *, argument: str) -> str:
    """Return an extension id, such as `p0`, after checking its format and its kind.

    Args:
        text: The extension id: a letter and a number without leading zeros.
        kinds: The letters that are allowed, from `EXTENSION_KINDS`.
        argument: The name of the extension id in errors.

    Raises:
        InvalidInput: `text` is not an extension id, or its letter is not one of `kinds`.
    """
    allowed = tuple(kinds)
    required_text(text, argument=argument, hint=f"Use a string such as {allowed[0]}0.")
    found = _EXTENSION.fullmatch(text)
    if found is None or found[1] not in allowed:
        names = ", ".join(f"{letter} ({EXTENSION_KINDS[letter]})" for letter in allowed)
        raise InvalidInput(
            f"{argument} is not an extension id of a kind that is allowed here.",
            hint=f"Use a letter and a number without leading zeros, such as {allowed[0]}0. Allowed letters: {names}.",
        )
    return text


def identifier(text: str, *, argument: str) -> str:
    """Return the id of an entry, call, contact or channel after checking that it is safe to use in a URL path.

    Raises:
        InvalidInput: `text` is not a string, is empty, or contains characters that sipgate does not use in ids.
    """
    required_text(text, argument=argument, hint="Use the id exactly as the API returned it.")
    if not _ID.fullmatch(text) or text in {".", ".."}:
        raise InvalidInput(f"{argument} is not an id.", hint="Use the id exactly as the API returned it.")
    return text


def dtmf_sequence(text: str) -> str:
    """Return a DTMF sequence in upper case after checking that it consists of `0-9`, `A-D`, `#` and `*`.

    Raises:
        InvalidInput: `text` is not a string, is empty, or contains other characters.
    """
    required_text(text, argument="DTMF sequence", hint="Use one or more of 0-9, A-D, # and *.")
    digits = text.upper()
    if not _DTMF.fullmatch(digits):
        raise InvalidInput("The DTMF sequence is not valid.", hint="Use one or more of 0-9, A-D, # and *.")
    return digits


def is_unicode(text: str) -> bool:
    """Return whether a string can be encoded as UTF-8, that is, contains no lone surrogate.

    Use this function instead of `str.encode`, whose exception contains the whole string.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def web_url(text: str, *, argument: str) -> str:
    """Return a URL after checking that it starts with `http://` or `https://` and has a valid host.

    Raises:
        InvalidInput: `text` is not such a URL, or is longer than 8,000 characters. The error does not contain the URL,
            which may include a password.
    """
    hint = "The URL must start with http:// or https:// and contain a host."
    required_text(text, argument=argument, hint=hint)
    if len(text) > _MAX_URL_CHARACTERS:
        raise InvalidInput(
            f"The {argument} is too long: it has {len(text)} characters, but at most {_MAX_URL_CHARACTERS} are allowed."
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
    """Return whether a string can be the host of a URL: an IP address, or a name with labels of up to 63 characters.

    Raises:
        ValueError: `name` contains a colon but is not an IPv6 address, or cannot be encoded as an international name.
    """
    if not name:
        return False
    if ":" in name:
        ipaddress.IPv6Address(name)  # raises ValueError
        return True
    # An international name is checked in its encoded form; UnicodeError is a ValueError.
    plain = name.encode("idna").decode("ascii").removesuffix(".")
    return len(plain) <= 253 and all(_HOST_LABEL.fullmatch(label) for label in plain.split("."))


def redacted_url(url: str) -> str:
    """Return a URL in which `...` replaces the credentials, path and query, which may be secret.

    For a malformed URL, the result is `...` alone.
    """
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
        InvalidInput: `time` is not a `datetime` or has no time zone.
    """
    if not isinstance(time, datetime):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput(
            f"{argument} is not a datetime.",
            hint="Use datetime.fromisoformat() to convert a string, and include a time zone.",
            code="time.invalid",
        )
    if time.tzinfo is None or time.utcoffset() is None:
        raise InvalidInput(
            f"{argument} has no time zone.",
            hint="Add a time zone: datetime(2026, 1, 31, 9, tzinfo=ZoneInfo('Europe/Berlin')).",
            code="time.no_zone",
        )
    return time


def iso_time(time: datetime, *, argument: str) -> str:
    """Return a time in the API's format for filters: ISO 8601 in UTC with milliseconds and `Z`.

    Raises:
        InvalidInput: `time` is not a `datetime` or has no time zone.
    """
    return (
        aware(time, argument=argument)
        .astimezone(UTC)
        .isoformat(timespec="milliseconds")
        .replace("+00:00", "Z")
    )


def required_text(given: object, *, argument: str, hint: str) -> str:
    """Return an argument unchanged after checking that it is a string.

    Raises:
        InvalidInput: The argument is not a string.
    """
    if not isinstance(given, str):
        raise InvalidInput(f"{argument} must be a string, not {type(given).__name__}.", hint=hint)
    return given


def flag(given: object, *, argument: str) -> bool:
    """Return an argument unchanged after checking that it is a bool.

    Python would treat a string such as "false" as true.

    Raises:
        InvalidInput: The argument is not a bool.
    """
    if not isinstance(given, bool):
        raise InvalidInput(
            f"{argument} must be a bool, not {type(given).__name__}.", hint="Use True or False."
        )
    return given


def whole_number(given: object, *, argument: str, minimum: int, maximum: int | None = None, hint: str) -> int:
    """Return an argument unchanged after checking that it is an int in the given range.

    Raises:
        InvalidInput: The argument is not an int, or is out of range.
    """
    if not isinstance(given, int) or isinstance(given, bool):
        raise InvalidInput(f"{argument} is not a whole number.", hint=hint)
    if given < minimum or (maximum is not None and given > maximum):
        raise InvalidInput(f"{argument} is out of range.", hint=hint)
    return given


def as_iterable(given: Iterable[T] | str | None, *, argument: str) -> Iterable[T]:
    """Return an argument as an iterable.

    `None` becomes an empty iterable, and a string becomes the only item.

    Raises:
        InvalidInput: The argument is neither `None`, a string nor an iterable.
    """
    if given is None:
        return ()
    if isinstance(given, str):
        return cast("Iterable[T]", (given,))
    if not isinstance(given, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput(f"{argument} is not a list.", hint="Use a list.")
    return given


def assume_utc(time: datetime) -> datetime:
    """Return a time from sipgate with its time zone, or in UTC if sipgate sent no time zone."""
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def seconds(duration: timedelta | float, *, argument: str) -> float:
    """Return a duration in seconds after checking that it is finite and not negative.

    Raises:
        InvalidInput: The duration is neither a number nor a `timedelta`, or is negative, infinite or NaN.
    """
    hint = "Use a number of seconds or a timedelta, at least 0."
    if isinstance(duration, bool) or not isinstance(duration, (timedelta, int, float)):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput(f"{argument} is not a valid duration.", hint=hint)
    amount = duration.total_seconds() if isinstance(duration, timedelta) else float(duration)
    if not 0 <= amount < float("inf"):
        raise InvalidInput(f"{argument} is not a valid duration.", hint=hint)
    return amount


def money(ten_thousandths: int) -> Decimal:
    """Convert an amount from the API's ten-thousandths to currency units, such as 35000 to 3.50."""
    return Decimal(ten_thousandths) / _TEN_THOUSANDTHS
