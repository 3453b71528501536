"""Times as people and models write them, and as tools return them: in the user's zone, with its offset."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sipgate_tools.errors import InvalidInput

__all__ = ["DEFAULT_ZONE", "as_text", "moment", "zone_named"]

DEFAULT_ZONE = "Europe/Berlin"
"""Where most of sipgate's users are: the zone of users who have none set."""


def zone_named(name: str | None) -> tzinfo:
    """The zone of that IANA name, else `DEFAULT_ZONE`, else UTC where the system knows neither."""
    for candidate in (name, DEFAULT_ZONE):
        try:
            if candidate:
                return ZoneInfo(candidate)
        except (ZoneInfoNotFoundError, ValueError):
            continue
    return UTC


def moment(text: str, zone: tzinfo, *, argument: str, end_of_day: bool = False) -> datetime:
    """A point in time from ISO 8601: a date, or a date and time with or without offset.

    Args:
        text: `2026-01-31`, `2026-01-31T09:00` or `2026-01-31T09:00:00+01:00`.
        zone: What a text without an offset means.
        argument: Its name, for the error.
        end_of_day: Whether a mere date means its last moment instead of its first.

    Raises:
        InvalidInput: It is none of these.
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


def span(since: str | None, until: str | None, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
    """Return the earliest and the latest time that the arguments `since` and `until` mean, both inclusive.

    Raises:
        InvalidInput: One is not a time, or since is later than until.
    """
    first = moment(since, zone, argument="since") if since else None
    last = moment(until, zone, argument="until", end_of_day=True) if until else None
    if first is not None and last is not None and first > last:
        raise InvalidInput("since is later than until.", hint="Exchange them.")
    return first, last


def as_text(when: datetime | None, zone: tzinfo) -> str | None:
    """A time as tools return it: `2026-01-31T09:00:00+01:00`."""
    return None if when is None else when.astimezone(zone).isoformat(timespec="seconds")
