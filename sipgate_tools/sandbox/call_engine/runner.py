"""Drives calls while the sandbox is served: runs steps when they are due, and delivers webhooks."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import get_ident
from typing import TYPE_CHECKING, Final

from ..events import scheduler
from ..state import TableChange
from ..webhooks.dispatcher import ClaimedDelivery, WebhookDispatcher
from . import scripted_calls

if TYPE_CHECKING:
    from ..dispatch.dispatcher import Dispatcher

CONCURRENCY: Final = 16
"""Number of webhooks that are delivered at the same time."""
MAX_SLEEP_SECONDS: Final = 3600.0
_WATCHED: Final = frozenset({"agenda", "deliveries"})


class Runner:
    """The background task for one account on one event loop. Webhooks are delivered in threads.

    Args:
        dispatcher: The request dispatcher of the account whose calls are driven.
        webhook_dispatcher: The dispatcher that delivers the account's webhooks.
    """

    def __init__(self, dispatcher: Dispatcher, webhook_dispatcher: WebhookDispatcher) -> None:
        self._dispatcher = dispatcher
        self._webhook_dispatcher = webhook_dispatcher
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = 0
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._threads: ThreadPoolExecutor | None = None
        self._wake_scheduled = False

    def start(self) -> None:
        """Start on the running event loop, with the steps and webhooks that remain from an earlier run."""
        self._loop, self._thread = asyncio.get_running_loop(), get_ident()
        self._dispatcher.listeners.append(self._on_change)
        self.wake()

    def stop(self) -> None:
        """Stop. The next process that serves the state resends webhooks that were still being delivered."""
        if self._loop is None:
            return
        self._loop = None
        self._dispatcher.listeners.remove(self._on_change)
        if self._timer is not None:
            self._timer.cancel()
        for task in self._tasks:
            task.cancel()
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)

    def wake(self) -> None:
        """Schedule a run as soon as possible. This method is thread-safe."""
        if self._loop is None or self._wake_scheduled:
            return
        self._wake_scheduled = True
        if get_ident() == self._thread:
            self._loop.call_soon(self._run)
        else:
            self._loop.call_soon_threadsafe(self._run)

    def _on_change(self, changes: list[TableChange]) -> None:
        if any(change.table in _WATCHED for change in changes):
            self.wake()

    def _run(self) -> None:
        self._wake_scheduled = False
        if self._loop is None:
            return
        self._dispatcher.settle()
        for claimed in self._webhook_dispatcher.claim():
            task = self._loop.create_task(self._deliver(claimed))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        if not self._advance_scripted_calls():
            self._set_timer()

    async def _deliver(self, claimed: ClaimedDelivery) -> None:
        if self._threads is None:
            self._threads = ThreadPoolExecutor(CONCURRENCY, "sipgate-sandbox-webhook")
        loop = asyncio.get_running_loop()
        try:
            result = await loop.run_in_executor(self._threads, self._webhook_dispatcher.exchange, claimed)
        except BaseException:
            self._webhook_dispatcher.release(claimed)
            raise
        self._webhook_dispatcher.complete(claimed, result)
        self.wake()

    def _advance_scripted_calls(self) -> bool:
        """Advance the next scripted call, which does not wait for the clock, and return whether one was due."""
        with self._dispatcher.lock:
            state = self._dispatcher.state
            moving = {flow.xcid for flow in state.call_flows if flow.clock_moves}
            due = [
                (at, xcid)
                for xcid in moving
                if not self._webhook_dispatcher.has_deliveries(xcid)
                and (at := scripted_calls.next_step_at(state, xcid))
            ]
            if due:
                at, xcid = min(due)
                scripted_calls.advance_to(self._dispatcher, xcid, at)
                self.wake()
            return bool(due)

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        with self._dispatcher.lock:
            at, clock = scheduler.next_due(self._dispatcher.state), self._dispatcher.clock
            if at is None or not clock.running or self._loop is None:
                return
            seconds = (at - clock.now()).total_seconds()
        self._timer = self._loop.call_later(min(max(seconds, 0.0), MAX_SLEEP_SECONDS), self.wake)
