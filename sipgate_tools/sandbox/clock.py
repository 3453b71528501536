"""The sandbox's time: the only source of "now", set and moved by tests, never slept on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Setting:
    """How a clock is set: standing still at a moment, or so far ahead of the machine's clock."""

    stopped_at: datetime | None
    ahead: timedelta


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
        self.listeners: list[Callable[[Setting], None]] = []
        """Called whenever the clock was set or moved."""
        if stopped_at is not None:
            self.set(stopped_at)

    def now(self) -> datetime:
        """The sandbox's present moment, in UTC."""
        return self._stopped_at if self._stopped_at is not None else datetime.now(UTC) + self._ahead

    @property
    def running(self) -> bool:
        """Whether it runs with the machine's clock; one that was set stands still."""
        return self._stopped_at is None

    @property
    def setting(self) -> Setting:
        """How it is set, for another clock to be set alike."""
        return Setting(self._stopped_at, self._ahead)

    @setting.setter
    def setting(self, setting: Setting) -> None:
        self._stopped_at, self._ahead = setting.stopped_at, setting.ahead
        for listener in self.listeners:
            listener(setting)

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
        self.setting = Setting(at.astimezone(UTC), self._ahead)

    def advance(self, by: timedelta | None = None, *, seconds: float = 0.0) -> datetime:
        """Move the clock forward and return the new moment.

        Args:
            by: how far; added to `seconds`.
            seconds: how far, in seconds.
        """
        step = (by or timedelta()) + timedelta(seconds=seconds)
        if self._stopped_at is not None:
            self.setting = Setting(self._stopped_at + step, self._ahead)
        else:
            self.setting = Setting(None, self._ahead + step)
        return self.now()

    def resume(self) -> None:
        """Run with the machine's clock again, from the machine's present moment."""
        self.setting = Setting(None, timedelta())


class AppClock:
    """The time of a sandbox for a webhook app in the same process, `WebhookApp(clock=sandbox.app_clock)`.

    With a clock that stands still, which scripted calls move along, the app's store has calls as long as they are in
    the script, and not as long as the script takes to be played.

    Args:
        clock: the sandbox's.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        """Seconds since the epoch."""
        return self._clock.now().timestamp()

    async def wait_until(self, moment: float, woken: asyncio.Event) -> None:
        """Return when `moment` (seconds since the epoch) has come or `woken` is set, whichever is first."""
        loop, moved = asyncio.get_running_loop(), asyncio.Event()

        def wake(_: Setting) -> None:
            loop.call_soon_threadsafe(moved.set)

        self._clock.listeners.append(wake)
        try:
            while not woken.is_set() and (ahead := moment - self.now()) > 0:
                moved.clear()
                waits = [asyncio.ensure_future(event.wait()) for event in (woken, moved)]
                try:
                    timeout = ahead if self._clock.running else None
                    await asyncio.wait(waits, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    for wait in waits:
                        wait.cancel()
        finally:
            self._clock.listeners.remove(wake)
