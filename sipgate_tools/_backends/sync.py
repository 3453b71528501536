"""Concurrency primitives for the sync client, which several threads can share."""

from __future__ import annotations

import inspect
import ssl
from collections.abc import Callable, Generator, Iterable
from contextlib import AbstractContextManager, closing, nullcontext
from threading import Condition, Lock, Semaphore
from time import sleep
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import httpx2

from sipgate_tools.errors import InvalidInput

from .thread_deadline import deadline

if TYPE_CHECKING:
    from sipgate_tools._http.environment import Proxy

__all__ = [
    "Condition",
    "Lock",
    "SyncPoolTransport",
    "body_of",
    "call_store",
    "closing",
    "deadline",
    "fast_transport",
    "for_each",
    "in_thread",
    "shielded",
    "sleep",
]

ASYNCHRONOUS: Final = False
T = TypeVar("T")
_END: Final = object()


def fast_transport(*, proxy: Proxy | None, ssl_context: ssl.SSLContext | None) -> None:
    """Return `None`, because no transport for threads is faster than httpx2."""


class SyncPoolTransport(httpx2.HTTPTransport):
    """An httpx2 connection pool whose sockets respect `deadline`.

    Args:
        proxy: The proxy to use, or `None`.
        ssl_context: The TLS context; `None` for plain http.
        limits: The maximum number of connections, and how long idle connections are kept.
    """

    def __init__(
        self, *, proxy: Proxy | None, ssl_context: ssl.SSLContext | None, limits: httpx2.Limits
    ) -> None:
        from .deadline_network import DeadlineBackend  # loads httpcore2, which only sending needs

        # Without a context httpx2 would load the authorities of the system, which is slow; this one trusts none.
        context = ssl_context or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().__init__(verify=context, proxy=proxy.url if proxy else None, limits=limits)
        self.proxy = proxy
        # httpcore2 accepts a backend, but httpx2 does not pass one on; a test fails when this stops working.
        self._pool._network_backend = DeadlineBackend()  # pyright: ignore[reportPrivateUsage]


def body_of(response: httpx2.Response) -> closing[Generator[bytes]]:
    """Return a context manager for the pieces of a response's decompressed body. Leaving it stops reading."""
    return closing(cast("Generator[bytes]", response.iter_bytes()))


def call_store(method: Callable[..., Any], *arguments: Any) -> Any:
    """Call a method of a credential store.

    Raises:
        InvalidInput: The method is asynchronous.
    """
    result = method(*arguments)
    if inspect.isawaitable(result):
        if inspect.iscoroutine(result):
            result.close()
        raise InvalidInput(
            "The credential store is asynchronous, but this client is not.",
            hint="Use AsyncOAuth and AsyncSipgate, or a store with synchronous methods.",
        )
    return result


def shielded() -> AbstractContextManager[None]:
    """Return a scope that does nothing, because threads cannot be cancelled."""
    return nullcontext()


def in_thread(work: Callable[[], T], *, abandon: bool = False) -> T:
    """Call a function that blocks (file access, the keyring) in the current thread, whatever `abandon` is."""
    del abandon
    return work()


def for_each(items: Iterable[T], work: Callable[[T], None], *, concurrency: int) -> None:
    """Call a function for every item in threads, with a limited number of concurrent calls.

    An item is taken from the iterator only when a call can start. After the first error in a call or in the iterator,
    or after Ctrl-C, no further call is started, and the error is raised once the running calls have finished.

    Args:
        items: The items; the iterator runs in the calling thread.
        work: The function; it runs in the calling thread if `concurrency` is 1.
        concurrency: Maximum number of concurrent calls, at least 1.
    """
    if concurrency == 1:
        for item in items:
            work(item)
        return
    from concurrent.futures import (
        ThreadPoolExecutor,  # takes time to import, and most programs send one by one
    )

    capacity = Semaphore(concurrency)
    errors: list[Exception] = []

    def one(item: T) -> None:
        try:
            work(item)
        except Exception as error:
            errors.append(error)
        finally:
            capacity.release()

    iterator = iter(items)
    # Never more tasks than threads: leaving the pool waits for the running calls, and no others are queued.
    with ThreadPoolExecutor(concurrency, thread_name_prefix="sipgate-tools") as pool:
        while True:
            capacity.acquire()
            if errors or (item := next(iterator, _END)) is _END:
                break
            pool.submit(one, cast("T", item))
    if errors:
        raise errors[0]
