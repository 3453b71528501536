"""A deadline for all network I/O of a thread together, which timeouts of single reads cannot provide.

A thread cannot be cancelled. Therefore each read and write of a socket is limited to the remaining time.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore2

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


def _remaining(timeout: float | None, error: type[Exception]) -> float | None:
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


class _DeadlineStream(httpcore2.NetworkStream):
    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _remaining(timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _remaining(timeout, httpcore2.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        left = _remaining(timeout, httpcore2.ConnectTimeout)
        return _DeadlineStream(self._stream.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class DeadlineBackend(httpcore2.SyncBackend):
    """A network backend whose sockets respect the deadline of the thread that uses them."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Open a connection within the remaining time."""
        left = _remaining(timeout, httpcore2.ConnectTimeout)
        return _DeadlineStream(super().connect_tcp(host, port, left, local_address, socket_options))
