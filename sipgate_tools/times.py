"""Parse times in the forms that people and models write, and format times in the user's time zone.

A time is ISO 8601 (`2026-01-31`, `2026-01-31T09:00`, `2026-01-31T09:00+01:00`), or a day in words with or without a
time of day (`tomorrow 8:00`, `monday`, `yesterday`), or a distance (`in 2 hours`, `3 days ago`, `7d`). German words are
understood as well (`morgen 8:00`, `gestern`, `vor 3 Tagen`). All parsing depends on the current time that is passed.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sipgate_tools.errors import InvalidInput

DEFAULT_ZONE: Final = "Europe/Berlin"
"""The time zone for users without a time zone, in which most of sipgate's users live."""

_DAYS: Final = {
    "today": 0, "heute": 0,
    "tomorrow": 1, "morgen": 1,
    "yesterday": -1, "gestern": -1,
    "vorgestern": -2, "übermorgen": 2,
}  # fmt: skip
_WEEKDAYS: Final = {
    "monday": 0, "montag": 0,
    "tuesday": 1, "dienstag": 1,
    "wednesday": 2, "mittwoch": 2,
    "thursday": 3, "donnerstag": 3,
    "friday": 4, "freitag": 4,
    "saturday": 5, "samstag": 5, "sonnabend": 5,
    "sunday": 6, "sonntag": 6,
}  # fmt: skip
_UNITS: Final = {
    "m": "minutes", "min": "minutes", "minute": "minutes", "minutes": "minutes", "minuten": "minutes",
    "h": "hours", "hour": "hours", "hours": "hours", "stunde": "hours", "stunden": "hours",
    "d": "days", "day": "days", "days": "days", "tag": "days", "tage": "days", "tagen": "days",
    "w": "weeks", "week": "weeks", "weeks": "weeks", "woche": "weeks", "wochen": "weeks",
}  # fmt: skip
_DISTANCE: Final = re.compile(r"(in |vor |last )?(\d{1,4}) ?([a-z]+)( ago)?")
_CLOCK: Final = re.compile(r"(\d{1,2})(?::(\d{2}))?(?: ?(am|pm|uhr))?")


def zone_by_name(name: str | None) -> tzinfo:
    """Return the time zone with an IANA name, or else `DEFAULT_ZONE`, or UTC if the system has no time zone data."""
    for candidate in (name, DEFAULT_ZONE):
        try:
            if candidate:
                return ZoneInfo(candidate)
        except (ZoneInfoNotFoundError, ValueError):
            continue
    return UTC


def parse_time(
    text: str,
    zone: tzinfo,
    *,
    argument: str,
    end_of_day: bool = False,
    future: bool = False,
    now: datetime | None = None,
) -> datetime:
    """Parse a time in one of the forms of this module.

    Args:
        text: The time, such as `2026-01-31T09:00`, `tomorrow 8:00` or `3 days ago`.
        zone: The time zone for a time without an offset.
        argument: The name of the argument, for the error message.
        end_of_day: Whether a day without a time of day means the end of the day instead of the start.
        future: Whether a weekday means the next one and a distance without a direction lies ahead, instead of the
            last one and behind.
        now: The current time, with an offset; by default the system's clock.

    Raises:
        InvalidInput: `text` is not in one of these forms.
    """
    current = (now or datetime.now(UTC)).astimezone(zone)
    words = " ".join(text.replace(",", " ").split()).casefold()
    if (parsed := _iso(text.strip(), zone, end_of_day=end_of_day)) is not None:
        return parsed
    if (parsed := _in_words(words, current, end_of_day=end_of_day, future=future)) is not None:
        return parsed
    raise InvalidInput(
        f"{argument} is not a time.",
        hint="Use 2026-01-31, 2026-01-31T09:00, 2026-01-31T09:00+01:00, or words such as tomorrow 8:00 or 3 days ago.",
    )


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


def _iso(text: str, zone: tzinfo, *, end_of_day: bool) -> datetime | None:
    try:
        if len(text) == len("2026-01-31"):
            return _day(date.fromisoformat(text), zone, end_of_day=end_of_day)
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)


def _in_words(words: str, now: datetime, *, end_of_day: bool, future: bool) -> datetime | None:
    if words in ("now", "jetzt"):
        return now
    if (match := _DISTANCE.fullmatch(words)) and (unit := _UNITS.get(match[3])):
        before, after = (match[1] or "").strip(), match[4]
        if before and after:
            return None
        ahead = before == "in" or (future and not before and not after)
        distance = timedelta(**{unit: int(match[2])})
        try:  # through UTC: a distance is elapsed time, also where the clocks change in between
            moved = now.astimezone(UTC) + distance if ahead else now.astimezone(UTC) - distance
        except OverflowError:
            return None
        return moved.astimezone(now.tzinfo)
    name, _, clock = words.partition(" ")
    if name in _DAYS:
        offset = _DAYS[name]
    elif name in _WEEKDAYS:
        offset = _days_to(_WEEKDAYS[name], now.weekday(), future=future)
    else:
        return _clock_on(now.date(), words, now.tzinfo) if ":" in words else None
    day = now.date() + timedelta(days=offset)
    if clock:
        return _clock_on(day, clock, now.tzinfo)
    return _day(day, now.tzinfo, end_of_day=end_of_day)


def _days_to(weekday: int, today: int, *, future: bool) -> int:
    """Return the number of days to the next weekday after today, or the negative number to the last one until today."""
    return (weekday - today - 1) % 7 + 1 if future else -((today - weekday) % 7)


def _day(day: date, zone: tzinfo | None, *, end_of_day: bool) -> datetime:
    if not end_of_day:
        return datetime.combine(day, time.min, zone)
    return datetime.combine(day, time.max, zone)


def _clock_on(day: date, clock: str, zone: tzinfo | None) -> datetime | None:
    for word in ("at ", "um "):
        clock = clock.removeprefix(word)
    match = _CLOCK.fullmatch(clock)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3] in ("am", "pm"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[3] == "pm" else 0)
    if hour > 23 or minute > 59:
        return None
    return datetime.combine(day, time(hour, minute), zone)
