"""Parse times as people and models write them, and format them as tools return them: in the user's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sipgate_tools.errors import InvalidInput

DEFAULT_ZONE: Final = "Europe/Berlin"
"""The zone of users without one, where most of sipgate's users are."""


def zone_by_name(name: str | None) -> tzinfo:
    """Return the zone with an IANA name, else `DEFAULT_ZONE`, else UTC if the system has no zone data."""
    for candidate in (name, DEFAULT_ZONE):
        try:
            if candidate:
                return ZoneInfo(candidate)
        except (ZoneInfoNotFoundError, ValueError):
            continue
    return UTC


def parse_time(text: str, zone: tzinfo, *, argument: str, end_of_day: bool = False) -> datetime:
    """Parse an ISO 8601 date, or a date and time with or without offset.

    Args:
        text: `2026-01-31`, `2026-01-31T09:00` or `2026-01-31T09:00:00+01:00`.
        zone: The zone of a text without offset.
        argument: The name of the argument, for the error.
        end_of_day: Whether a date without time means the end of the day instead of its start.

    Raises:
        InvalidInput: The text has none of these forms.
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
            f"{argument} is not a time.", hint="Write 2026-01-31, 2026-01-31T09:00 or 2026-01-31T09:00+01:00."
        ) from None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)


def parse_span(since: str | None, until: str | None, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
    """Parse the arguments `since` and `until` to the earliest and the latest time, both inclusive.

    Raises:
        InvalidInput: One is not a time, or since is later than until.
    """
    first = parse_time(since, zone, argument="since") if since else None
    last = parse_time(until, zone, argument="until", end_of_day=True) if until else None
    if first is not None and last is not None and first > last:
        raise InvalidInput("since must not be later than until.", hint="Swap them.")
    return first, last


def format_time(when: datetime | None, zone: tzinfo) -> str | None:
    """Return a time as tools return it: `2026-01-31T09:00:00+01:00`."""
    return None if when is None else when.astimezone(zone).isoformat(timespec="seconds")
