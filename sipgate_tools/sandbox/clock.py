"""The sandbox's time: the only source of "now", set and moved by tests, never slept on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """A clock that runs with the machine's until somebody sets it.

    `set` stops it at a moment, `advance` moves it (a running clock keeps running from there) and `resume`
    lets it run with the machine's clock again. Everything the sandbox does in time (an SMS that shows up
    late, a fax on its way, a call that is answered) follows this clock.

    Args:
        stopped_at: start stopped at this moment (with a zone); None runs with the machine's clock.
    """

    def __init__(self, stopped_at: datetime | None = None) -> None:
        self._stopped_at: datetime | None = None
        self._ahead = timedelta()
        if stopped_at is not None:
            self.set(stopped_at)

    def now(self) -> datetime:
        """The sandbox's present moment, in UTC."""
        return self._stopped_at if self._stopped_at is not None else datetime.now(UTC) + self._ahead

    @property
    def running(self) -> bool:
        """Whether it runs with the machine's clock; one that was set stands still."""
        return self._stopped_at is None

    def set(self, at: datetime) -> None:
        """Stop the clock at a moment.

        Raises:
            ValueError: the moment carries no zone.
        """
        if at.tzinfo is None:
            msg = (
                "The sandbox's clock wants a datetime with a zone, such as datetime(2026, 1, 31, tzinfo=UTC)."
            )
            raise ValueError(msg)
        self._stopped_at = at.astimezone(UTC)

    def advance(self, by: timedelta | None = None, *, seconds: float = 0.0) -> datetime:
        """Move the clock forward and return the new moment.

        Args:
            by: how far; added to `seconds`.
            seconds: how far, in seconds.
        """
        step = (by or timedelta()) + timedelta(seconds=seconds)
        if self._stopped_at is not None:
            self._stopped_at += step
        else:
            self._ahead += step
        return self.now()

    def resume(self) -> None:
        """Run with the machine's clock again, from the machine's present moment."""
        self._stopped_at = None
        self._ahead = timedelta()
