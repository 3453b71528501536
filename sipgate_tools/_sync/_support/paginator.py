# Made by scripts/make_sync.py from sipgate_tools/_async/_support/paginator.py: edit that file.
"""What comes page by page, one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeAlias, TypeVar

from sipgate_tools._backends.sync import Lock

T = TypeVar("T")

NextPage: TypeAlias = Callable[[], Sequence[T] | None]
"""Fetches the next page; `None` when there is none."""


class SyncPaginator(Iterator[T], Generic[T]):
    """The items of pages, one by one; the next page is fetched when the last one is used up.

    It is no generator: left in the middle, it holds nothing that somebody would have to close. Several workers may
    share it: each item goes to one of them.
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
                if self._items is items:  # else another worker has fetched meanwhile
                    self._fetch()

    def _fetch(self) -> None:
        fetch = self._next_page
        if fetch is None:
            raise StopIteration
        self._next_page = None  # over for good, unless a page comes
        page = fetch()
        if page is not None:
            self._items, self._next_page = iter(page), fetch

    def close(self) -> None:
        """End it here."""
        self._next_page, self._items = None, iter(())
