"""Waiting in the sync client, which many threads may share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from threading import Condition, Lock, Semaphore
from time import sleep
from typing import Final, TypeVar, cast

__all__ = ["Condition", "Lock", "fast_network", "for_each", "in_thread", "shielded", "sleep"]

T = TypeVar("T")
_END: Final = object()


def fast_network(*, proxy: str | None, https: bool) -> None:
    """Return nothing: for threads there is nothing faster than what httpx2 has."""


def shielded() -> AbstractContextManager[None]:
    """Return a scope that does nothing: a thread is not cancelled."""
    return nullcontext()


def in_thread(work: Callable[[], T]) -> T:
    """Do something that blocks (a file, the key ring): a thread may wait for it."""
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
