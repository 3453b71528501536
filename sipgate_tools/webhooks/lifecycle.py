"""What an app does between deliveries: opening and closing, follow-ups, forgetting."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Final

from sipgate_tools.errors import SipgateError

from .asgi import Receive, Send
from .clock import Clock, was_cancelled
from .followups import FollowUps
from .handlers import Handlers
from .store.base import Store

_log = logging.getLogger("sipgate_tools.webhooks")

_FORGET_EVERY_SECONDS: Final = 3600.0
_STOP_WITHIN_SECONDS: Final = 10.0


class Lifecycle:
    """Runs beside the deliveries, in the event loop that serves them.

    Args:
        store: What is opened, and pruned from time to time.
        handlers: Whose last work is waited for.
        follow_ups: What is done later.
        clock: What time it is.
        retention_seconds: How long the store remembers; `None`: for ever.
        closing: What is called at the end.
    """

    def __init__(
        self,
        store: Store,
        handlers: Handlers,
        follow_ups: FollowUps,
        clock: Clock,
        *,
        retention_seconds: float | None,
        closing: Sequence[Callable[[], Awaitable[None]]],
    ) -> None:
        self._store = store
        self._handlers = handlers
        self._follow_ups = follow_ups
        self._clock = clock
        self._retention_seconds = retention_seconds
        self._closing = closing
        self._loop: asyncio.AbstractEventLoop | None = None
        self._forgetting: asyncio.Task[None] | None = None
        self._following_up: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        """Whether it runs in the event loop that asks."""
        return self._loop is asyncio.get_running_loop()

    async def start(self) -> None:
        """Open the store and begin with what was promised before."""
        await self._store.open()
        if self.running:
            return
        self._loop = asyncio.get_running_loop()
        self._following_up = self._loop.create_task(self._follow_ups.run())
        if self._retention_seconds is not None:
            self._forgetting = self._loop.create_task(self._forget(self._retention_seconds))

    async def stop(self) -> None:
        """Finish what has begun, then close."""
        if not self.running:
            return
        self._loop = None
        self._follow_ups.stop()
        await self._handlers.finish(within_seconds=_STOP_WITHIN_SECONDS)
        if self._forgetting is not None:
            self._forgetting.cancel()
        tasks = [task for task in (self._forgetting, self._following_up) if task is not None]
        if tasks:
            # The store is closed behind those who use it.
            _, late = await asyncio.wait(tasks, timeout=_STOP_WITHIN_SECONDS)
            for task in late:
                task.cancel()
        for close in self._closing:
            await close()

    async def works(self, *, within_seconds: float) -> bool:
        """Whether deliveries can be kept now: one is written and removed again."""
        try:
            async with asyncio.timeout(within_seconds):
                await self._store.open()
                await self._store.check()
        except Exception as error:
            _log.error("the store does not work: %s", in_one_line(error))
            return False
        return True

    async def follow_lifespan(self, receive: Receive, send: Send) -> None:
        """Start and stop as an ASGI server says."""
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                try:
                    await self.start()
                except Exception as error:
                    reason = in_one_line(error)
                    _log.error("the app cannot start: %s", reason)
                    await send({"type": "lifespan.startup.failed", "message": reason})
                    return
                await send({"type": "lifespan.startup.complete"})
            else:
                await self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _forget(self, retention_seconds: float) -> None:
        never = asyncio.Event()
        while True:
            now = self._clock.now()
            try:
                await self._store.prune(now - retention_seconds)
            except Exception as error:
                _log.error("old events could not be removed: %s", in_one_line(error))
            if was_cancelled():
                return
            await self._clock.wait_until(now + _FORGET_EVERY_SECONDS, never)


def in_one_line(error: Exception) -> str:
    """Return what a log says about an error: the message of ours, the kind and the place of others.

    The text of other people's errors may hold what was being kept.
    """
    if isinstance(error, SipgateError):
        return str(error)
    if isinstance(error, TimeoutError):
        return "it took too long"
    where = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(where[-1].filename).name}:{where[-1].lineno}" if where else ""
    return f"{type(error).__name__}{place}"
