"""Reads the rows of a file in small batches, so that an event loop can read each batch in a thread."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from threading import Lock
from typing import Final

from sipgate_tools.errors import InvalidInput, SipgateError
from sipgate_tools.formats.contact import CardResult

MAX_BATCH_ROWS: Final = 200
"""Maximum number of rows in one batch."""
MAX_BATCH_SECONDS: Final = 0.05
"""Processor time after which a batch ends. A canceled import stops reading within this time."""
MAX_TOTAL_SECONDS: Final = 600.0
"""Maximum processor time for reading one file. The largest real address books need a tenth of it."""


class ImportRows:
    """The rows of a file, with a read-ahead buffer.

    Only one thread reads at a time; another thread may call `close` meanwhile.

    Args:
        results: The iterator over the rows.
        count: A function that returns the number of rows, or `None` if the number is not known in advance.
    """

    def __init__(self, results: Iterator[CardResult], count: Callable[[], int] | None = None) -> None:
        self._results = results
        self._count = count
        self._ahead: deque[CardResult] = deque()
        self._lock = Lock()
        self._closed = False
        self._seconds = 0.0

    def count(self) -> int | None:
        """Return the number of rows, or `None` if the number is not known in advance."""
        return None if self._count is None else self._count()

    def read_ahead(self) -> bool:
        """Read the next batch into the buffer, and return whether the buffer contains rows.

        Raises:
            InvalidInput: The file cannot be read, or reading it takes more than `MAX_TOTAL_SECONDS`.
        """
        with self._lock:
            began = time.thread_time()
            while not self._closed and len(self._ahead) < MAX_BATCH_ROWS:
                result = next(self._results, None)
                if result is None:
                    break
                self._ahead.append(result)
                if time.thread_time() - began > MAX_BATCH_SECONDS:
                    break
            self._seconds += time.thread_time() - began
            if self._closed:
                self._end()
                return False
        if self._seconds > MAX_TOTAL_SECONDS:
            raise InvalidInput("Reading the file takes too long.", hint="Split it into smaller files.")
        return bool(self._ahead)

    def take(self) -> CardResult | None:
        """Remove the next row from the buffer and return it, or return `None` if the buffer is empty."""
        return self._ahead.popleft() if self._ahead else None

    def next_line(self) -> int | None:
        """Return the line number of the next row, or `None` if there is none or it cannot be read."""
        if not self._ahead:
            try:
                self.read_ahead()
            except SipgateError:
                return None
        return self._ahead[0].line if self._ahead else None

    def close(self) -> None:
        """Close the file, immediately or at the end of the batch that is being read."""
        self._closed = True
        if self._lock.acquire(blocking=False):
            try:
                self._end()
            finally:
                self._lock.release()

    def _end(self) -> None:
        close = getattr(self._results, "close", None)
        if close is not None:  # a generator, which keeps the file open
            close()
