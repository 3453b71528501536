"""The clock for follow-ups and retention, which tests can replace."""

from __future__ import annotations

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """A source of the current time that can also wait."""

    def now(self) -> float:
        """Return the current time in seconds since the epoch."""
        ...

    async def wait_until(self, moment: float, woken: asyncio.Event) -> None:
        """Return at the time `moment` (seconds since the epoch) or when `woken` is set, whichever comes first."""
        ...


class SystemClock:
    """The system clock."""

    def now(self) -> float:
        """Return the current time in seconds since the epoch."""
        return time.time()

    async def wait_until(self, moment: float, woken: asyncio.Event) -> None:
        """Return at the time `moment` (seconds since the epoch) or when `woken` is set, whichever comes first."""
        try:
            async with asyncio.timeout(max(0.0, moment - self.now())):
                await woken.wait()
        except TimeoutError:
            return


def was_cancelled() -> bool:
    """Return whether the current task was canceled but a library swallowed the `CancelledError`.

    redis-py does so when it is canceled while it connects.
    """
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
