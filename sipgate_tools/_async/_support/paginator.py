"""Iteration over paginated lists."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import Generic, TypeAlias, TypeVar

from sipgate_tools._backends.async_ import Lock

T = TypeVar("T")

NextPage: TypeAlias = Callable[[], Awaitable[Sequence[T] | None]]
"""A function that returns the next page, or `None` after the last one."""


class AsyncPaginator(AsyncIterator[T], Generic[T]):
    """An iterator over the items of all pages that fetches the next page when the current one is exhausted.

    Unlike a generator, it does not have to be closed if the iteration stops early. Several workers can share an
    iterator; each item goes to one of them.
    """

    def __init__(self, next_page: NextPage[T]) -> None:
        self._next_page: NextPage[T] | None = next_page
        self._items: Iterator[T] = iter(())
        self._fetching = Lock()

    def __aiter__(self) -> AsyncPaginator[T]:
        return self

    async def __anext__(self) -> T:
        while True:
            items = self._items
            for item in items:
                return item
            async with self._fetching:
                if self._items is items:  # otherwise another worker has fetched the page
                    await self._fetch()

    async def _fetch(self) -> None:
        fetch = self._next_page
        if fetch is None:
            raise StopAsyncIteration
        self._next_page = None  # stays so if fetching fails or there is no page
        page = await fetch()
        if page is not None:
            self._items, self._next_page = iter(page), fetch

    async def aclose(self) -> None:
        """End the iteration."""
        self._next_page, self._items = None, iter(())
