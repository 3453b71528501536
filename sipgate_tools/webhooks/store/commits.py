"""Many writes, one transaction: what arrives in one turn of the event loop is committed together."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

T = TypeVar("T")
Operation = Callable[[sqlite3.Connection], Any]

_PATIENCE_MILLISECONDS = 20_000


class GroupCommit:
    """Runs operations on one connection, each answered when its transaction is on disk.

    A commit takes some tens of microseconds, less than a thread would take to be told about it: so it runs in
    the event loop, unless another process holds the file, which is waited for in a thread.

    Args:
        connection: A connection in autocommit mode that may be used from any thread.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._queues: WeakKeyDictionary[asyncio.AbstractEventLoop, _Queue] = WeakKeyDictionary()
        connection.execute("PRAGMA busy_timeout = 0")

    def run(self, operation: Callable[[sqlite3.Connection], T]) -> asyncio.Future[T]:
        """Run an operation within the next transaction; the future has its result once that is committed."""
        loop = asyncio.get_running_loop()
        queue = self._queues.get(loop)
        if queue is None:
            queue = self._queues[loop] = _Queue(self)
        return cast("asyncio.Future[T]", queue.add(loop, operation))

    def commit(self, operations: list[Operation], *, patiently: bool) -> list[Any] | None:
        """Run operations in one transaction; `None` when the file is in use and nobody wants to wait."""
        if not self._lock.acquire(blocking=patiently):
            return None
        try:
            if patiently:
                self._connection.execute(f"PRAGMA busy_timeout = {_PATIENCE_MILLISECONDS}")
            return self._commit(operations)
        except sqlite3.OperationalError as error:
            if patiently or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            return None
        finally:
            if patiently:
                self._connection.execute("PRAGMA busy_timeout = 0")
            self._lock.release()

    def close(self) -> None:
        """Close the connection once nobody uses it."""
        with self._lock:
            self._connection.close()

    def _commit(self, operations: list[Operation]) -> list[Any]:
        connection = self._connection
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
        self._flushing = False

    def add(self, loop: asyncio.AbstractEventLoop, operation: Operation) -> asyncio.Future[Any]:
        future: asyncio.Future[Any] = loop.create_future()
        self._waiting.append((operation, future))
        if not self._flushing:
            self._flushing = True
            loop.call_soon(self._flush, loop)
        return future

    def _flush(self, loop: asyncio.AbstractEventLoop) -> None:
        batch, self._waiting = self._waiting, []
        operations = [operation for operation, _ in batch]
        try:
            results = self._commits.commit(operations, patiently=False)
        except Exception as error:
            self._settle(loop, batch, error)
            return
        if results is not None:
            self._settle(loop, batch, results)
            return
        waiting = loop.run_in_executor(None, lambda: self._commits.commit(operations, patiently=True))
        waiting.add_done_callback(lambda done: self._settle(loop, batch, _outcome(done)))

    def _settle(
        self,
        loop: asyncio.AbstractEventLoop,
        batch: list[tuple[Operation, asyncio.Future[Any]]],
        outcome: list[Any] | BaseException,
    ) -> None:
        self._flushing = bool(self._waiting)
        if self._flushing:
            loop.call_soon(self._flush, loop)
        for place, (_, future) in enumerate(batch):
            if future.done():
                continue
            if isinstance(outcome, BaseException):
                future.set_exception(outcome)
            else:
                future.set_result(outcome[place])


def _outcome(done: asyncio.Future[list[Any] | None]) -> list[Any] | BaseException:
    if done.cancelled():
        return asyncio.CancelledError()
    return done.exception() or done.result() or []
