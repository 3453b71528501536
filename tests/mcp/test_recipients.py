"""Which numbers may be contacted."""

from __future__ import annotations

import pytest

from sipgate_tools.mcp.recipients import as_sent, international, why_not


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
    assert why_not(number) is not None
    assert why_not(number, allow=("+",)) is not None


@pytest.mark.parametrize(
    "number", ["+4915799912345", "+493023125014", "+442079460000", "+493023125110", "+4930112233"]
)
def test_ordinary_numbers_are_fine(number: str) -> None:
    assert why_not(number) is None


def test_only_allowed_beginnings_when_there_are_any() -> None:
    assert why_not("+4915799912345", allow=("+49157", "+43")) is None
    assert "+49157, +43" in (why_not("+493023125014", allow=("+49157", "+43")) or "")


def test_forbidden_beginnings_win() -> None:
    assert why_not("+4915799912345", allow=("+49",), forbid=("+49157",)) is not None


@pytest.mark.parametrize("written", ["+49 30 23125014", "004930 23125014", "030/23125014", "493023125014"])
def test_one_number_is_one_recipient_however_it_is_written(written: str) -> None:
    assert international(written) == "+493023125014"


@pytest.mark.parametrize(
    "written", ["+49 30 23125014", "004930 23125014", "+49 (30) 2312-5014", " +493023125014 "]
)
def test_a_number_in_a_request_is_read_where_everybody_reads_it_so(written: str) -> None:
    assert as_sent(written) == "+493023125014"
    assert why_not(as_sent(written)) is None


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
        *("+49\uff11\uff17\uff12\uff19\uff19\uff12\uff15\uff19\uff10\uff14", "+49\u200b1729925904"),
        *("+49172\n9925904", "++491729925904", "+49172992590\u0664"),
    ],
)
def test_what_could_be_another_number_for_others_is_refused(written: str) -> None:
    assert why_not(as_sent(written)) is not None


def test_numbers_without_a_plus_are_for_the_platform_that_wants_them() -> None:
    assert as_sent("4915799912345", bare=True) == "+4915799912345"
    assert why_not(as_sent("49110", bare=True)) is not None
    assert why_not(as_sent("015799912345", bare=True)) is not None
