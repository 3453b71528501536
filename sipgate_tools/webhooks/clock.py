"""The time that follow-ups and retention go by; tests bring their own."""

from __future__ import annotations

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """Says what time it is, and waits."""

    def now(self) -> float:
        """Seconds since the epoch."""
        ...

    async def wait_until(self, moment: float, woken: asyncio.Event) -> None:
        """Return when `moment` (seconds since the epoch) has come or `woken` is set, whichever is first."""
        ...


class SystemClock:
    """The clock of this machine."""

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time()

    async def wait_until(self, moment: float, woken: asyncio.Event) -> None:
        """Return when `moment` (seconds since the epoch) has come or `woken` is set, whichever is first."""
        try:
            async with asyncio.timeout(max(0.0, moment - self.now())):
                await woken.wait()
        except TimeoutError:
            return


def was_cancelled() -> bool:
    """Whether the running task was told to end and something it called has kept that to itself.

    redis-py does when it is cancelled while it connects.
    """
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
