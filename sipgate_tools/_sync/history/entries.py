# Made by scripts/make_sync.py from sipgate_tools/_async/history/entries.py: edit that file.
"""Lists of entries and single entries of the history, on classic and neo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Unpack, overload

from sipgate_api.api.history import get_history_by_id

from sipgate_tools.models.history import (
    CallEntry,
    CallWord,
    FaxEntry,
    FaxWord,
    HistoryEntry,
    SmsEntry,
    SmsWord,
    VoicemailEntry,
    VoicemailWord,
    history_decoder,
    history_entry,
)
from sipgate_tools.models.history_filter import (
    CommonHistoryFilterArguments,
    HistoryFilter,
    HistoryFilterArguments,
)
from sipgate_tools.pagination import Page
from sipgate_tools.requests.history import (
    DEFAULT_PAGE_SIZE,
    MAX_PAGE_SIZE,
    check_page,
    list_request,
)
from sipgate_tools.values import identifier, whole_number

from .._support import platform
from .._support.paginator import SyncPaginator
from .._support.resource import SyncResource
from . import neo_history


@dataclass(frozen=True, repr=False)
class SyncHistoryEntries:
    """The reading methods of `client.history`."""

    _resource: SyncResource

    @overload
    def list(
        self,
        *,
        limit: int | None = ...,
        offset: int = ...,
        types: CallWord,
        **filters: Unpack[CommonHistoryFilterArguments],
    ) -> Page[CallEntry]: ...

    @overload
    def list(
        self,
        *,
        limit: int | None = ...,
        offset: int = ...,
        types: VoicemailWord,
        **filters: Unpack[CommonHistoryFilterArguments],
    ) -> Page[VoicemailEntry]: ...

    @overload
    def list(
        self,
        *,
        limit: int | None = ...,
        offset: int = ...,
        types: SmsWord,
        **filters: Unpack[CommonHistoryFilterArguments],
    ) -> Page[SmsEntry]: ...

    @overload
    def list(
        self,
        *,
        limit: int | None = ...,
        offset: int = ...,
        types: FaxWord,
        **filters: Unpack[CommonHistoryFilterArguments],
    ) -> Page[FaxEntry]: ...

    @overload
    def list(
        self, *, limit: int | None = ..., offset: int = ..., **filters: Unpack[HistoryFilterArguments]
    ) -> Page[HistoryEntry]: ...

    def list(
        self, *, limit: int | None = None, offset: int = 0, **filters: Unpack[HistoryFilterArguments]
    ) -> Page[Any]:
        """Return one page of entries, newest first (operation getHistory; on neo also getChannelEvents).

        Args:
            limit: Maximum number of entries, at most 1000; by default 10.
            offset: Number of entries to skip.
            filters: The filter; see `HistoryFilterArguments`. If `types` is a single kind, the entries have its type.

        Raises:
            InvalidInput: An argument is invalid; nothing was sent.
            TypeError: A filter argument is unknown.
        """
        history_filter = HistoryFilter.checked(**filters)
        check_page(limit, offset)
        if history_filter.includes_calls() and platform.is_neo(self._resource):
            count = DEFAULT_PAGE_SIZE if limit is None else limit
            return neo_history.merged_page(self._resource, self._page, history_filter, count, offset)
        return self._page(history_filter, limit, offset)

    @overload
    def iterate(
        self, *, page_size: int = ..., types: CallWord, **filters: Unpack[CommonHistoryFilterArguments]
    ) -> Iterator[CallEntry]: ...

    @overload
    def iterate(
        self, *, page_size: int = ..., types: VoicemailWord, **filters: Unpack[CommonHistoryFilterArguments]
    ) -> Iterator[VoicemailEntry]: ...

    @overload
    def iterate(
        self, *, page_size: int = ..., types: SmsWord, **filters: Unpack[CommonHistoryFilterArguments]
    ) -> Iterator[SmsEntry]: ...

    @overload
    def iterate(
        self, *, page_size: int = ..., types: FaxWord, **filters: Unpack[CommonHistoryFilterArguments]
    ) -> Iterator[FaxEntry]: ...

    @overload
    def iterate(
        self, *, page_size: int = ..., **filters: Unpack[HistoryFilterArguments]
    ) -> Iterator[HistoryEntry]: ...

    def iterate(self, *, page_size: int = 500, **filters: Unpack[HistoryFilterArguments]) -> Iterator[Any]:
        """Yield all entries, newest first, with one page in memory at a time.

        An entry that moves to the next page because new entries are added in the meantime is not yielded twice.

        Args:
            page_size: Number of entries per request, 1 to 1000.
            filters: The filter; see `HistoryFilterArguments`. If `types` is a single kind, the entries have its type.

        Raises:
            InvalidInput: An argument is invalid; nothing was sent.
            TypeError: A filter argument is unknown.
        """
        history_filter = HistoryFilter.checked(**filters)
        whole_number(
            page_size,
            argument="page_size",
            minimum=1,
            maximum=MAX_PAGE_SIZE,
            hint="Use a number from 1 to 1000.",
        )
        pages = neo_history.history_pages(self._page, history_filter, page_size)
        if history_filter.includes_calls():
            pages = neo_history.merged_where_neo(self._resource, pages, history_filter)
        return SyncPaginator(pages)

    def get(self, entry_id: str) -> HistoryEntry:
        """Return one entry as an instance of the class for its kind (operation getHistoryById).

        Raises:
            InvalidInput: `entry_id` is not an id.
            NotFound: The history contains no entry with this id. On neo, calls are in the channels instead.
        """
        request = get_history_by_id.build_request(entry_id=identifier(entry_id, argument="entry_id"))
        return history_entry(self._resource.payload(request))

    def _page(self, history_filter: HistoryFilter, limit: int | None, offset: int) -> Page[HistoryEntry]:
        request = list_request(history_filter, limit, offset)
        found = self._resource.listing(request, history_decoder())
        return Page(found.items, offset, DEFAULT_PAGE_SIZE if limit is None else limit, found.total)
