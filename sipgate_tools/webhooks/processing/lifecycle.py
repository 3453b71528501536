"""The lifecycle of an app: opening and closing the store, follow-ups, retention and the health check."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Final

from sipgate_tools.errors import SipgateError

from ..asgi import Receive, Send
from ..store.base import Store
from .clock import Clock, was_cancelled
from .followups import FollowUps
from .handlers import Handlers

_log: Final = logging.getLogger("sipgate_tools.webhooks")

_PRUNE_EVERY_SECONDS: Final = 3600.0
_STOP_WITHIN_SECONDS: Final = 10.0


class Lifecycle:
    """The background tasks of an app, in the event loop that serves its deliveries.

    Args:
        store: The store to open and to prune regularly.
        handlers: The handlers to wait for when the app stops.
        follow_ups: The scheduler of follow-ups.
        clock: The source of the current time.
        retention_seconds: The time in seconds for which the store keeps events; `None` keeps them forever.
        closing: The coroutine functions that `stop` calls at the end.
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
        self._prune_task: asyncio.Task[None] | None = None
        self._follow_up_task: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        """Whether the background tasks run in the current event loop."""
        return self._loop is asyncio.get_running_loop()

    async def start(self) -> None:
        """Open the store and start the background tasks, which resume pending follow-ups."""
        await self._store.open()
        if self.running:
            return
        self._loop = asyncio.get_running_loop()
        self._follow_up_task = self._loop.create_task(self._follow_ups.run())
        if self._retention_seconds is not None:
            self._prune_task = self._loop.create_task(self._prune_regularly(self._retention_seconds))

    async def stop(self) -> None:
        """Finish the work in progress, stop the background tasks, and call the `closing` functions."""
        if not self.running:
            return
        self._loop = None
        self._follow_ups.stop()
        await self._handlers.finish(within_seconds=_STOP_WITHIN_SECONDS)
        if self._prune_task is not None:
            self._prune_task.cancel()
        tasks = [task for task in (self._prune_task, self._follow_up_task) if task is not None]
        if tasks:
            # The store is closed only after the tasks that use it.
            _, late = await asyncio.wait(tasks, timeout=_STOP_WITHIN_SECONDS)
            for task in late:
                task.cancel()
        for close in self._closing:
            await close()

    async def is_healthy(self, *, within_seconds: float) -> bool:
        """Return whether `Store.check` succeeds within a time limit, so that deliveries can be stored now."""
        try:
            async with asyncio.timeout(within_seconds):
                await self._store.open()
                await self._store.check()
        except Exception as error:
            _log.error("the store does not work: %s", describe_error(error))
            return False
        return True

    async def follow_lifespan(self, receive: Receive, send: Send) -> None:
        """Start and stop on the lifespan messages of an ASGI server."""
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                try:
                    await self.start()
                except Exception as error:
                    reason = describe_error(error)
                    _log.error("the app cannot start: %s", reason)
                    await send({"type": "lifespan.startup.failed", "message": reason})
                    return
                await send({"type": "lifespan.startup.complete"})
            else:
                await self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _prune_regularly(self, retention_seconds: float) -> None:
        never_set = asyncio.Event()
        while True:
            now = self._clock.now()
            try:
                await self._store.prune(now - retention_seconds)
            except Exception as error:
                _log.error("old events could not be removed: %s", describe_error(error))
            if was_cancelled():
                return
            await self._clock.wait_until(now + _PRUNE_EVERY_SECONDS, never_set)


def describe_error(error: Exception) -> str:
    """Return a description for the log: the message of a `SipgateError`, the type and line of any other error.

    The message of any other error can contain the data that was being stored.
    """
    if isinstance(error, SipgateError):
        return str(error)
    if isinstance(error, TimeoutError):
        return "it took too long"
    where = traceback.extract_tb(error.__traceback__)
    position = f" at {Path(where[-1].filename).name}:{where[-1].lineno}" if where else ""
    return f"{type(error).__name__}{position}"
