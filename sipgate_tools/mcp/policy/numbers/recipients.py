"""Decide which telephone numbers may be messaged, faxed or called. Pure functions.

Emergency, premium, personal and satellite numbers are refused regardless of the settings. All other numbers are subject
to the operator's prefixes. Only E.164 is accepted, so the checked number is the number that is sent.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final

from sipgate_tools.errors import InvalidInput
from sipgate_tools.values import phone_number

# Country codes without a country: Inmarsat, personal and international premium numbers, satellite networks.
_COSTLY_CODES: Final = frozenset({870, 878, 881, 882, 883, 888, 979})
# Directory services, and premium prefixes that are discontinued or internal to networks. The numbering plan lacks them.
_GERMAN_SERVICES: Final = ("116", "118")
_GERMAN_PREMIUM: Final = ("900", "137", "180", "190")


@lru_cache(maxsize=4096)
def _forbidden_reason(number: str) -> str | None:
    if not number.isascii() or not number.startswith("+") or not number[1:].isdecimal():
        return (
            "only numbers with a country code are, as +4921112345; never short and service numbers, including "
            "emergency services"
        )
    import phonenumbers  # only where something is sent: 40 ms

    from .numbering import is_emergency, is_premium, is_short_service

    try:
        if phone_number(number, argument="number") != number:
            return "it has a national prefix after its country code; such numbers are never contacted"
    except InvalidInput as error:
        reason = f"{error.message[0].lower()}{error.message[1:].removesuffix('.')}"
        return reason if "never contacted" in reason else f"{reason}; such numbers are never contacted"
    parsed = phonenumbers.parse(number)
    national = phonenumbers.national_significant_number(parsed)
    german = parsed.country_code == 49
    if parsed.country_code in _COSTLY_CODES:
        return "satellite and international premium numbers are never contacted"
    if is_emergency(parsed) or is_short_service(parsed) or (german and national.startswith(_GERMAN_SERVICES)):
        return "emergency, directory and other short services are never contacted"
    if is_premium(parsed) or (german and national.startswith(_GERMAN_PREMIUM)):
        return "premium, shared-cost and personal numbers are never contacted"
    return None


def refusal_reason(number: str, allow: Sequence[str] = (), forbid: Sequence[str] = ()) -> str | None:
    """Return the reason why a number must not be contacted, as the end of a sentence, or `None` if it can be contacted.

    Args:
        number: The number in E.164.
        allow: The allowed prefixes, such as `+49151`. By default, all prefixes are allowed.
        forbid: The forbidden prefixes, which take precedence.
    """
    if reason := _forbidden_reason(number):
        return reason
    if any(number.startswith(prefix) for prefix in forbid):
        return "the operator forbids numbers with this prefix (--forbid-recipients)"
    if allow and not any(number.startswith(prefix) for prefix in allow):
        return (
            "the operator allows only numbers with the prefix " + " or ".join(allow) + " (--allow-recipients)"
        )
    return None


def has_national_prefix(prefix: str) -> bool:
    """Return whether a prefix contains a national prefix after the country code, such as `+490151`.

    Such a prefix matches no number in E.164.

    Args:
        prefix: A plus followed by digits.
    """
    import phonenumbers  # 40 ms, only with settings for prefixes

    code = next((int(prefix[1:end]) for end in (2, 3, 4) if int(prefix[1:end]) in _country_codes()), None)
    if code is None or not prefix.removeprefix(f"+{code}").startswith("0"):
        return False
    region = phonenumbers.region_code_for_country_code(code)
    return phonenumbers.ndd_prefix_for_region(region, True) == "0"


def _country_codes() -> Collection[int]:
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE  # 40 ms

    return COUNTRY_CODE_TO_REGION_CODE
