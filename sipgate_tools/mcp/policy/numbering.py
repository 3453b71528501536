"""What kind of number a possible number is, from libphonenumber's numbering plans: pure rules.

libphonenumber knows the kind of valid numbers only, and a premium number with a digit too many is not valid. But
networks stop listening at the last digit that they need. So a number that is not valid is compared with the
patterns of its country digit by digit.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from .number_patterns import COSTLY_KINDS, ORDINARY_KINDS, Pattern, patterns_of, reached

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

__all__ = ["emergency", "premium", "short_service"]

# The services that answer emergencies in the countries sipgate sells in, and wherever their visitors come from.
_EMERGENCY: Final = frozenset(
    {"110", "112", "911", "999", "000", "122", "133", "140", "144", "117", "118", "116117", "115", "19222"}
)
# How many digits more or less still reach the same service, and how many digits an area code has at most.
_SLIP: Final = 2
_LONGEST_AREA: Final = 5
# So many digits shorter than the longest numbers of a country are numbers of places where they are short.
_SHORTER: Final = 3
# So many digits of a costly number that no ordinary number has make one of it (`+1 900`).
_TELLING: Final = 3


def premium(parsed: PhoneNumber) -> bool:
    """Tell whether a number is of premium rate, shared cost or personal, or one with up to two digits more or less."""
    import phonenumbers

    number = phonenumbers.national_significant_number(parsed)
    plans = _plans(parsed.country_code or 0)
    costly, ordinary = [one.costly for one in plans], [one.ordinary for one in plans]
    kinds = phonenumbers.PhoneNumberType
    kind = phonenumbers.number_type(parsed)
    if kind in {kinds.PREMIUM_RATE, kinds.SHARED_COST, kinds.PERSONAL_NUMBER}:
        return True
    without_zeros = {number.lstrip("0"), number.removeprefix("0")} - {number}
    if any(_is_one(written, patterns) for written in without_zeros for patterns in costly):
        return True
    if kind == kinds.TOLL_FREE:
        return False
    if kind != kinds.UNKNOWN:
        # Behind an area code are subscribers only. Other plans let ordinary numbers begin as costly ones of another
        # length do: Japan's 060 for mobile and for personal numbers, Chile's 600.
        area = phonenumbers.length_of_geographical_area_code(parsed)
        return area == 0 and any(_slip(number, one)[0] for patterns in costly for one in patterns)
    return any(
        _resembles(written, patterns, others)
        for written in {number, *without_zeros}
        for patterns, others in zip(costly, ordinary, strict=True)
    )


def emergency(parsed: PhoneNumber) -> bool:
    """Tell whether a number is one for emergencies, also behind an area code or with up to two digits more."""
    import phonenumbers

    number = phonenumbers.national_significant_number(parsed)
    regions = phonenumbers.region_codes_for_country_code(parsed.country_code or 0)
    if phonenumbers.is_valid_number(parsed):
        local = number[phonenumbers.length_of_geographical_area_code(parsed) :]
        # Where numbers are this short, none begins with what is connected to the emergency services at once.
        short = len(number) + _SHORTER <= _longest(parsed.country_code or 0)
        longer = (local[:-more] for more in range(1, _SLIP + 1 if short else 1))
        return _answers_emergencies(local, regions) or any(
            _is_emergency_number(one, region) for one in longer for region in regions
        )
    return any(
        _answers_emergencies(written[area : len(written) - more], regions)
        for written in {number, number.lstrip("0")}
        for area in range(min(_LONGEST_AREA, len(written)) + 1)
        for more in range(_SLIP + 1)
    )


def short_service(parsed: PhoneNumber) -> bool:
    """Tell whether the national part of a number that is not valid is a short number, such as of a directory."""
    import phonenumbers

    return not phonenumbers.is_valid_number(parsed) and phonenumbers.is_valid_short_number(parsed)


def _answers_emergencies(digits: str, regions: Iterable[str]) -> bool:
    return digits in _EMERGENCY or any(_is_emergency_number(digits, region) for region in regions)


@cache
def _is_emergency_number(digits: str, region: str) -> bool:
    import phonenumbers

    return 2 < len(digits) < 7 and phonenumbers.is_emergency_number(digits, region)


def _longest(country_code: int) -> int:
    patterns = (pattern for plan in _plans(country_code) for pattern in plan.ordinary[:1])
    return max((length for pattern in patterns for length in pattern.lengths), default=0)


class _Plan(NamedTuple):
    costly: tuple[Pattern, ...]
    ordinary: tuple[Pattern, ...]


@cache
def _plans(country_code: int) -> tuple[_Plan, ...]:
    """The numbering plans of the regions that share a country code."""
    import phonenumbers
    from phonenumbers import PhoneMetadata

    plans: list[_Plan] = []
    for region in phonenumbers.region_codes_for_country_code(country_code):
        metadata = (
            PhoneMetadata.metadata_for_nongeo_region(country_code)
            if region == "001"
            else PhoneMetadata.metadata_for_region(region)
        )
        if metadata is not None:
            plans.append(_Plan(patterns_of(metadata, COSTLY_KINDS), patterns_of(metadata, ORDINARY_KINDS)))
    return tuple(plans)


def _is_one(number: str, patterns: Iterable[Pattern]) -> bool:
    return any(len(number) in one.lengths and len(number) in reached(one.tree, number)[0] for one in patterns)


def _resembles(number: str, costly: Iterable[Pattern], ordinary: Iterable[Pattern]) -> bool:
    """Tell whether a number is a costly one that goes on, one that lacks the end, or begins as only those do."""
    slips = [_slip(number, pattern) for pattern in costly]
    furthest = max((taken for _, taken in slips), default=0)
    if any(is_slip for is_slip, _ in slips):
        return True
    others = max((reached(one.tree, number)[1] for one in ordinary), default=0)
    return furthest >= _TELLING and furthest > others


def _slip(number: str, costly: Pattern) -> tuple[bool, int]:
    """Tell whether a number is one of a pattern that goes on or lacks the end, and how far it fits the pattern."""
    ends, taken = reached(costly.tree, number)
    lacks_the_end = taken == len(number) and any(0 < length - taken <= _SLIP for length in costly.lengths)
    return lacks_the_end or not ends.isdisjoint(costly.lengths), taken
