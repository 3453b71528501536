"""Concurrency primitives of the async client, for asyncio and trio."""

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

if TYPE_CHECKING:
    from sipgate_tools._http.environment import Proxy

    from .aiohttp_transport import AiohttpTransport

ASYNCHRONOUS: Final = True
T = TypeVar("T")
_END: Final = object()

GRACE_SECONDS: Final = 5.0
"""How long running work may continue after a cancellation, so that its outcome is known."""


def fast_transport(*, proxy: Proxy | None, ssl_context: ssl.SSLContext | None) -> AiohttpTransport | None:
    """Return a transport with aiohttp, or `None` if it is not installed or cannot be used.

    Args:
        proxy: The proxy to use; aiohttp supports http proxies only.
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


class PoolTransport(httpx2.AsyncHTTPTransport):
    """A connection pool of httpx2.

    Args:
        proxy: The proxy to use, or `None`.
        ssl_context: The TLS context; `None` for plain http.
        limits: Maximum number of connections, and how long idle ones are kept.
    """

    def __init__(
        self, *, proxy: Proxy | None, ssl_context: ssl.SSLContext | None, limits: httpx2.Limits
    ) -> None:
        # Without a context httpx2 would load the authorities of the system, which is slow; this one trusts none.
        context = ssl_context or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().__init__(verify=context, proxy=proxy.url if proxy else None, limits=limits)
        self.proxy = proxy

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request; closing its response also closes a body that was not read to its end.

        httpx2 leaves the generator of httpcore2 to the garbage collector, and trio warns about that.
        """
        response = await super().handle_async_request(request)
        stream: Any = response.stream
        stream._httpcore_stream = _Closeable(stream._httpcore_stream)
        return response


class _Closeable:
    """A stream of httpcore2 that closes the generator that reads it."""

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
    """Return a scope with the decompressed body of a response, piece by piece; leaving it stops reading."""
    return closing(response.aiter_bytes())


async def call_store(method: Callable[..., Any], *arguments: Any) -> Any:
    """Call a method of a credential store: asynchronous ones directly, plain ones, which may block, in a thread."""
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
        abandon: Whether to return immediately on cancellation and abandon the thread, instead of waiting for it.
    """
    return await to_thread.run_sync(work, abandon_on_cancel=abandon)


async def for_each(
    items: Iterable[T] | AsyncIterator[T],
    work: Callable[[T], Awaitable[None]],
    *,
    concurrency: int,
) -> None:
    """Call a function for every item, concurrently; an item is taken when there is capacity for it.

    After the first error of a call or of the iterator no further call is started; the error is raised once the running
    calls have finished. After a cancellation no further call is started either, and running ones have five seconds
    to finish before they are cancelled too.

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
