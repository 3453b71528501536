"""Values that cross the border to sipgate: telephone numbers, extension ids, times, money, open enums.

Every function here takes what a person may write and gives what the API wants, or raises
`InvalidInput` with a sentence that says the right form. Nothing here does I/O.
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
"""The letter of an extension id and what it stands for."""

_EXTENSION: Final = re.compile(r"([a-z])(0|[1-9][0-9]*)", re.ASCII)
_HOST_LABEL: Final = re.compile(r"[A-Za-z0-9_-]{1,63}")
_DTMF: Final = re.compile(r"[0-9A-D#*]+", re.ASCII)
_ID: Final = re.compile(r"[A-Za-z0-9._~:@+-]+", re.ASCII)
_MOST_DIGITS: Final = 17
_PER_UNIT: Final = Decimal(10_000)


class OpenEnum(StrEnum):
    """An enum that sipgate may extend: a value it does not know becomes a member on the spot."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        return member


def phone_number(text: str, *, argument: str = "phone number", plus_optional: bool = False) -> str:
    """Return a telephone number as E.164 (`+4915799912345`): the one form that is judged, compared, shown and sent.

    Letters, extensions and everything else that is neither a digit nor a usual separator are refused: keypad letters
    (`(Anna)`), a typed `O` or `App. 12` would make another number of it. The result is a fixed point: given again,
    it is returned as it is.

    Args:
        text: The number with `+` or `00` and its country code, also as a `tel:` URI without parameters. Blanks,
            hyphens, dots, slashes and brackets may stand between the digits, a national prefix in brackets
            (`+49 (0) 151`) is left out, digits may be of any one script.
        argument: What the number is, for the error.
        plus_optional: Whether it may also begin with its country code alone, as sipgate writes some (`4915799912345`).

    Raises:
        InvalidInput: It is anything else, or no number of its country can have so many digits.
    """
    required_text(text, argument=argument, hint=NUMBER_HINT)
    return e164(text, argument, plus_optional=plus_optional)


def phone_number_part(text: str, *, argument: str = "phone number") -> str:
    """Return what is looked for among telephone numbers: a whole number as E.164, else the digits of its part.

    Args:
        text: A whole number as `phone_number` takes it, a national one, or some digits of one, at least two.
        argument: What the number is, for the error.

    Raises:
        InvalidInput: It has letters or other characters that no telephone number has, or too few digits.
    """
    hint = "Write it like +4915799912345 or 015799912345."
    plus, digits = plus_and_digits(required_text(text, argument=argument, hint=hint), argument, hint)
    if not 2 <= len(digits) <= _MOST_DIGITS:
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
    """Tell whether a number that sipgate sent, however it is written there, is this one.

    Args:
        received: Such as `4915799912345`, `+49 1579 9912345`, or something that is no number.
        number: As `phone_number` returns it.
    """
    if received == number:
        return True
    try:
        return received is not None and phone_number(received, plus_optional=True) == number
    except InvalidInput:
        return False


def extension_id(text: str, kinds: Iterable[str] = tuple(EXTENSION_KINDS), *, argument: str) -> str:
    """Return an extension id (`p0`, `e12`) that is of one of the kinds (letters of `EXTENSION_KINDS`).

    Raises:
        InvalidInput: It is not a known letter and a number without leading zeros, or of another kind.
    """
    allowed = tuple(kinds)
    required_text(text, argument=argument, hint=f"It is a text such as {allowed[0]}0.")
    found = _EXTENSION.fullmatch(text)
    if found is None or found[1] not in allowed:
        names = ", ".join(f"{letter} ({EXTENSION_KINDS[letter]})" for letter in allowed)
        raise InvalidInput(
            f"{argument} is not an extension id that fits here.",
            hint=f"It is a letter and a number without leading zeros, such as {allowed[0]}0; letters: {names}.",
        )
    return text


def identifier(text: str, *, argument: str) -> str:
    """Return an id of sipgate's (entry, call, contact, channel) that is safe as a part of a path.

    Raises:
        InvalidInput: It is empty or has characters that no id of sipgate's has.
    """
    required_text(text, argument=argument, hint="Use the id exactly as a list of sipgate's returned it.")
    if not _ID.fullmatch(text) or text in {".", ".."}:
        raise InvalidInput(
            f"{argument} is not an id.", hint="Use the id exactly as a list of sipgate's returned it."
        )
    return text


def dtmf_sequence(text: str) -> str:
    """Return DTMF digits in upper case: one or more of `0-9 A-D # *`.

    Raises:
        InvalidInput: It is empty or has other characters.
    """
    required_text(text, argument="DTMF sequence", hint="Use one or more of 0-9, A-D, # and *.")
    digits = text.upper()
    if not _DTMF.fullmatch(digits):
        raise InvalidInput("The DTMF sequence is not valid.", hint="Use one or more of 0-9, A-D, # and *.")
    return digits


def is_unicode(text: str) -> bool:
    """Return whether a text can be sent: a lone surrogate cannot.

    Here rather than where it is refused: the error that Python raises holds the whole text.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def web_url(text: str, *, argument: str) -> str:
    """Return a URL that starts with `http://` or `https://` and names a host that can exist.

    Raises:
        InvalidInput: It is anything else. The error does not show the URL: it may hold a password.
    """
    hint = "It must start with http:// or https:// and name a host."
    required_text(text, argument=argument, hint=hint)
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and _is_host(parts.hostname) and parts.port != 0
    except ValueError:  # a port beyond 65535, half a bracket
        usable = False
    if not usable or not all(character.isprintable() and not character.isspace() for character in text):
        raise InvalidInput(f"The {argument} is not a usable URL.", hint=hint)
    return text


def _is_host(name: str | None) -> bool:
    """Return whether a text can be the host of a URL: a name with labels of at most 63 characters, or an address."""
    if not name:
        return False
    if ":" in name:
        ipaddress.IPv6Address(name)  # ValueError says no
        return True
    # An international name is judged by its form on the wire; UnicodeError, a ValueError, says no.
    plain = name.encode("idna").decode("ascii").removesuffix(".")
    return len(plain) <= 253 and all(_HOST_LABEL.fullmatch(label) for label in plain.split("."))


def redacted_url(url: str) -> str:
    """Return scheme, host and port of a URL; credentials, path and query, where secrets may be, as `...`."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "..."
    credentials = "...@" if parts.username or parts.password else ""
    rest = "/..." if parts.path.strip("/") or parts.query else ""
    return f"{parts.scheme}://{credentials}{host}{port}{rest}"


def aware(moment: datetime, *, argument: str) -> datetime:
    """Return a time that carries its zone.

    Raises:
        InvalidInput: It has none.
    """
    if not isinstance(moment, datetime):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput(
            f"{argument} is not a datetime.",
            hint="datetime.fromisoformat() makes one of a text; give it a zone.",
        )
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise InvalidInput(
            f"{argument} has no time zone.",
            hint="Say which: datetime(2026, 1, 31, 9, tzinfo=ZoneInfo('Europe/Berlin')).",
        )
    return moment


def iso_time(moment: datetime, *, argument: str) -> str:
    """Return a time as the API filters by it: ISO 8601 in UTC with milliseconds and `Z`."""
    return (
        aware(moment, argument=argument)
        .astimezone(UTC)
        .isoformat(timespec="milliseconds")
        .replace("+00:00", "Z")
    )


def required_text(given: object, *, argument: str, hint: str) -> str:
    """Return a text as it is.

    Raises:
        InvalidInput: It is something else, such as `None` or a number.
    """
    if not isinstance(given, str):
        raise InvalidInput(f"{argument} is not a text but of type {type(given).__name__}.", hint=hint)
    return given


def flag(given: object, *, argument: str) -> bool:
    """Return a yes or no as it is: a text such as "false" would count as yes.

    Raises:
        InvalidInput: It is something else.
    """
    if not isinstance(given, bool):
        raise InvalidInput(
            f"{argument} is not a yes or no but of type {type(given).__name__}.", hint="Give True or False."
        )
    return given


def whole_number(given: object, *, argument: str, least: int, most: int | None = None, hint: str) -> int:
    """Return a whole number that is in range.

    Raises:
        InvalidInput: It is something else, or out of range.
    """
    if not isinstance(given, int) or isinstance(given, bool):
        raise InvalidInput(f"{argument} is not a whole number.", hint=hint)
    if given < least or (most is not None and given > most):
        raise InvalidInput(f"{argument} is out of range.", hint=hint)
    return given


def several(given: Iterable[T] | str | None, *, argument: str) -> Iterable[T]:
    """Return what was given as a list: nothing as an empty one, a text as a list of one.

    Raises:
        InvalidInput: It is neither a text nor a list.
    """
    if given is None:
        return ()
    if isinstance(given, str):
        return cast("Iterable[T]", (given,))
    if not isinstance(given, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput(f"{argument} is not a list.", hint="Give a list of them.")
    return given


def assume_utc(moment: datetime) -> datetime:
    """Return a received time with a zone; where sipgate left it out, it is UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def seconds(duration: timedelta | float, *, argument: str) -> float:
    """Return a duration in seconds, at least 0.

    Raises:
        InvalidInput: It is negative or not a number.
    """
    hint = "Give seconds as a number, or a timedelta; at least 0."
    if isinstance(duration, bool) or not isinstance(duration, (timedelta, int, float)):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput(f"{argument} is not a duration.", hint=hint)
    amount = duration.total_seconds() if isinstance(duration, timedelta) else float(duration)
    if not 0 <= amount < float("inf"):
        raise InvalidInput(f"{argument} is not a duration.", hint=hint)
    return amount


def money(ten_thousandths: int) -> Decimal:
    """Return an amount in currency units: the API counts in ten-thousandths (35000 is 3.50)."""
    return Decimal(ten_thousandths) / _PER_UNIT
