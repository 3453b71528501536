"""Waiting in the sync client, which many threads may share."""

from __future__ import annotations

import inspect
import ssl
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, nullcontext
from threading import Condition, Lock, Semaphore
from time import sleep
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import httpx2

from sipgate_tools.errors import InvalidInput

from .thread_deadline import DeadlineBackend, deadline

if TYPE_CHECKING:
    from sipgate_tools._http.environment import Proxy

__all__ = [
    "Condition",
    "Lock",
    "PoolTransport",
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
    """Return nothing: for threads there is nothing faster than what httpx2 has."""


class PoolTransport(httpx2.HTTPTransport):
    """A connection pool of httpx2 whose sockets obey `deadline`.

    Args:
        proxy: The proxy that it goes through.
        ssl_context: How certificates are checked.
        limits: How many connections there may be, and how long they are kept.
    """

    def __init__(self, *, proxy: Proxy | None, ssl_context: ssl.SSLContext, limits: httpx2.Limits) -> None:
        super().__init__(verify=ssl_context, proxy=proxy.url if proxy else None, limits=limits)
        self.proxy = proxy
        # httpcore2 takes a backend, but httpx2 does not pass one on; a test notices when this stops working.
        self._pool._network_backend = DeadlineBackend()  # pyright: ignore[reportPrivateUsage]


def body_of(response: httpx2.Response) -> closing[Generator[bytes]]:
    """Return the decompressed body of a response, piece by piece; the scope ends the reading of it."""
    return closing(cast("Generator[bytes]", response.iter_bytes()))


def call_store(method: Callable[..., Any], *arguments: Any) -> Any:
    """Call a method of a credential store.

    Raises:
        InvalidInput: It is asynchronous.
    """
    result = method(*arguments)
    if inspect.isawaitable(result):
        if inspect.iscoroutine(result):
            result.close()
        raise InvalidInput(
            "The credential store is asynchronous, and this client is not.",
            hint="Use AsyncOAuth and AsyncSipgate, or a store with plain methods.",
        )
    return result


def shielded() -> AbstractContextManager[None]:
    """Return a scope that does nothing: a thread is not cancelled."""
    return nullcontext()


def in_thread(work: Callable[[], T], *, abandon: bool = False) -> T:
    """Do something that blocks (a file, the key ring): a thread may wait for it, and is not cancelled."""
    del abandon
    return work()


def for_each(items: Iterable[T], work: Callable[[T], None], *, at_once: int) -> None:
    """Do a piece of work for every item in threads; an item is taken when there is room for it.

    The first error, of the work or of the items, ends it: nothing new is begun, what was begun is finished, then
    the error is raised. So does Ctrl-C.

    Args:
        items: What to work on; taken in the calling thread.
        work: Called with each item; in the calling thread when there is only room for one.
        at_once: How many pieces of work may be under way, at least 1.
    """
    if at_once == 1:
        for item in items:
            work(item)
        return
    room = Semaphore(at_once)
    errors: list[Exception] = []

    def one(item: T) -> None:
        try:
            work(item)
        except Exception as error:
            errors.append(error)
        finally:
            room.release()

    iterator = iter(items)
    # Never more tasks than threads: leaving waits for what was begun, and nothing is queued behind that.
    with ThreadPoolExecutor(at_once, thread_name_prefix="sipgate-tools") as pool:
        while True:
            room.acquire()
            if errors or (item := next(iterator, _END)) is _END:
                break
            pool.submit(one, cast("T", item))
    if errors:
        raise errors[0]
