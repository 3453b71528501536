"""The rows of a file, read in small batches, so that an event loop may have a thread read them."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from threading import Lock
from typing import Final

from sipgate_tools.errors import InvalidInput, SipgateError
from sipgate_tools.formats.contact import CardResult

MOST_ROWS: Final = 200
"""Rows in one batch."""
BATCH_SECONDS: Final = 0.05
"""Processor time after which a batch ends: so long may a cancelled import go on reading."""
TOTAL_SECONDS: Final = 600.0
"""Processor time that one file may cost; the largest honest address books take a tenth of it."""


class ImportRows:
    """Rows of a file, of which some have been read ahead.

    Only one thread reads at a time; another one may close it meanwhile.

    Args:
        results: What is read.
        count: Returns how many there are; `None` where that cannot be known beforehand.
    """

    def __init__(self, results: Iterator[CardResult], count: Callable[[], int] | None = None) -> None:
        self._results = results
        self._count = count
        self._ahead: deque[CardResult] = deque()
        self._lock = Lock()
        self._closed = False
        self._seconds = 0.0

    def count(self) -> int | None:
        """Return how many rows there are in all, if it is known."""
        return None if self._count is None else self._count()

    def read_ahead(self) -> bool:
        """Read the next batch; return whether there is one.

        Raises:
            InvalidInput: The file cannot be read, or reading it takes too long.
        """
        with self._lock:
            began = time.thread_time()
            while not self._closed and len(self._ahead) < MOST_ROWS:
                result = next(self._results, None)
                if result is None:
                    break
                self._ahead.append(result)
                if time.thread_time() - began > BATCH_SECONDS:
                    break
            self._seconds += time.thread_time() - began
            if self._closed:
                self._end()
                return False
        if self._seconds > TOTAL_SECONDS:
            raise InvalidInput("Reading the file takes too long.", hint="Divide it into smaller files.")
        return bool(self._ahead)

    def take(self) -> CardResult | None:
        """Return the next row that was read ahead, or `None` when another batch has to be read."""
        return self._ahead.popleft() if self._ahead else None

    def next_line(self) -> int | None:
        """Return the line of the first row that was not taken, if there is one."""
        if not self._ahead:
            try:
                self.read_ahead()
            except SipgateError:
                return None
        return self._ahead[0].line if self._ahead else None

    def close(self) -> None:
        """Let go of the file, at once or when the batch that is being read has ended."""
        self._closed = True
        if self._lock.acquire(blocking=False):
            try:
                self._end()
            finally:
                self._lock.release()

    def _end(self) -> None:
        close = getattr(self._results, "close", None)
        if close is not None:  # a generator, which holds the file
            close()
