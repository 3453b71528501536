"""Many writes, one transaction: what arrives in one turn of the event loop is committed together."""

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

_PATIENCE_SECONDS: Final = 20.0
_FIRST_PAUSE_SECONDS: Final = 0.001
_LONGEST_PAUSE_SECONDS: Final = 0.025


class Busy(Exception):
    """Another process is writing the file."""


class GroupCommit:
    """Runs operations on a file, each answered when its transaction is on disk and the file in its place.

    A commit takes some tens of microseconds, less than starting a thread for it: so it runs in the event loop.
    While another process has locked the file, it is tried again and again with all that waits; who gives up
    waiting (a cancelled future) is left out.

    Args:
        file: The file; its connection for writing is used by this alone.
        opening: Tells it from the file that was opened at the same path before.
    """

    def __init__(self, file: SqliteFile, opening: str) -> None:
        self.file = file
        self.opening = opening
        self._lock = threading.Lock()
        self._queues: WeakKeyDictionary[asyncio.AbstractEventLoop, _Queue] = WeakKeyDictionary()
        file.writer.execute("PRAGMA busy_timeout = 0")

    def run(self, operation: Callable[[sqlite3.Connection], T]) -> asyncio.Future[T]:
        """Run an operation within the next transaction; the future has its result once that is committed."""
        loop = asyncio.get_running_loop()
        queue = self._queues.get(loop)
        if queue is None:
            queue = self._queues[loop] = _Queue(self)
        return cast("asyncio.Future[T]", queue.add(loop, operation))

    def commit(self, operations: list[Operation]) -> list[Any]:
        """Run operations in one transaction.

        Raises:
            Busy: The file is in use.
            StoreFailed: It cannot be written, or is no longer at its path.
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
        """Close the file once nobody writes to it."""
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
    """What waits for the next transaction in one event loop."""

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
            if self._wait(loop, batch):
                return
            outcome = StoreFailed(f"The store {self._commits.file.path} is locked by another process.")
        except Exception as error:
            outcome = error
        self._busy_since, self._pause = None, _FIRST_PAUSE_SECONDS
        for place, (_, future) in enumerate(batch):
            if isinstance(outcome, Exception):
                future.set_exception(outcome)
            else:
                future.set_result(outcome[place])

    def _wait(
        self, loop: asyncio.AbstractEventLoop, batch: list[tuple[Operation, asyncio.Future[Any]]]
    ) -> bool:
        """Whether it is worth trying again a little later; then it is arranged."""
        now = loop.time()
        if self._busy_since is None:
            self._busy_since, self._pause = now, _FIRST_PAUSE_SECONDS
        if now - self._busy_since >= _PATIENCE_SECONDS:
            return False
        self._waiting = batch
        self._scheduled = True
        loop.call_later(self._pause, self._flush, loop)
        self._pause = min(2 * self._pause, _LONGEST_PAUSE_SECONDS)
        return True
