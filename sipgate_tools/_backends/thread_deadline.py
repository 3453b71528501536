"""A deadline for all network I/O of a thread together, which timeouts of single reads cannot provide.

A thread cannot be cancelled. Therefore each read and write of a socket is limited to the remaining time.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

_ends_at: ContextVar[float | None] = ContextVar("_ends_at", default=None)


def monotonic() -> float:
    """Return the time of the clock used for deadlines, in seconds."""
    return time.monotonic()


@contextmanager
def deadline(seconds: float) -> Generator[None]:
    """Limit the time for network I/O of this thread; whatever waits longer raises a timeout exception of httpcore2."""
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
