"""Waiting in the async client, on asyncio and trio alike."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, TypeVar, cast

import httpx2
from anyio import (
    CancelScope,
    Condition,
    Lock,
    Semaphore,
    create_task_group,
    current_time,
    get_cancelled_exc_class,
    sleep,
    to_thread,
)

__all__ = ["Condition", "Lock", "fast_network", "for_each", "in_thread", "shielded", "sleep"]

if TYPE_CHECKING:
    from sipgate_tools.concurrency.aiohttp_network import AiohttpNetwork

T = TypeVar("T")
_END: Final = object()

GRACE_SECONDS = 5.0
"""How long work that was begun may go on after a cancellation, to see its end."""


def fast_network(*, proxy: str | None, https: bool) -> AiohttpNetwork | None:
    """Return a network of aiohttp, or `None` where it is not installed or cannot serve.

    Args:
        proxy: The proxy to go through; aiohttp knows http proxies only.
        https: Whether certificates will have to be checked.
    """
    if find_spec("aiohttp") is None or not (proxy or "http://").startswith("http"):
        return None
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return None  # trio
    from sipgate_tools.concurrency.aiohttp_network import AiohttpNetwork

    return AiohttpNetwork(proxy=proxy, ssl_context=httpx2.create_ssl_context() if https else None)


def shielded() -> CancelScope:
    """Return a scope in which a cancelled task may still put things in order."""
    return CancelScope(shield=True)


async def in_thread(work: Callable[[], T]) -> T:
    """Do something that blocks (a file, the key ring) without holding up the other tasks."""
    return await to_thread.run_sync(work)


async def for_each(
    items: Iterable[T],
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
    items: Iterable[T], room: Semaphore, errors: list[Exception], begin: Callable[[T], object]
) -> None:
    iterator = iter(items)
    while not errors:
        await room.acquire()
        try:
            item = next(iterator, _END)
        except Exception as error:
            errors.append(error)
            item = _END
        if item is _END or errors:
            room.release()
            return
        begin(cast("T", item))
