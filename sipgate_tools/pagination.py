"""The type of a page, which methods that return part of a long list use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, overload

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, repr=False)
class Page(Sequence[T_co], Generic[T_co]):
    """One page of a list. The page is a sequence of its items.

    Attributes:
        items: The items on this page.
        offset: Number of items skipped before this page.
        limit: Maximum number of items that was requested.
        total_count: Number of items in the whole list, or `None` if sipgate does not report it.
        notes: Remarks about this page, for example that a source could not be read.
        received: Number of items received before the client filtered some out, or `None` if it did not filter.
    """

    items: tuple[T_co, ...]
    offset: int
    limit: int
    total_count: int | None = None
    notes: tuple[str, ...] = ()
    received: int | None = None

    @property
    def next_offset(self) -> int | None:
        """The offset of the next page, or `None` if this is the last page."""
        received = len(self.items) if self.received is None else self.received
        end = self.offset + received
        if self.total_count is not None:
            return end if received and end < self.total_count else None
        return end if received and received >= self.limit else None

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, index: int) -> T_co: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T_co, ...]: ...
    def __getitem__(self, index: int | slice) -> T_co | tuple[T_co, ...]:
        return self.items[index]

    def __repr__(self) -> str:
        total = "?" if self.total_count is None else self.total_count
        return f"<Page of {len(self.items)} from {self.offset} of {total}>"
