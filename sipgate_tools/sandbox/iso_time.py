"""Formats and parses the API's dates and times, which are ISO 8601 with a time zone."""

from __future__ import annotations

from datetime import UTC, datetime

from .dispatch.api_errors import bad_request


def iso(moment: datetime) -> str:
    """Return a time in UTC, to the second, such as `2026-01-31T08:00:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_time(text: str, name: str) -> datetime:
    """Return the time in the query parameter `name`, in UTC. A value without a time zone is treated as UTC.

    Raises:
        ApiError: 400, if `text` is not an ISO 8601 date or date-time.
    """
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise bad_request(f"The parameter {name} is not an ISO 8601 date-time", name) from None
