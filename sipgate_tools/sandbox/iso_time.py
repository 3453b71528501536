"""Moments as the API writes and reads them: ISO 8601 with a zone."""

from __future__ import annotations

from datetime import UTC, datetime

from .dispatch.api_errors import bad_request


def iso(moment: datetime) -> str:
    """A moment in UTC, to the second, as `2026-01-31T08:00:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_moment(text: str, name: str) -> datetime:
    """A moment from a query parameter; without a zone it is taken as UTC.

    Raises:
        Refusal: 400 for anything else than a date and time, or a date.
    """
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise bad_request(f"The parameter {name} is not an ISO 8601 date-time", name) from None
