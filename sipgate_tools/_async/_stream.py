"""What comes page by page, one by one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import Generic, TypeAlias, TypeVar

T = TypeVar("T")

NextPage: TypeAlias = Callable[[], Awaitable[Sequence[T] | None]]
"""Fetches the next page; `None` when there is none."""


class AsyncStream(AsyncIterator[T], Generic[T]):
    """The items of pages, one by one; the next page is fetched when the last one is used up.

    It is no generator: left in the middle, it holds nothing that somebody would have to close.
    """

    def __init__(self, next_page: NextPage[T]) -> None:
        self._next_page: NextPage[T] | None = next_page
        self._items: Iterator[T] = iter(())

    def __aiter__(self) -> AsyncStream[T]:
        return self

    async def __anext__(self) -> T:
        while True:
            for item in self._items:
                return item
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
