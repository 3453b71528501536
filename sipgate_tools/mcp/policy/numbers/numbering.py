"""Classify possible numbers as emergency, premium or short numbers, with libphonenumber's plans. Pure functions.

libphonenumber classifies valid numbers only. A premium number with an additional digit is not valid, but the network
ignores the digit and connects the call. Numbers that are not valid are therefore compared digit by digit with the
patterns of their country.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import phonenumbers
from phonenumbers import PhoneMetadata

from .number_patterns import COSTLY_KINDS, ORDINARY_KINDS, Pattern, match_prefix, patterns_of

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

# The emergency numbers of the countries in which sipgate sells, and of other countries whose residents travel there.
_EMERGENCY: Final = frozenset(
    {"110", "112", "911", "999", "000", "122", "133", "140", "144", "117", "118", "116117", "115", "19222"}
)
# The number of additional or missing digits with which a number still reaches the same service, and the maximum length
# of an area code.
_TOLERANCE: Final = 2
_LONGEST_AREA: Final = 5
# The number of digits by which a short number is shorter than the longest ordinary number of its country.
_SHORTER: Final = 3
# The number of leading digits that an invalid number must share with a costly pattern to count as costly, if it shares
# fewer with ordinary patterns.
_DISTINCTIVE: Final = 3


def is_premium(parsed: PhoneNumber) -> bool:
    """Return whether a number is a premium-rate, shared-cost or personal number.

    A number with up to two digits more or fewer than such a number counts as one.
    """
    number = phonenumbers.national_significant_number(parsed)
    plans = _plans(parsed.country_code or 0)
    costly, ordinary = [one.costly for one in plans], [one.ordinary for one in plans]
    kinds = phonenumbers.PhoneNumberType
    kind = phonenumbers.number_type(parsed)
    if kind in {kinds.PREMIUM_RATE, kinds.SHARED_COST, kinds.PERSONAL_NUMBER}:
        return True
    without_zeros = {number.lstrip("0"), number.removeprefix("0")} - {number}
    if any(_matches_any(written, patterns) for written in without_zeros for patterns in costly):
        return True
    if kind == kinds.TOLL_FREE:
        return False
    if kind != kinds.UNKNOWN:
        # Numbers with an area code belong to subscribers. In other plans, ordinary and costly numbers of different
        # lengths share a prefix: Japan's 060 (mobile and personal numbers), Chile's 600.
        area = phonenumbers.length_of_geographical_area_code(parsed)
        return area == 0 and any(_near_match(number, one)[0] for patterns in costly for one in patterns)
    return any(
        _resembles(written, patterns, others)
        for written in {number, *without_zeros}
        for patterns, others in zip(costly, ordinary, strict=True)
    )


def is_emergency(parsed: PhoneNumber) -> bool:
    """Return whether a number is an emergency number.

    An emergency number after an area code, or with up to two additional digits, counts as one.
    """
    number = phonenumbers.national_significant_number(parsed)
    regions = phonenumbers.region_codes_for_country_code(parsed.country_code or 0)
    if phonenumbers.is_valid_number(parsed):
        local = number[phonenumbers.length_of_geographical_area_code(parsed) :]
        # Additional digits are checked only for short numbers, because a long valid number can begin with an emergency
        # number.
        short = len(number) + _SHORTER <= _longest_number(parsed.country_code or 0)
        longer = (local[:-more] for more in range(1, _TOLERANCE + 1 if short else 1))
        return _is_emergency(local, regions) or any(
            _is_emergency_number(one, region) for one in longer for region in regions
        )
    return any(
        _is_emergency(written[area : len(written) - more], regions)
        for written in {number, number.lstrip("0")}
        for area in range(min(_LONGEST_AREA, len(written)) + 1)
        for more in range(_TOLERANCE + 1)
    )


def is_short_service(parsed: PhoneNumber) -> bool:
    """Return whether the national part of an invalid number is a short number, such as that of a directory service."""
    return not phonenumbers.is_valid_number(parsed) and phonenumbers.is_valid_short_number(parsed)


def _is_emergency(digits: str, regions: Iterable[str]) -> bool:
    return digits in _EMERGENCY or any(_is_emergency_number(digits, region) for region in regions)


@cache
def _is_emergency_number(digits: str, region: str) -> bool:
    return 2 < len(digits) < 7 and phonenumbers.is_emergency_number(digits, region)


def _longest_number(country_code: int) -> int:
    patterns = (pattern for plan in _plans(country_code) for pattern in plan.ordinary[:1])
    return max((length for pattern in patterns for length in pattern.lengths), default=0)


class _Plan(NamedTuple):
    costly: tuple[Pattern, ...]
    ordinary: tuple[Pattern, ...]


@cache
def _plans(country_code: int) -> tuple[_Plan, ...]:
    """Return the numbering plans of the regions that share a country code."""
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


def _matches_any(number: str, patterns: Iterable[Pattern]) -> bool:
    return any(
        len(number) in one.lengths and len(number) in match_prefix(one.tree, number)[0] for one in patterns
    )


def _resembles(number: str, costly: Iterable[Pattern], ordinary: Iterable[Pattern]) -> bool:
    """Return whether a number nearly matches a costly pattern, or starts like costly but not like ordinary numbers."""
    slips = [_near_match(number, pattern) for pattern in costly]
    furthest = max((taken for _, taken in slips), default=0)
    if any(is_slip for is_slip, _ in slips):
        return True
    others = max((match_prefix(one.tree, number)[1] for one in ordinary), default=0)
    return furthest >= _DISTINCTIVE and furthest > others


def _near_match(number: str, costly: Pattern) -> tuple[bool, int]:
    """Return whether a number is too long or slightly too short for a pattern, and the number of matching digits."""
    ends, taken = match_prefix(costly.tree, number)
    lacks_the_end = taken == len(number) and any(
        0 < length - taken <= _TOLERANCE for length in costly.lengths
    )
    return lacks_the_end or not ends.isdisjoint(costly.lengths), taken
