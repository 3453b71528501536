"""Which numbers may be contacted."""

from __future__ import annotations

import pytest

from sipgate_tools.mcp.recipients import international, why_not


@pytest.mark.parametrize(
    "number",
    [
        *("110", "112", "+49110", "+49112", "911", "+1911", "+44999", "116117", "+49116117"),
        *("+499001234567", "+4913771234567", "+491801234567", "+4911833", "11833", "0900 1234567"),
        *("+881612345678", "+870773123456", "+9791234567890", "+8835100123456"),
        *("", "+", "abc", "+4", "99"),
    ],
)
def test_emergency_premium_and_satellite_numbers_and_nonsense_are_always_refused(number: str) -> None:
    assert why_not(number) is not None
    assert why_not(number, allow=("+",)) is not None


@pytest.mark.parametrize(
    "number", ["+4915799912345", "+493023125014", "+442079460000", "004930231250", "4915799912345"]
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
