"""Waiting in the async client, on asyncio and trio alike."""

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

GRACE_SECONDS = 5.0
"""How long work that was begun may go on after a cancellation, to see its end."""


def fast_transport(*, proxy: Proxy | None, ssl_context: ssl.SSLContext | None) -> AiohttpTransport | None:
    """Return a network of aiohttp, or `None` where it is not installed or cannot serve.

    Args:
        proxy: The proxy to go through; aiohttp knows http proxies only.
        ssl_context: How certificates are checked; `None` for plain http.
    """
    if find_spec("aiohttp") is None or (proxy and not proxy.url.lower().startswith("http")):
        return None
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return None  # trio
    from .aiohttp_transport import AiohttpTransport

    return AiohttpTransport(proxy=proxy, ssl_context=ssl_context)


class PoolTransport(httpx2.AsyncHTTPTransport):
    """A connection pool of httpx2.

    Args:
        proxy: The proxy that it goes through.
        ssl_context: How certificates are checked.
        limits: How many connections there may be, and how long they are kept.
    """

    def __init__(self, *, proxy: Proxy | None, ssl_context: ssl.SSLContext, limits: httpx2.Limits) -> None:
        super().__init__(verify=ssl_context, proxy=proxy.url if proxy else None, limits=limits)
        self.proxy = proxy

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request; a body that is not read to its end is closed with the response.

        httpx2 leaves the generator of httpcore2 to the garbage collector, of which trio warns.
        """
        response = await super().handle_async_request(request)
        stream: Any = response.stream
        stream._httpcore_stream = _Closeable(stream._httpcore_stream)
        return response


class _Closeable:
    """A stream of httpcore2 that ends the generator that reads it."""

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
    """Return a scope that raises `TimeoutError` when the time is over."""
    return fail_after(seconds)


def body_of(response: httpx2.Response) -> closing[AsyncGenerator[bytes]]:
    """Return the decompressed body of a response, piece by piece; the scope ends the reading of it."""
    return closing(response.aiter_bytes())


async def call_store(method: Callable[..., Any], *arguments: Any) -> Any:
    """Call a method of a credential store: an asynchronous one here, a plain one in a thread, where it may block."""
    if inspect.iscoroutinefunction(method):
        return await method(*arguments)
    result = await to_thread.run_sync(method, *arguments)
    return await result if inspect.isawaitable(result) else result


def shielded() -> CancelScope:
    """Return a scope in which a cancelled task may still put things in order."""
    return CancelScope(shield=True)


async def in_thread(work: Callable[[], T], *, abandon: bool = False) -> T:
    """Do something that blocks (a file, the key ring) without holding up the other tasks.

    Args:
        work: What to do.
        abandon: Come back at once when it is cancelled, and let the thread end by itself; otherwise the work is
            waited for.
    """
    return await to_thread.run_sync(work, abandon_on_cancel=abandon)


async def for_each(
    items: Iterable[T] | AsyncIterator[T],
    work: Callable[[T], Awaitable[None]],
    *,
    at_once: int,
) -> None:
    """Do a piece of work for every item, several at a time; an item is taken when there is room for it.

    The first error, of the work or of the items, ends it: nothing new is begun, what was begun is finished, then
    the error is raised. When it is cancelled, nothing new is begun either, and what was begun may finish within
    five seconds before it is cancelled too.

    Args:
        items: What to work on.
        work: Called with each item.
        at_once: How many pieces of work may be under way, at least 1.
    """
    room = Semaphore(at_once)
    under_way: set[CancelScope] = set()
    errors: list[Exception] = []

    async def one(item: T) -> None:
        with CancelScope(shield=True) as scope:
            under_way.add(scope)
            try:
                await work(item)
            except Exception as error:
                errors.append(error)
            finally:
                under_way.discard(scope)
                room.release()

    async with create_task_group() as tasks:
        try:
            await _feed(items, room, errors, lambda item: tasks.start_soon(one, item))
            for _ in range(at_once):
                await room.acquire()
        except get_cancelled_exc_class():
            for scope in under_way:
                scope.deadline = current_time() + GRACE_SECONDS
            raise
    if errors:
        raise errors[0]


async def _feed(
    items: Iterable[T] | AsyncIterator[T],
    room: Semaphore,
    errors: list[Exception],
    begin: Callable[[T], object],
) -> None:
    iterator = items if isinstance(items, AsyncIterator) else iter(items)
    while not errors:
        await room.acquire()
        try:
            if isinstance(iterator, AsyncIterator):
                item = await anext(iterator, _END)
            else:
                item = next(iterator, _END)
        except Exception as error:
            errors.append(error)
            item = _END
        if item is _END or errors:
            room.release()
            return
        begin(cast("T", item))
