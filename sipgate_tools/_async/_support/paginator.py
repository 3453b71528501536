"""What comes page by page, one by one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import Generic, TypeAlias, TypeVar

from sipgate_tools._backends.async_ import Lock

T = TypeVar("T")

NextPage: TypeAlias = Callable[[], Awaitable[Sequence[T] | None]]
"""Fetches the next page; `None` when there is none."""


class AsyncPaginator(AsyncIterator[T], Generic[T]):
    """The items of pages, one by one; the next page is fetched when the last one is used up.

    It is no generator: left in the middle, it holds nothing that somebody would have to close. Several workers may
    share it: each item goes to one of them.
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
                if self._items is items:  # else another worker has fetched meanwhile
                    await self._fetch()

    async def _fetch(self) -> None:
        fetch = self._next_page
        if fetch is None:
            raise StopAsyncIteration
        self._next_page = None  # over for good, unless a page comes
        page = await fetch()
        if page is not None:
            self._items, self._next_page = iter(page), fetch

    async def aclose(self) -> None:
        """End it here."""
        self._next_page, self._items = None, iter(())
