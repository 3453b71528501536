"""Dates and times of the API: ISO 8601 with a time zone."""

from __future__ import annotations

from datetime import UTC, datetime

from .dispatch.api_errors import bad_request


def iso(moment: datetime) -> str:
    """Return a time in UTC with seconds: `2026-01-31T08:00:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_time(text: str, name: str) -> datetime:
    """Return the time in a query parameter; without a time zone it is UTC.

    Raises:
        ApiError: 400, if it is neither a date nor a date and time.
    """
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise bad_request(f"The parameter {name} is not an ISO 8601 date-time", name) from None
