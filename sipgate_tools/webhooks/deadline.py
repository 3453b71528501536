"""A time limit that costs next to nothing when it is kept, as it nearly always is."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any
from weakref import WeakKeyDictionary


class OutOfTime(Exception):
    """Something took longer than its time."""


class Deadline:
    """Cancels what takes longer than its time, at most a tenth of it later.

    `asyncio.timeout` makes and destroys a timer each time; here one timer looks after all that runs.

    Args:
        seconds: The time.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._watches: WeakKeyDictionary[asyncio.AbstractEventLoop, _Watch] = WeakKeyDictionary()

    def limit(self) -> _Limit:
        """Return a context manager for what has to be over in time; it raises `OutOfTime`."""
        loop = asyncio.get_running_loop()
        watch = self._watches.get(loop)
        if watch is None:
            watch = self._watches[loop] = _Watch(loop, self.seconds)
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a coroutine runs in a task
        return _Limit(watch, task)


class _Limit:
    __slots__ = ("_cancelling", "_task", "_watch")

    def __init__(self, watch: _Watch, task: asyncio.Task[Any]) -> None:
        self._watch = watch
        self._task = task
        self._cancelling = task.cancelling()

    def __enter__(self) -> None:
        self._watch.begin(self._task)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._watch.end(self._task):
            return
        # Somebody else may have cancelled it as well; then that counts.
        alone = self._task.uncancel() <= self._cancelling
        if alone and (kind is None or issubclass(kind, asyncio.CancelledError)):
            raise OutOfTime from error


class _Watch:
    """Everything with a limit in one event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, seconds: float) -> None:
        self._loop = loop
        self._seconds = seconds
        self._since: dict[asyncio.Task[Any], float] = {}
        self._expired: set[asyncio.Task[Any]] = set()
        self._looking = False

    def begin(self, task: asyncio.Task[Any]) -> None:
        self._since[task] = self._loop.time()
        if not self._looking:
            self._looking = True
            self._loop.call_later(self._seconds / 10, self._look)

    def end(self, task: asyncio.Task[Any]) -> bool:
        """Whether it was cancelled for having taken too long."""
        self._since.pop(task, None)
        if task not in self._expired:
            return False
        self._expired.discard(task)
        return True

    def _look(self) -> None:
        latest = self._loop.time() - self._seconds
        for task in [task for task, since in self._since.items() if since <= latest]:
            del self._since[task]
            self._expired.add(task)
            task.cancel()
        self._looking = bool(self._since)
        if self._looking:
            self._loop.call_later(self._seconds / 10, self._look)
