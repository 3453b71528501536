"""Which telephone numbers may be messaged, faxed or called: pure rules.

Emergency, premium, personal and satellite numbers are always refused, whatever the settings say. Everything else
follows the operator's prefixes. Only E.164 is judged (`values.phone_number`), and it is what is sent.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from sipgate_tools.errors import InvalidInput
from sipgate_tools.values import phone_number

__all__ = ["begins_none", "refusal_reason"]

# Country codes that are no countries: Inmarsat, personal and international premium numbers, satellite
# networks.
_COSTLY_CODES = frozenset({870, 878, 881, 882, 883, 888, 979})
# Directories and premium services of the past and of operators, which the numbering plan does not list.
_GERMAN_SERVICES = ("116", "118")
_GERMAN_PREMIUM = ("900", "137", "180", "190")


@lru_cache(maxsize=4096)
def _always_forbidden(number: str) -> str | None:
    if not number.isascii() or not number.startswith("+") or not number[1:].isdecimal():
        return (
            "only numbers with their country code are, written as +4921112345; never short and service numbers, "
            "emergency services among them"
        )
    import phonenumbers  # only where something is sent: 40 ms

    from .numbering import emergency, premium, short_service

    try:
        if phone_number(number, argument="number") != number:
            return "it has a national prefix behind its country code; such numbers are never contacted"
    except InvalidInput as error:
        reason = f"{error.message[0].lower()}{error.message[1:].removesuffix('.')}"
        return reason if "never contacted" in reason else f"{reason}; such numbers are never contacted"
    parsed = phonenumbers.parse(number)
    national = phonenumbers.national_significant_number(parsed)
    german = parsed.country_code == 49
    if parsed.country_code in _COSTLY_CODES:
        return "satellite and international premium numbers are never contacted"
    if emergency(parsed) or short_service(parsed) or (german and national.startswith(_GERMAN_SERVICES)):
        return "emergency, directory and other short services are never contacted"
    if premium(parsed) or (german and national.startswith(_GERMAN_PREMIUM)):
        return "premium, shared-cost and personal numbers are never contacted"
    return None


def refusal_reason(number: str, allow: Sequence[str] = (), forbid: Sequence[str] = ()) -> str | None:
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


def begins_none(prefix: str) -> bool:
    """Whether no number begins so because of a national prefix behind the country code, such as `+490151`.

    Args:
        prefix: A plus and digits.
    """
    import phonenumbers

    code = next((int(prefix[1:end]) for end in (2, 3, 4) if int(prefix[1:end]) in _country_codes()), None)
    if code is None or not prefix.removeprefix(f"+{code}").startswith("0"):
        return False
    region = phonenumbers.region_code_for_country_code(code)
    return phonenumbers.ndd_prefix_for_region(region, True) == "0"


def _country_codes() -> Collection[int]:
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    return COUNTRY_CODE_TO_REGION_CODE
