"""A deadline for asyncio tasks that costs almost nothing unless it expires.

`asyncio.timeout` creates and cancels a timer for each request, which takes a tenth of the time of a small request.
Here, one timer per event loop serves all requests and fires when the earliest deadline is due.
"""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any


class TaskDeadlines:
    """The deadlines of one event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._running: dict[_Deadline, None] = {}
        self._due_at = float("inf")
        self._timer: asyncio.TimerHandle | None = None

    def within(self, seconds: float) -> _Deadline:
        """Return a scope that is cancelled after the given time and then raises `TimeoutError`."""
        return _Deadline(self, self._loop.time() + seconds)

    def add(self, deadline: _Deadline) -> None:
        """Start watching a scope."""
        self._running[deadline] = None
        if deadline.ends_at < self._due_at:
            self._schedule(deadline.ends_at)

    def remove(self, deadline: _Deadline) -> None:
        """Stop watching a scope."""
        self._running.pop(deadline, None)

    def _schedule(self, due_at: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._due_at = due_at
        self._timer = self._loop.call_at(due_at, self._expire_due)

    def _expire_due(self) -> None:
        self._timer, self._due_at = None, float("inf")
        now = self._loop.time()
        for deadline in [each for each in self._running if each.ends_at <= now]:
            self.remove(deadline)
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
        self._all.add(self)

    def expire(self) -> None:
        """Cancel the task in the scope."""
        if self._task is not None:
            self._expired = True
            self._task.cancel()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._all.remove(self)
        if not self._expired or self._task is None:
            return
        # If other code has cancelled the task as well, its cancellation takes precedence.
        only_here = self._task.uncancel() <= self._cancelling
        if only_here and kind is not None and issubclass(kind, asyncio.CancelledError):
            raise TimeoutError from error
