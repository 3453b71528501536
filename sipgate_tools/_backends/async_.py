"""Concurrency primitives for the async client, on asyncio and trio."""

from __future__ import annotations

import asyncio
import inspect
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AbstractContextManager
from contextlib import aclosing as closing
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import httpx2
from anyio import (
    CancelScope,
    Condition,
    Lock,
    Semaphore,
    create_task_group,
    current_time,
    fail_after,
    get_cancelled_exc_class,
    sleep,
    to_thread,
)

__all__ = [
    "AsyncPoolTransport",
    "Condition",
    "Lock",
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

if TYPE_CHECKING:
    from sipgate_tools._http.environment import Proxy

    from .aiohttp_transport import AiohttpTransport

ASYNCHRONOUS: Final = True
T = TypeVar("T")
_END: Final = object()

GRACE_SECONDS: Final = 5.0
"""Maximum time for which running calls continue after a cancellation, so that their outcome is known."""


def fast_transport(*, proxy: Proxy | None, ssl_context: ssl.SSLContext | None) -> AiohttpTransport | None:
    """Return an aiohttp transport, or `None` if aiohttp is not installed or cannot be used.

    Args:
        proxy: The proxy to use, or `None`. aiohttp does not support SOCKS proxies.
        ssl_context: The TLS context; `None` for plain http.
    """
    if find_spec("aiohttp") is None or (proxy and not proxy.url.lower().startswith("http")):
        return None
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return None  # trio
    from .aiohttp_transport import AiohttpTransport  # optional, and takes time to import

    return AiohttpTransport(proxy=proxy, ssl_context=ssl_context)


class AsyncPoolTransport(httpx2.AsyncHTTPTransport):
    """An httpx2 connection pool.

    Args:
        proxy: The proxy to use, or `None`.
        ssl_context: The TLS context; `None` for plain http.
        limits: The maximum number of connections, and how long idle connections are kept.
    """

    def __init__(
        self, *, proxy: Proxy | None, ssl_context: ssl.SSLContext | None, limits: httpx2.Limits
    ) -> None:
        # Without a context httpx2 would load the authorities of the system, which is slow; this one trusts none.
        context = ssl_context or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().__init__(verify=context, proxy=proxy.url if proxy else None, limits=limits)
        self.proxy = proxy

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request and return its response. Closing the response also closes a body that was not read completely.

        httpx2 leaves httpcore2's generator to the garbage collector, about which trio warns.
        """
        response = await super().handle_async_request(request)
        stream: Any = response.stream
        stream._httpcore_stream = _Closeable(stream._httpcore_stream)
        return response


class _Closeable:
    """An httpcore2 stream that closes the generator that reads it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._pieces: AsyncGenerator[bytes] | None = None

    def __aiter__(self) -> AsyncGenerator[bytes]:
        pieces: AsyncGenerator[bytes] = self._stream.__aiter__()
        self._pieces = pieces
        return pieces

    async def aclose(self) -> None:
        with shielded():
            if self._pieces is not None:
                await self._pieces.aclose()
            await self._stream.aclose()


def deadline(seconds: float) -> AbstractContextManager[object]:
    """Return a scope that raises `TimeoutError` after the given time."""
    return fail_after(seconds)


def body_of(response: httpx2.Response) -> closing[AsyncGenerator[bytes]]:
    """Return a context manager for the pieces of a response's decompressed body. Leaving it stops reading."""
    return closing(response.aiter_bytes())


async def call_store(method: Callable[..., Any], *arguments: Any) -> Any:
    """Call a method of a credential store: await an asynchronous method, and run a synchronous method in a thread."""
    if inspect.iscoroutinefunction(method):
        return await method(*arguments)
    result = await to_thread.run_sync(method, *arguments)
    return await result if inspect.isawaitable(result) else result


def shielded() -> CancelScope:
    """Return a scope that protects cleanup from cancellation."""
    return CancelScope(shield=True)


async def in_thread(work: Callable[[], T], *, abandon: bool = False) -> T:
    """Call a function that blocks (file access, the keyring) in a thread, so that it does not block other tasks.

    Args:
        work: The function.
        abandon: Whether to abandon the thread immediately on cancellation, instead of waiting for it.
    """
    return await to_thread.run_sync(work, abandon_on_cancel=abandon)


async def for_each(
    items: Iterable[T] | AsyncIterator[T],
    work: Callable[[T], Awaitable[None]],
    *,
    concurrency: int,
) -> None:
    """Call a function for every item, with a limited number of concurrent calls.

    An item is taken from the iterator only when a call can start. After the first error in a call or in the iterator,
    no further call is started, and the error is raised once the running calls have finished. After a cancellation, no
    further call is started either, and running calls have five seconds to finish before they are cancelled as well.

    Args:
        items: The items.
        work: The function.
        concurrency: Maximum number of concurrent calls, at least 1.
    """
    capacity = Semaphore(concurrency)
    running: set[CancelScope] = set()
    errors: list[Exception] = []

    async def one(item: T) -> None:
        with CancelScope(shield=True) as scope:
            running.add(scope)
            try:
                await work(item)
            except Exception as error:
                errors.append(error)
            finally:
                running.discard(scope)
                capacity.release()

    async with create_task_group() as tasks:
        try:
            await _feed(items, capacity, errors, lambda item: tasks.start_soon(one, item))
            for _ in range(concurrency):
                await capacity.acquire()
        except get_cancelled_exc_class():
            for scope in running:
                scope.deadline = current_time() + GRACE_SECONDS
            raise
    if errors:
        raise errors[0]


async def _feed(
    items: Iterable[T] | AsyncIterator[T],
    capacity: Semaphore,
    errors: list[Exception],
    start: Callable[[T], object],
) -> None:
    iterator = items if isinstance(items, AsyncIterator) else iter(items)
    while not errors:
        await capacity.acquire()
        try:
            if isinstance(iterator, AsyncIterator):
                item = await anext(iterator, _END)
            else:
                item = next(iterator, _END)
        except Exception as error:
            errors.append(error)
            item = _END
        if item is _END or errors:
            capacity.release()
            return
        start(cast("T", item))
