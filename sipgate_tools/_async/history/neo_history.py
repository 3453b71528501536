"""The history of neo accounts: calls from the channels, merged with the entries in the history."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeAlias

from sipgate_tools.errors import ApiStatusError
from sipgate_tools.models.history import CallEntry, HistoryEntry, newest_first
from sipgate_tools.models.history_filter import HistoryFilter
from sipgate_tools.pagination import Page

from .._support import platform
from .._support.paginator import NextPage
from .._support.resource import AsyncResource
from ..telephony.channels import AsyncChannels

_FROM_CHANNELS: Final = (
    "This is a neo account: calls were read from its channels and cannot be marked or deleted."
)
_PAGE_SIZE: Final = 1000


FetchPage: TypeAlias = Callable[[HistoryFilter, int, int], Awaitable[Page[HistoryEntry]]]
"""A function that returns a page of the history without channel calls, for a filter, a limit and an offset."""


async def merged_page(
    resource: AsyncResource,
    fetch: FetchPage,
    filter_: HistoryFilter,
    limit: int,
    offset: int,
) -> Page[HistoryEntry]:
    """Return a page of history entries and channel calls together, newest first.

    Args:
        resource: The resource that sends the requests.
        fetch: A function that returns a page of the history without channel calls.
        filter_: The filter.
        limit: Maximum number of entries and calls together.
        offset: Number of entries and calls to skip together.
    """
    calls, notes = await calls_of_channels(resource, filter_)
    # Whatever the calls are, the page needs at most the first offset + limit entries of the history.
    entries: list[HistoryEntry] = []
    total: int | None = None
    while len(entries) < offset + limit:
        page = await fetch(filter_, min(_PAGE_SIZE, offset + limit - len(entries)), len(entries))
        entries.extend(page.items)
        total = page.total_count
        if page.next_offset is None:
            break
    merged = sorted(_without_duplicates(entries, calls), key=newest_first)
    duplicates = len(entries) + len(calls) - len(merged)
    count = None if total is None else total + len(calls) - duplicates
    return Page(tuple(merged[offset : offset + limit]), offset, limit, count, notes)


def history_pages(fetch: FetchPage, filter_: HistoryFilter, page_size: int) -> NextPage[HistoryEntry]:
    """Return the pages of the history without channel calls.

    An entry that moves to the next page because newer ones arrive meanwhile is not repeated.
    """
    offset: int | None = 0
    previous: set[str] = set()

    async def next_page() -> Sequence[HistoryEntry] | None:
        nonlocal offset, previous
        if offset is None:
            return None
        page = await fetch(filter_, page_size, offset)
        fresh = [entry for entry in page if entry.id not in previous]
        previous = {entry.id for entry in page}
        offset = page.next_offset
        return fresh

    return next_page


def merged_where_neo(
    resource: AsyncResource, history: NextPage[HistoryEntry], filter_: HistoryFilter
) -> NextPage[HistoryEntry]:
    """Return the pages of the history, on neo merged with the channel calls, newest first."""
    source: NextPage[HistoryEntry] | None = None

    async def next_page() -> Sequence[HistoryEntry] | None:
        nonlocal source
        if source is None:
            source = history
            if await platform.is_neo(resource):
                calls, _ = await calls_of_channels(resource, filter_)
                source = _merged(history, calls)
        return await source()

    return next_page


def _merged(history: NextPage[HistoryEntry], calls: list[CallEntry]) -> NextPage[HistoryEntry]:
    waiting = calls[::-1]
    call_ids = set[str]()
    exhausted = False

    async def next_page() -> Sequence[HistoryEntry] | None:
        nonlocal exhausted
        if exhausted:
            return None
        entries = await history()
        if entries is None:
            exhausted = True
            return [call for call in reversed(waiting) if call.call_id not in call_ids]
        page: list[HistoryEntry] = []
        for entry in entries:
            while waiting and newest_first(waiting[-1]) < newest_first(entry):
                call = waiting.pop()
                if call.call_id not in call_ids:
                    page.append(call)
            if isinstance(entry, CallEntry) and entry.call_id:
                call_ids.add(entry.call_id)
            page.append(entry)
        return page

    return next_page


async def calls_of_channels(
    resource: AsyncResource, filter_: HistoryFilter
) -> tuple[list[CallEntry], tuple[str, ...]]:
    """Return the channel calls that match a filter, newest first, and notes for the page."""
    channels = AsyncChannels(resource)
    try:
        ids = filter_.channel_ids
        if ids is None:
            ids = tuple(channel.id for channel in await channels.list())
        found = [event.as_entry() for channel_id in ids for event in await channels.events(channel_id)]
    except ApiStatusError as error:
        return [], (f"The channel calls could not be read ({type(error).__name__}); {error.hint}",)
    calls = [call for call in found if filter_.matches(call)]
    # A call that passed through two channels is listed in both.
    unique = {call.call_id or call.id: call for call in calls}
    return sorted(unique.values(), key=newest_first), (_FROM_CHANNELS,)


def _without_duplicates(entries: list[HistoryEntry], calls: list[CallEntry]) -> list[HistoryEntry]:
    """Return entries and calls together, each call once.

    If an account was moved to neo, its history and its channels can contain the same call.
    """
    call_ids = {entry.call_id for entry in entries if isinstance(entry, CallEntry)} - {None}
    return [*entries, *(call for call in calls if call.call_id not in call_ids)]
