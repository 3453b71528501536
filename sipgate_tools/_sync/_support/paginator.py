# Made by scripts/make_sync.py from sipgate_tools/_async/_support/paginator.py: edit that file.
"""Iteration over paginated lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeAlias, TypeVar

from sipgate_tools._backends.sync import Lock

T = TypeVar("T")

NextPage: TypeAlias = Callable[[], Sequence[T] | None]
"""A function that returns the next page, or `None` after the last one."""


class SyncPaginator(Iterator[T], Generic[T]):
    """An iterator over the items of all pages that fetches the next page when the current one is exhausted.

    Unlike a generator, it does not have to be closed if the iteration stops early. Several workers can share an
    iterator; each item goes to one of them.
    """

    def __init__(self, next_page: NextPage[T]) -> None:
        self._next_page: NextPage[T] | None = next_page
        self._items: Iterator[T] = iter(())
        self._fetching = Lock()

    def __iter__(self) -> SyncPaginator[T]:
        return self

    def __next__(self) -> T:
        while True:
            items = self._items
            for item in items:
                return item
            with self._fetching:
                if self._items is items:  # otherwise another worker has fetched the page
                    self._fetch()

    def _fetch(self) -> None:
        fetch = self._next_page
        if fetch is None:
            raise StopIteration
        self._next_page = None  # stays so if fetching fails or there is no page
        page = fetch()
        if page is not None:
            self._items, self._next_page = iter(page), fetch

    def close(self) -> None:
        """End the iteration."""
        self._next_page, self._items = None, iter(())
