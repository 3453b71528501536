"""Parse times in the forms that people and models write, and format times in the user's time zone for tool results."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sipgate_tools.errors import InvalidInput

DEFAULT_ZONE: Final = "Europe/Berlin"
"""The time zone for users without a time zone, in which most of sipgate's users live."""


def zone_by_name(name: str | None) -> tzinfo:
    """Return the time zone with an IANA name, or else `DEFAULT_ZONE`, or UTC if the system has no time zone data."""
    for candidate in (name, DEFAULT_ZONE):
        try:
            if candidate:
                return ZoneInfo(candidate)
        except (ZoneInfoNotFoundError, ValueError):
            continue
    return UTC


def parse_time(text: str, zone: tzinfo, *, argument: str, end_of_day: bool = False) -> datetime:
    """Parse an ISO 8601 date, or a date and time with or without an offset.

    Args:
        text: The time, such as `2026-01-31`, `2026-01-31T09:00` or `2026-01-31T09:00:00+01:00`.
        zone: The time zone for a time without an offset.
        argument: The name of the argument, for the error message.
        end_of_day: Whether a date without a time means the end of the day instead of the start.

    Raises:
        InvalidInput: `text` is not in one of these forms.
    """
    stripped = text.strip()
    try:
        if len(stripped) == len("2026-01-31"):
            day = date.fromisoformat(stripped)
            start = datetime.combine(day, time.min, zone)
            return start + timedelta(days=1, microseconds=-1) if end_of_day else start
        parsed = datetime.fromisoformat(stripped)
    except ValueError:
        raise InvalidInput(
            f"{argument} is not a time.", hint="Use 2026-01-31, 2026-01-31T09:00 or 2026-01-31T09:00+01:00."
        ) from None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)


def parse_span(since: str | None, until: str | None, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
    """Parse the arguments `since` and `until` to the earliest and the latest time, both inclusive.

    Raises:
        InvalidInput: `since` or `until` is not a time, or `since` is later than `until`.
    """
    first = parse_time(since, zone, argument="since") if since else None
    last = parse_time(until, zone, argument="until", end_of_day=True) if until else None
    if first is not None and last is not None and first > last:
        raise InvalidInput("since must not be later than until.", hint="Swap them.")
    return first, last


def format_time(when: datetime | None, zone: tzinfo) -> str | None:
    """Return a time in the form of tool results, such as `2026-01-31T09:00:00+01:00`."""
    return None if when is None else when.astimezone(zone).isoformat(timespec="seconds")
