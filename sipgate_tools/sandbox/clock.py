"""The sandbox's clock: the only source of the current time; tests set and advance it instead of sleeping."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Setting:
    """The setting of a clock: stopped at a time, or running with an offset from the machine's clock."""

    stopped_at: datetime | None
    ahead: timedelta


class Clock:
    """A clock that runs with the machine's clock until it is set.

    `set` stops the clock at a time, `advance` moves the clock (a running clock keeps running from the new time), and
    `resume` makes the clock run with the machine's clock again. Every delay in the sandbox, such as the time until an
    SMS appears in the history, a fax is sent or a call is answered, follows this clock.

    Args:
        stopped_at: The time (with a time zone) at which the clock is stopped. If None, the clock runs with the
            machine's clock.

    Raises:
        ValueError: `stopped_at` has no time zone.
    """

    def __init__(self, stopped_at: datetime | None = None) -> None:
        self._stopped_at: datetime | None = None
        self._ahead = timedelta()
        self.listeners: list[Callable[[Setting], None]] = []
        """Functions that are called with the new setting whenever the clock is set, advanced or resumed."""
        if stopped_at is not None:
            self.set(stopped_at)

    def now(self) -> datetime:
        """Return the sandbox's current time, in UTC."""
        return self._stopped_at if self._stopped_at is not None else datetime.now(UTC) + self._ahead

    @property
    def running(self) -> bool:
        """Whether the clock is running, that is, not stopped by `set`."""
        return self._stopped_at is None

    @property
    def setting(self) -> Setting:
        """The current setting, which can be assigned to another clock."""
        return Setting(self._stopped_at, self._ahead)

    @setting.setter
    def setting(self, setting: Setting) -> None:
        self._stopped_at, self._ahead = setting.stopped_at, setting.ahead
        for listener in self.listeners:
            listener(setting)

    def set(self, at: datetime) -> None:
        """Stop the clock at a time.

        Raises:
            ValueError: `at` has no time zone.
        """
        if at.tzinfo is None:
            msg = "The time must have a time zone, such as datetime(2026, 1, 31, tzinfo=UTC)."
            raise ValueError(msg)
        self.setting = Setting(at.astimezone(UTC), self._ahead)

    def advance(self, by: timedelta | None = None, *, seconds: float = 0.0) -> datetime:
        """Advance the clock and return the new time.

        Args:
            by: The amount of time, to which `seconds` is added.
            seconds: The number of seconds.
        """
        step = (by or timedelta()) + timedelta(seconds=seconds)
        if self._stopped_at is not None:
            self.setting = Setting(self._stopped_at + step, self._ahead)
        else:
            self.setting = Setting(None, self._ahead + step)
        return self.now()

    def resume(self) -> None:
        """Run with the machine's clock again, from the machine's current time."""
        self.setting = Setting(None, timedelta())


class AppClock:
    """The sandbox's clock for a webhook app in the same process: `WebhookApp(clock=sandbox.app_clock)`.

    If the sandbox's clock is stopped, scripted calls advance the clock. The app's store therefore records the call
    durations of the script, not the time that playback takes.

    Args:
        clock: The sandbox's clock.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        """Return the sandbox's current time in seconds since the epoch."""
        return self._clock.now().timestamp()

    async def wait_until(self, moment: float, woken: asyncio.Event) -> None:
        """Wait until `moment` (seconds since the epoch) or until `woken` is set, whichever comes first."""
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
