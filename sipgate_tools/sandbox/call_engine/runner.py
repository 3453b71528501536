"""Lets calls go on while the sandbox is served, without anybody asking: by the clock, and when webhooks answer."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import get_ident
from typing import TYPE_CHECKING

from ..events import scheduler
from ..state import TableChange
from ..webhooks.dispatcher import ClaimedDelivery, WebhookDispatcher
from . import scripted_calls

if TYPE_CHECKING:
    from ..dispatch.dispatcher import Dispatcher

AT_ONCE = 16
"""Webhooks that are exchanged at the same time."""
LONGEST_SLEEP = 3600.0
_WATCHED = frozenset({"agenda", "deliveries"})


class Runner:
    """Works for one engine on one event loop. Webhooks are exchanged in threads, so the loop stays free.

    Args:
        engine: whose calls go on.
        desk: has the webhooks.
    """

    def __init__(self, engine: Dispatcher, desk: WebhookDispatcher) -> None:
        self._engine = engine
        self._desk = desk
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = 0
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._threads: ThreadPoolExecutor | None = None
        self._awake = False

    def start(self) -> None:
        """Begin on the running event loop; what was left over from before is taken up."""
        self._loop, self._thread = asyncio.get_running_loop(), get_ident()
        self._engine.listeners.append(self._changed)
        self.wake()

    def stop(self) -> None:
        """Begin nothing more. A webhook that is on its way is sent again by whoever serves the state next."""
        if self._loop is None:
            return
        self._loop = None
        self._engine.listeners.remove(self._changed)
        if self._timer is not None:
            self._timer.cancel()
        for task in self._tasks:
            task.cancel()
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)

    def wake(self) -> None:
        """Look soon what there is to do; from any thread."""
        if self._loop is None or self._awake:
            return
        self._awake = True
        if get_ident() == self._thread:
            self._loop.call_soon(self._run)
        else:
            self._loop.call_soon_threadsafe(self._run)

    def _changed(self, changes: list[TableChange]) -> None:
        if any(change.table in _WATCHED for change in changes):
            self.wake()

    def _run(self) -> None:
        self._awake = False
        if self._loop is None:
            return
        self._engine.settle()
        for taken in self._desk.claim():
            task = self._loop.create_task(self._exchange(taken))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        if not self._hurry():
            self._set_timer()

    async def _exchange(self, taken: ClaimedDelivery) -> None:
        if self._threads is None:
            self._threads = ThreadPoolExecutor(AT_ONCE, "sipgate-sandbox-webhook")
        loop = asyncio.get_running_loop()
        try:
            exchanged = await loop.run_in_executor(self._threads, self._desk.exchange, taken)
        except BaseException:
            self._desk.release(taken)
            raise
        self._desk.complete(taken, exchanged)
        self.wake()

    def _hurry(self) -> bool:
        """Let happen now what happens next in a call that waits for no clock; says whether there was such a thing."""
        with self._engine.lock:
            state = self._engine.state
            moving = {flow.xcid for flow in state.call_flows if flow.clock_moves}
            due = [
                (at, xcid)
                for xcid in moving
                if not self._desk.busy_with(xcid) and (at := scripted_calls.next_of(state, xcid))
            ]
            if due:
                at, xcid = min(due)
                scripted_calls.go_to(self._engine, xcid, at)
                self.wake()
            return bool(due)

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        with self._engine.lock:
            at, clock = scheduler.next_moment(self._engine.state), self._engine.clock
            if at is None or not clock.running or self._loop is None:
                return
            seconds = (at - clock.now()).total_seconds()
        self._timer = self._loop.call_later(min(max(seconds, 0.0), LONGEST_SLEEP), self.wake)
