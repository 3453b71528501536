"""A deadline for the total time that a thread spends on network I/O.

Timeouts for single reads do not limit the total time, and a thread cannot be cancelled. Therefore, each socket read and
write is limited to the time that remains until the deadline.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

_ends_at: ContextVar[float | None] = ContextVar("_ends_at", default=None)


def monotonic() -> float:
    """Return the current time in seconds, on the clock for deadlines."""
    return time.monotonic()


@contextmanager
def deadline(seconds: float) -> Generator[None]:
    """Limit the total time for network I/O in this thread.

    Operations that take longer raise the timeout exceptions of httpcore2.

    Args:
        seconds: The time until the deadline, in seconds.
    """
    before = _ends_at.set(monotonic() + seconds)
    try:
        yield
    finally:
        _ends_at.reset(before)


def remaining(timeout: float | None, error: type[Exception]) -> float | None:
    """Return the time limit for one wait, in seconds, or `None` for no limit.

    Raises:
        Exception: An instance of `error` if no time is left.
    """
    ends_at = _ends_at.get()
    if ends_at is None:
        return timeout
    left = ends_at - monotonic()
    if left <= 0:
        raise error("deadline")
    return left if timeout is None else min(timeout, left)
