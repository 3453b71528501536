"""Group commit: the writes of one iteration of the event loop share one SQLite transaction."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from typing import Any, Final, TypeVar, cast
from weakref import WeakKeyDictionary

from sipgate_tools.errors import StoreFailed

from .sqlite_file import SqliteFile, failure

T = TypeVar("T")
Operation = Callable[[sqlite3.Connection], Any]

_BUSY_TIMEOUT_SECONDS: Final = 20.0
_FIRST_PAUSE_SECONDS: Final = 0.001
_LONGEST_PAUSE_SECONDS: Final = 0.025


class Busy(Exception):
    """The file is locked by another process."""


class GroupCommit:
    """Runs operations on a file, and returns each result after the transaction was committed to the file.

    A commit takes tens of microseconds, less than starting a thread, so it runs in the event loop. While another
    process has locked the file, the commit is retried with all pending operations except canceled ones.

    Args:
        file: The file. Only this object uses its connection for writing.
        generation: An id that distinguishes the file from one that was opened earlier at the same path.
    """

    def __init__(self, file: SqliteFile, generation: str) -> None:
        self.file = file
        self.generation = generation
        self._lock = threading.Lock()
        self._queues: WeakKeyDictionary[asyncio.AbstractEventLoop, _Queue] = WeakKeyDictionary()
        file.writer.execute("PRAGMA busy_timeout = 0")

    def run(self, operation: Callable[[sqlite3.Connection], T]) -> asyncio.Future[T]:
        """Run an operation in the next transaction, and return a future for the result after the commit."""
        loop = asyncio.get_running_loop()
        queue = self._queues.get(loop)
        if queue is None:
            queue = self._queues[loop] = _Queue(self)
        return cast("asyncio.Future[T]", queue.add(loop, operation))

    def commit(self, operations: list[Operation]) -> list[Any]:
        """Run operations in one transaction.

        Raises:
            Busy: The file is locked by another process, or another thread is committing.
            StoreFailed: The file cannot be written to, or is no longer at its path.
        """
        if not self._lock.acquire(blocking=False):
            raise Busy
        try:
            results = self._commit(operations)
        except sqlite3.Error as error:
            if isinstance(error, sqlite3.OperationalError) and (
                error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            ):
                raise Busy from error
            raise failure(self.file.path, error) from error
        finally:
            self._lock.release()
        if not self.file.is_in_place():
            self.file.lost = True
            raise StoreFailed(f"The store {self.file.path} was deleted, moved or replaced.")
        return results

    def close(self, close: Callable[[], None]) -> None:
        """Close the file when no commit is in progress."""
        with self._lock:
            close()

    def _commit(self, operations: list[Operation]) -> list[Any]:
        connection = self.file.writer
        connection.execute("BEGIN IMMEDIATE")
        try:
            results = [operation(connection) for operation in operations]
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        return results


class _Queue:
    """The operations that wait for the next transaction in one event loop."""

    def __init__(self, commits: GroupCommit) -> None:
        self._commits = commits
        self._waiting: list[tuple[Operation, asyncio.Future[Any]]] = []
        self._scheduled = False
        self._busy_since: float | None = None
        self._pause = _FIRST_PAUSE_SECONDS

    def add(self, loop: asyncio.AbstractEventLoop, operation: Operation) -> asyncio.Future[Any]:
        future: asyncio.Future[Any] = loop.create_future()
        self._waiting.append((operation, future))
        if not self._scheduled:
            self._scheduled = True
            loop.call_soon(self._flush, loop)
        return future

    def _flush(self, loop: asyncio.AbstractEventLoop) -> None:
        batch = [one for one in self._waiting if not one[1].done()]
        self._waiting = []
        self._scheduled = False
        if not batch:
            self._busy_since = None
            return
        outcome: list[Any] | Exception
        try:
            outcome = self._commits.commit([operation for operation, _ in batch])
        except Busy:
            if self._retry_later(loop, batch):
                return
            outcome = StoreFailed(f"The store {self._commits.file.path} is locked by another process.")
        except Exception as error:
            outcome = error
        self._busy_since, self._pause = None, _FIRST_PAUSE_SECONDS
        for index, (_, future) in enumerate(batch):
            if isinstance(outcome, Exception):
                future.set_exception(outcome)
            else:
                future.set_result(outcome[index])

    def _retry_later(
        self, loop: asyncio.AbstractEventLoop, batch: list[tuple[Operation, asyncio.Future[Any]]]
    ) -> bool:
        """Schedule a retry and return `True`, or return `False` after the time limit."""
        now = loop.time()
        if self._busy_since is None:
            self._busy_since, self._pause = now, _FIRST_PAUSE_SECONDS
        if now - self._busy_since >= _BUSY_TIMEOUT_SECONDS:
            return False
        self._waiting = batch
        self._scheduled = True
        loop.call_later(self._pause, self._flush, loop)
        self._pause = min(2 * self._pause, _LONGEST_PAUSE_SECONDS)
        return True
