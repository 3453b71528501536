"""Which numbers may be contacted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import Any

import phonenumbers
import pytest
from phonenumbers import PhoneMetadata, PhoneNumberFormat, PhoneNumberType

from sipgate_tools.mcp.policy.numbers.number_patterns import ORDINARY_KINDS, match_prefix, patterns_of
from sipgate_tools.mcp.policy.numbers.recipients import refusal_reason

COSTLY = (PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.PERSONAL_NUMBER)
REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
# libphonenumber's example of a fixed line in Chile is a number of shared cost that lacks its last digit.
CHILES_600 = ("+56", "600123456")


@pytest.mark.parametrize(
    "number",
    [
        *("110", "112", "+49110", "+49112", "911", "+1911", "+44999", "116117", "+49116117"),
        *("+499001234567", "+4913771234567", "+491801234567", "+4911833", "11833", "0900 1234567"),
        *("+881612345678", "+870773123456", "+9791234567890", "+8835100123456"),
        *("", "+", "abc", "+4", "99", "+4930110", "+4921119222", "+33112", "+49\uff11\uff11\uff10"),
    ],
)
def test_emergency_premium_and_satellite_numbers_and_nonsense_are_always_refused(number: str) -> None:
    assert refusal_reason(number) is not None
    assert refusal_reason(number, allow=("+",)) is not None


@pytest.mark.parametrize(
    "number",
    ["+4915799912345", "+493023125014", "+442079460000", "+493023125110", "+4930112233", "+498001234567"],
)
def test_ordinary_numbers_are_fine(number: str) -> None:
    assert refusal_reason(number) is None


@pytest.mark.parametrize(
    "number",
    [
        *("+32900123450", "+4209001234560", "+398991234560", "+487012345670", "+4390012345", "+44901234567"),
        *("+390899123456", "+19001234567", "+19005551234", "+447012345678", "+4470123456780", "+15005550123"),
        *("+4970012345678", "+49900123456", "+39008991234567", "+41900123456789"),
        *("+56600123456", "+816012345677", "+81601234567", "+85519001234", "+60160012345"),
    ],
)
def test_costly_numbers_are_refused_with_a_digit_more_or_less_or_a_zero_in_front(number: str) -> None:
    assert "never contacted" in (refusal_reason(number) or "")


def _example(region: str, kind: int) -> tuple[str, str] | None:
    example = phonenumbers.example_number_for_type(region, kind)
    if example is None:
        return None
    return f"+{example.country_code}", phonenumbers.national_significant_number(example)


def _slips(number: str) -> Iterator[str]:
    """Yield a number with up to two digits more or less, with and without a zero in front."""
    more = [*"0123456789", *(f"{tens}{one}" for tens in "0579" for one in "0158")]
    for other in (number, number[:-1], number[:-2], *(number + end for end in more)):
        yield other
        yield f"0{other}"


@pytest.mark.parametrize("region", REGIONS)
def test_costly_numbers_of_every_region_are_refused_however_long(region: str) -> None:
    for kind in COSTLY:
        if (example := _example(region, kind)) is None:
            continue
        code, number = example
        for other in _slips(number):
            # A subscriber's number behind an area code may be as a costly one with a digit more or less is.
            if refusal_reason(code + other) is None:
                parsed = phonenumbers.parse(code + other)
                assert phonenumbers.is_valid_number(parsed), code + other
                assert phonenumbers.length_of_geographical_area_code(parsed) > 0, code + other
                assert other not in {number, f"0{number}"}


def test_satellite_and_international_premium_numbers_are_refused_however_long() -> None:
    costly = sorted(set(phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS) - {800, 808})
    assert len(costly) > 5
    for code in costly:
        example = phonenumbers.example_number_for_non_geo_entity(code)
        assert example is not None
        for other in _slips(phonenumbers.national_significant_number(example)):
            assert "never contacted" in (refusal_reason(f"+{code}{other}") or ""), f"+{code}{other}"


@pytest.mark.parametrize("region", REGIONS)
def test_ordinary_numbers_of_every_region_are_not_refused(region: str) -> None:
    for kind in set(PhoneNumberType.values()) - {*COSTLY, PhoneNumberType.UNKNOWN}:
        if (example := _example(region, kind)) not in (None, CHILES_600):
            assert refusal_reason("".join(example)) is None


def _digits(tree: Any, random: Random) -> str:
    chosen: list[str] = []
    for what, least, most in random.choice(tree):
        for _ in range(random.randint(least, most)):
            chosen.append(_digits(what, random) if isinstance(what, list) else random.choice(sorted(what)))
    return "".join(chosen)


def _numbers(patterns: Any, random: Random, count: int) -> Iterator[str]:
    for pattern in patterns:
        for _ in range(count):
            digits = _digits(pattern.tree, random)
            if len(digits) in pattern.lengths:
                yield digits


def test_the_patterns_of_every_country_are_read_as_libphonenumber_reads_them() -> None:
    random = Random(7)
    for region in REGIONS:
        metadata: Any = PhoneMetadata.metadata_for_region(region)
        for kind in ("fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "personal_number"):
            described = getattr(metadata, kind)
            if described is None or not described.national_number_pattern:
                continue
            (pattern,) = patterns_of(metadata, [kind])
            for digits in _numbers([pattern], random, 5):
                assert re.fullmatch(described.national_number_pattern, digits), (region, digits)
                ends, furthest = match_prefix(pattern.tree, digits)
                assert len(digits) in ends
                assert furthest == len(digits)
            for other in ("0000000", "1234567890", "999999999"):
                is_one = re.fullmatch(described.national_number_pattern, other) is not None
                assert (len(other) in match_prefix(pattern.tree, other)[0]) == is_one


def test_of_thousands_of_ordinary_numbers_of_all_countries_almost_none_is_refused() -> None:
    random, total, refused = Random(11), 0, 0
    for region in REGIONS:
        metadata: Any = PhoneMetadata.metadata_for_region(region)
        for digits in _numbers(patterns_of(metadata, ORDINARY_KINDS), random, 3):
            parsed = phonenumbers.parse(f"+{metadata.country_code}{digits}")
            number = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
            if not phonenumbers.is_valid_number(parsed) or phonenumbers.number_type(parsed) in COSTLY:
                continue
            if len(number) > 16:
                continue  # E.164 has 15 digits at most
            total += 1
            refused += refusal_reason(number) is not None
    assert total > 2250
    assert refused / total < 0.001


AUSTRIA = ("1", "316", "463", "512", "662", "732", "2236", "3132", "4212", "5356", "6432", "7242")
GERMANY = ("30", "40", "89", "211", "221", "351", "2151", "7071", "33056", "36920")
SWITZERLAND = ("22", "31", "43", "44", "61", "91")


@pytest.mark.parametrize(
    ("code", "areas", "services"),
    [
        ("+43", AUSTRIA, ("112", "122", "133", "144", "140")),
        ("+49", GERMANY, ("110", "112", "115", "116117", "19222")),
        ("+41", SWITZERLAND, ("112", "117", "118", "144")),
        ("+44", ("20", "121", "1224"), ("999", "112")),
        ("+39", ("06", "02", "011"), ("112", "113", "115", "118")),
        ("+420", ("2", "541"), ("112", "150", "155", "158")),
        ("+36", ("1", "62"), ("112", "104", "105", "107")),
        ("+62", ("21", "361"), ("110", "112", "118")),
    ],
)
def test_emergency_services_are_refused_behind_every_area_code(
    code: str, areas: tuple[str, ...], services: tuple[str, ...]
) -> None:
    for number in (f"{code}{area}{service}" for area in areas for service in services):
        assert refusal_reason(number) is not None, number
        assert refusal_reason(number.replace(code, f"{code}0", 1)) is not None, number


@pytest.mark.parametrize("number", ["+4311335", "+431133", "+4311331", "+49301105", "+493011055"])
def test_emergency_services_are_refused_with_digits_behind_them(number: str) -> None:
    assert refusal_reason(number) is not None


@pytest.mark.parametrize("region", REGIONS)
def test_emergency_services_of_every_region_are_refused_behind_its_country_code(region: str) -> None:
    code = phonenumbers.country_code_for_region(region)
    for service in (f"{number:03}" for number in range(1000)):
        if phonenumbers.is_emergency_number(service, region):
            for more in ("", "0", "55"):
                number = f"+{code}{service}{more}"
                ordinary = phonenumbers.is_valid_number(phonenumbers.parse(number))
                assert ordinary or refusal_reason(number) is not None


def test_only_allowed_beginnings_when_there_are_any() -> None:
    assert refusal_reason("+4915799912345", allow=("+49157", "+43")) is None
    assert "+49157 or +43" in (refusal_reason("+493023125014", allow=("+49157", "+43")) or "")


def test_forbidden_beginnings_win() -> None:
    assert refusal_reason("+4915799912345", allow=("+49",), forbid=("+49157",)) is not None


@pytest.mark.parametrize(
    "written",
    [
        *(
            "110",
            "0110",
            "49110",
            "00 49 112",
            "+49 (0) 110",
            "+49 0 112",
            "tel:110",
            "112;ext=1",
            "p0",
            "W0",
        ),
        *("0900 1234567", "+49 0900 1234567", "9001234567", "+1 900 555 1234", "0180 5 123456", "116 117"),
        *("030 23125014", "23125014", "4915799912345", "+491729925904;110", "+491729925904,+491729925905"),
        *("+49 172 9925904", "00491729925904", "+49(0)1729925904", "+4901729925904", "+49001729925904"),
        *("+49\uff11\uff17\uff12\uff19\uff19\uff12\uff15\uff19\uff10\uff14", "+49\u200b1729925904"),
        *("+49172\n9925904", "++491729925904", "+49172992590\u0664", "+491729925904\n"),
    ],
)
def test_only_the_form_that_is_sent_is_judged(written: str) -> None:
    assert refusal_reason(written) is not None
