"""Which telephone numbers may be messaged, faxed or called: pure rules.

Emergency, premium and satellite numbers are always refused, whatever the settings say. Everything else
follows the operator's prefixes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

__all__ = ["as_sent", "international", "why_not"]

_DIGITS = re.compile(r"\D")
# ASCII only: digits of other scripts, separators of lists and invisible characters may be read otherwise by others.
_WRITTEN = re.compile(r"[0-9 ()/.-]+")
# The services that answer emergencies in the countries sipgate sells in, with and without a country code in
# front.
_EMERGENCY = frozenset(
    {"110", "112", "911", "999", "000", "133", "144", "117", "118", "116117", "115", "19222"}
)
# Country codes that are no countries: Inmarsat, personal and international premium numbers, satellite
# networks.
_COSTLY_CODES = frozenset({870, 878, 881, 882, 883, 888, 979})


def international(number: str, region: str = "DE") -> str:
    """`number` as E.164 (`+49211...`) as far as it can be read, else its digits as they stand.

    Args:
        number: As a person or the wire writes it: `+49 211 1`, `0049 211 1`, `49211 1` (sipgate neo) or
            `0211 1`.
        region: Country of numbers written without a country code.
    """
    digits = _DIGITS.sub("", number)
    if number.strip().startswith("+"):
        return f"+{digits}"
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    if digits.startswith("0") and region == "DE":
        return f"+49{digits[1:]}"
    return f"+{digits}" if len(digits) > 6 else digits


def as_sent(number: str, *, bare: bool = False) -> str:
    """A number in a request as E.164, when everybody reads it so; else as it stands, which `why_not` refuses.

    Numbers without a country code depend on settings of the device that only sipgate knows (country, local prefix):
    what is judged here could be another number than the one that rings.

    Args:
        number: As it stands in the request.
        bare: Whether this operation wants numbers without a plus (sipgate neo).
    """
    text = number.strip(" ")
    has_country = text.startswith(("+", "00")) or (bare and not text.startswith("0"))
    if not has_country or not _WRITTEN.fullmatch(text.removeprefix("+")):
        return number
    full = international(text)
    return full if full.startswith("+") else number


@cache
def _always_forbidden(number: str) -> str | None:
    if not number.startswith("+") or not number[1:].isdecimal() or not number.isascii():
        return (
            "only numbers with their country code are, written as +4921112345; never short and service numbers, "
            "emergency services among them"
        )
    import phonenumbers  # only where something is sent: 40 ms

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return "it is not a telephone number; write it as +49..."
    if parsed.country_code in _COSTLY_CODES:
        return "satellite and international premium numbers are never contacted"
    national = str(parsed.national_number)
    area = phonenumbers.length_of_geographical_area_code(parsed)
    # With an area code in front, some of them are the same service in another town.
    if (
        national in _EMERGENCY
        or national[area:] in _EMERGENCY
        or (parsed.country_code == 49 and national.startswith(("118", "116")))
    ):
        return "emergency and directory services are never contacted"
    kind = phonenumbers.number_type(parsed)
    premium = (phonenumbers.PhoneNumberType.PREMIUM_RATE, phonenumbers.PhoneNumberType.SHARED_COST)
    if kind in premium or (parsed.country_code == 49 and national.startswith(("900", "137", "180", "190"))):
        return "premium and shared-cost numbers are never contacted"
    if not phonenumbers.is_possible_number(parsed):
        return "it is too short or too long for its country"
    return None


def why_not(number: str, allow: Sequence[str] = (), forbid: Sequence[str] = ()) -> str | None:
    """The reason why `number` may not be contacted, as the end of a sentence; `None` when it may.

    Args:
        number: As E.164.
        allow: Beginnings (`+49151`) of which one must fit, when there are any.
        forbid: Beginnings of which none may fit.
    """
    if reason := _always_forbidden(number):
        return reason
    if any(number.startswith(prefix) for prefix in forbid):
        return "the operator forbids numbers that begin so (--forbid-recipients)"
    if allow and not any(number.startswith(prefix) for prefix in allow):
        return (
            "the operator allows only numbers that begin with " + ", ".join(allow) + " (--allow-recipients)"
        )
    return None
