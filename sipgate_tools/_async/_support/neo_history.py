"""On neo: the calls of the channels, put among the entries of the history."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from sipgate_tools.errors import ApiStatusError
from sipgate_tools.models.history import CallEntry, HistoryEntry, newest_first
from sipgate_tools.models.history_filter import HistoryFilter
from sipgate_tools.pagination import Page

from ..channels import AsyncChannels
from . import platform
from .paginator import NextPage
from .resource import AsyncResource

_FROM_CHANNELS = "This is a neo account: calls were read from its channels; they cannot be marked or deleted."
_SIPGATE_PAGE = 1000


async def merged_page(
    session: AsyncResource,
    fetch: Callable[[HistoryFilter, int, int], Awaitable[Page[HistoryEntry]]],
    looked_for: HistoryFilter,
    limit: int,
    offset: int,
) -> Page[HistoryEntry]:
    """Return a page of history and channel calls in one order, newest first.

    Args:
        session: Of the client.
        fetch: Returns a page of the history alone (filter, limit, offset).
        looked_for: The filter.
        limit: How many.
        offset: How many to skip of both together.
    """
    calls, notes = await calls_of_channels(session, looked_for)
    # Whatever the calls are, the page lies within the first offset + limit entries of the history alone.
    entries: list[HistoryEntry] = []
    total: int | None = None
    while len(entries) < offset + limit:
        page = await fetch(looked_for, min(_SIPGATE_PAGE, offset + limit - len(entries)), len(entries))
        entries.extend(page.items)
        total = page.total_count
        if page.next_offset is None:
            break
    together = sorted(_once(entries, calls), key=newest_first)
    doubled = len(entries) + len(calls) - len(together)
    count = None if total is None else total + len(calls) - doubled
    return Page(tuple(together[offset : offset + limit]), offset, limit, count, notes)


def merged_where_neo(
    session: AsyncResource, history: NextPage[HistoryEntry], looked_for: HistoryFilter
) -> NextPage[HistoryEntry]:
    """Return the pages of the history, on neo with the calls of the channels in one order, newest first."""
    source: NextPage[HistoryEntry] | None = None

    async def next_page() -> Sequence[HistoryEntry] | None:
        nonlocal source
        if source is None:
            source = history
            if await platform.is_neo(session):
                calls, _ = await calls_of_channels(session, looked_for)
                source = _merged(history, calls)
        return await source()

    return next_page


def _merged(history: NextPage[HistoryEntry], calls: list[CallEntry]) -> NextPage[HistoryEntry]:
    waiting = calls[::-1]
    told = set[str]()
    over = False

    async def next_page() -> Sequence[HistoryEntry] | None:
        nonlocal over
        if over:
            return None
        entries = await history()
        if entries is None:
            over = True
            return [call for call in reversed(waiting) if call.call_id not in told]
        page: list[HistoryEntry] = []
        for entry in entries:
            while waiting and newest_first(waiting[-1]) < newest_first(entry):
                call = waiting.pop()
                if call.call_id not in told:
                    page.append(call)
            if isinstance(entry, CallEntry) and entry.call_id:
                told.add(entry.call_id)
            page.append(entry)
        return page

    return next_page


async def calls_of_channels(
    session: AsyncResource, looked_for: HistoryFilter
) -> tuple[list[CallEntry], tuple[str, ...]]:
    """Return the calls of all channels that are looked for, newest first, and what to say about them."""
    channels = AsyncChannels(session)
    try:
        ids = looked_for.channel_ids
        if ids is None:
            ids = tuple(channel.id for channel in await channels.list())
        found = [event.as_entry() for channel_id in ids for event in await channels.events(channel_id)]
    except ApiStatusError as error:
        return [], (f"The calls of the channels could not be read ({type(error).__name__}); {error.hint}",)
    calls = [call for call in found if looked_for.matches(call)]
    # A call that went through two channels is in both.
    unique = {call.call_id or call.id: call for call in calls}
    return sorted(unique.values(), key=newest_first), (_FROM_CHANNELS,)


def _once(entries: list[HistoryEntry], calls: list[CallEntry]) -> list[HistoryEntry]:
    """Return both without the calls that a moved account still has in its history too."""
    known = {entry.call_id for entry in entries if isinstance(entry, CallEntry)} - {None}
    return [*entries, *(call for call in calls if call.call_id not in known)]
