"""A deadline for tasks of asyncio that costs next to nothing while it is kept, as it nearly always is.

`asyncio.timeout` makes and destroys a timer for each request, which is a tenth of a whole small request. Here one timer
per event loop serves all requests: it is due when the first of them is, and usually finds none left.
"""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any


class TaskDeadlines:
    """The deadlines of everything that runs in one event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._running: dict[_Deadline, None] = {}
        self._due_at = float("inf")
        self._timer: asyncio.TimerHandle | None = None

    def within(self, seconds: float) -> _Deadline:
        """Return a scope that is cancelled after this time, and then raises `TimeoutError`."""
        return _Deadline(self, self._loop.time() + seconds)

    def begin(self, deadline: _Deadline) -> None:
        """Look after a scope."""
        self._running[deadline] = None
        if deadline.ends_at < self._due_at:
            self._schedule(deadline.ends_at)

    def end(self, deadline: _Deadline) -> None:
        """Look no longer after a scope."""
        self._running.pop(deadline, None)

    def _schedule(self, moment: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._due_at = moment
        self._timer = self._loop.call_at(moment, self._look)

    def _look(self) -> None:
        self._timer, self._due_at = None, float("inf")
        now = self._loop.time()
        for deadline in [each for each in self._running if each.ends_at <= now]:
            self.end(deadline)
            deadline.expire()
        if self._running:
            self._schedule(min(each.ends_at for each in self._running))


class _Deadline:
    __slots__ = ("_all", "_cancelling", "_expired", "_task", "ends_at")

    def __init__(self, deadlines: TaskDeadlines, ends_at: float) -> None:
        self._all = deadlines
        self.ends_at = ends_at
        self._expired = False
        self._cancelling = 0
        self._task: asyncio.Task[Any] | None = None

    def __enter__(self) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a coroutine runs in a task
        self._task, self._cancelling = task, task.cancelling()
        self._all.begin(self)

    def expire(self) -> None:
        """Cancel the task that is inside."""
        if self._task is not None:
            self._expired = True
            self._task.cancel()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._all.end(self)
        if not self._expired or self._task is None:
            return
        # Others may have cancelled the task as well; then that counts.
        alone = self._task.uncancel() <= self._cancelling
        if alone and kind is not None and issubclass(kind, asyncio.CancelledError):
            raise TimeoutError from error
