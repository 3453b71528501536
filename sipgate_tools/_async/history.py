"""The history: calls, SMS, faxes and voicemails of the past."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Unpack, overload

from sipgate_api.api.history import (
    delete_history_entries,
    delete_history_entry,
    get_history,
    get_history_by_id,
    get_history_csv,
    update_history_entries,
    update_history_entry,
)
from sipgate_api.models.update_history_entries_request import UpdateHistoryEntriesRequest
from sipgate_api.models.update_history_entry_request import UpdateHistoryEntryRequest
from sipgate_api.types import UNSET

from sipgate_tools.errors import InvalidInput
from sipgate_tools.formats.csv import guarded_csv
from sipgate_tools.models.bulk import BulkReport, as_ids, checked_list, chunks_by_length
from sipgate_tools.models.bulk_progress import Job, ProgressCallback
from sipgate_tools.models.history import (
    CallEntry,
    CallWord,
    FaxEntry,
    FaxWord,
    HistoryEntry,
    Recording,
    SmsEntry,
    SmsWord,
    VoicemailEntry,
    VoicemailWord,
    history_entry,
    history_rows,
)
from sipgate_tools.models.history_filter import (
    CommonHistoryFilterArguments,
    HistoryFilter,
    HistoryFilterArguments,
)
from sipgate_tools.models.history_update import ENTRIES_PER_UPDATE, HistoryUpdate
from sipgate_tools.pagination import Page
from sipgate_tools.values import identifier, whole_number

from ._http import downloads
from ._support import neo_history, platform
from ._support.bulk import checked_concurrency, write_reported
from ._support.paginator import AsyncPaginator, NextPage
from ._support.resource import AsyncResource

LARGEST_PAGE = 1000
"""What sipgate gives at once at most."""
LARGEST_OFFSET = 2**31 - 1
"""What sipgate counts to."""
DEFAULT_PAGE = 10
"""What sipgate gives when nothing is said."""


@dataclass(frozen=True, repr=False)
class AsyncHistory:
    """What happened on the account; `client.history`.

    On neo accounts the calls of the past are not in sipgate's history but in its channels. `list` and `iterate` put
    both together, newest first, and say so in the page's `notes`.
    """

    _session: AsyncResource

    @overload
    async def list(
        self,
        *,
        limit: int | None = ...,
        offset: int = ...,
        types: CallWord,
        **filters: Unpack[CommonHistoryFilterArguments],
    ) -> Page[CallEntry]: ...

    @overload
    async def list(
        self,
        *,
        limit: int | None = ...,
        offset: int = ...,
        types: VoicemailWord,
        **filters: Unpack[CommonHistoryFilterArguments],
    ) -> Page[VoicemailEntry]: ...

    @overload
    async def list(
        self,
        *,
        limit: int | None = ...,
        offset: int = ...,
        types: SmsWord,
        **filters: Unpack[CommonHistoryFilterArguments],
    ) -> Page[SmsEntry]: ...

    @overload
    async def list(
        self,
        *,
        limit: int | None = ...,
        offset: int = ...,
        types: FaxWord,
        **filters: Unpack[CommonHistoryFilterArguments],
    ) -> Page[FaxEntry]: ...

    @overload
    async def list(
        self, *, limit: int | None = ..., offset: int = ..., **filters: Unpack[HistoryFilterArguments]
    ) -> Page[HistoryEntry]: ...

    async def list(
        self, *, limit: int | None = None, offset: int = 0, **filters: Unpack[HistoryFilterArguments]
    ) -> Page[Any]:
        """Return one page of entries, newest first (operation getHistory; on neo also getChannelEvents).

        Args:
            limit: How many, at most 1000; sipgate's default is 10.
            offset: How many to skip.
            filters: See `HistoryFilterArguments`; with one kind as `types` the entries are typed as that kind.

        Raises:
            InvalidInput: An argument is wrong; nothing was sent.
        """
        looked_for = HistoryFilter.checked(**filters)
        _check_page(limit, offset)
        if looked_for.wants_calls() and await platform.is_neo(self._session):
            count = DEFAULT_PAGE if limit is None else limit
            return await neo_history.merged_page(self._session, self._page, looked_for, count, offset)
        return await self._page(looked_for, limit, offset)

    @overload
    def iterate(
        self, *, page_size: int = ..., types: CallWord, **filters: Unpack[CommonHistoryFilterArguments]
    ) -> AsyncIterator[CallEntry]: ...

    @overload
    def iterate(
        self, *, page_size: int = ..., types: VoicemailWord, **filters: Unpack[CommonHistoryFilterArguments]
    ) -> AsyncIterator[VoicemailEntry]: ...

    @overload
    def iterate(
        self, *, page_size: int = ..., types: SmsWord, **filters: Unpack[CommonHistoryFilterArguments]
    ) -> AsyncIterator[SmsEntry]: ...

    @overload
    def iterate(
        self, *, page_size: int = ..., types: FaxWord, **filters: Unpack[CommonHistoryFilterArguments]
    ) -> AsyncIterator[FaxEntry]: ...

    @overload
    def iterate(
        self, *, page_size: int = ..., **filters: Unpack[HistoryFilterArguments]
    ) -> AsyncIterator[HistoryEntry]: ...

    def iterate(
        self, *, page_size: int = 500, **filters: Unpack[HistoryFilterArguments]
    ) -> AsyncIterator[Any]:
        """Yield all entries, newest first, page by page; memory stays that of one page.

        An entry that moves to the next page because newer ones arrive meanwhile is not yielded twice.

        Args:
            page_size: How many to fetch at once, 1 to 1000.
            filters: See `HistoryFilterArguments`; with one kind as `types` the entries are typed as that kind.
        """
        looked_for = HistoryFilter.checked(**filters)
        whole_number(page_size, argument="page_size", least=1, most=LARGEST_PAGE, hint="It is 1 to 1000.")
        history = self._pages(looked_for, page_size)
        if not looked_for.wants_calls():
            return AsyncPaginator(history)
        return AsyncPaginator(neo_history.merged_where_neo(self._session, history, looked_for))

    async def get(self, entry_id: str) -> HistoryEntry:
        """Return one entry as the class of its kind (operation getHistoryById).

        Raises:
            NotFound: There is no such entry (on neo, calls of channels have none).
        """
        request = get_history_by_id.build_request(entry_id=identifier(entry_id, argument="entry_id"))
        return history_entry(await self._session.payload(request))

    async def update(
        self,
        entry: str | HistoryEntry,
        *,
        read: bool | None = None,
        archived: bool | None = None,
        starred: bool | None = None,
        note: str | None = None,
    ) -> None:
        """Mark, star, archive or note one entry; what is left out stays (operation updateHistoryEntry).

        Args:
            entry: Which one, or its id.
            read: Mark as read or unread.
            archived: Put into the archive or take out.
            starred: Give a star or take it away.
            note: The account's own note; an empty text removes it.

        Raises:
            InvalidInput: Nothing is to change, or it is a call of a neo account.
        """
        update = HistoryUpdate(read=read, archived=archived, starred=starred, note=note)
        if not update.changes():
            raise InvalidInput("There is nothing to change.", hint="Give read, archived, starred or note.")
        await self._update_one(_kept_by_history(entry), update)

    async def update_many(
        self,
        entries: Iterable[HistoryEntry],
        callback: Callable[[HistoryEntry], HistoryUpdate | Mapping[str, Any] | None],
        *,
        at_once: int = 4,
        progress: ProgressCallback | None = None,
    ) -> BulkReport:
        """Change many entries, each as the callback says.

        Marks, stars and archive go 149 to a request (operation updateHistoryEntries); entries with a note go one by
        one, because sipgate takes notes only so. A refused request does not stop the others; after a 429 all wait.

        Args:
            entries: Which ones, at least one.
            callback: Returns the changes of an entry, as a `HistoryUpdate` or a mapping; `None` or none: leave it.
            at_once: How many requests may be under way, 1 to 64.
            progress: Told after every request; the work stops when it returns `False`.

        Returns:
            What was confirmed, refused, of unknown outcome, and not sent.

        Raises:
            InvalidInput: There are no entries, or the callback returned something that cannot be changed; then
                nothing was sent.
        """
        wanted = {
            _kept_by_history(entry): HistoryUpdate.of(callback(entry)).changes()
            for entry in checked_list(entries)
        }
        if not wanted:
            raise InvalidInput("There are no entries to update; nothing was sent.", hint="Give at least one.")
        jobs = _update_jobs(wanted)
        return await write_reported(
            self._session, jobs, tuple(wanted), at_once=checked_concurrency(at_once), progress=progress
        )

    async def delete(self, entry: str | HistoryEntry) -> None:
        """Delete one entry for good, given itself or its id (operation deleteHistoryEntry).

        Raises:
            InvalidInput: It is a call of a neo account; these cannot be deleted.
        """
        await self._session.confirm(delete_history_entry.build_request(entry_id=_kept_by_history(entry)))

    async def delete_many(
        self,
        entries: Iterable[str | HistoryEntry],
        *,
        at_once: int = 4,
        progress: ProgressCallback | None = None,
    ) -> BulkReport:
        """Delete entries for good, as many to a request as its URL safely holds (operation deleteHistoryEntries).

        Args:
            entries: Entries or their ids, at least one: an empty list would delete the account's whole history, so
                it is refused.
            at_once: How many requests may be under way, 1 to 64.
            progress: Told after every request; the work stops when it returns `False`.

        Raises:
            InvalidInput: The list is empty or has something that is not an id; nothing was sent.
        """
        ids = as_ids(_kept_by_history(entry) for entry in checked_list(entries))
        jobs = [
            Job(tuple(part), delete_history_entries.build_request(id=part))
            for part in chunks_by_length(ids, overhead=len("&id="))
        ]
        return await write_reported(
            self._session, jobs, ids, at_once=checked_concurrency(at_once), progress=progress
        )

    async def export_csv(
        self,
        *,
        limit: int | None = None,
        offset: int = 0,
        guard_formulas: bool = True,
        **filters: Unpack[HistoryFilterArguments],
    ) -> str:
        """Return entries as sipgate's own CSV (operation getHistoryCSV); on neo it has no calls.

        Texts of messages and names come from anyone who can dial a number. Cells that a spreadsheet could take for a
        formula, which is every number with its plus, begin with an apostrophe.

        Args:
            limit: How many, at most 1000; sipgate's default is 10.
            offset: How many to skip.
            guard_formulas: Off for readers that are programs: then it is exactly what sipgate answers.
            filters: As for `list`, without `phonenumber`, which sipgate does not know here.

        Raises:
            InvalidInput: An argument is wrong.
        """
        looked_for = HistoryFilter.checked(**filters)
        _check_page(limit, offset)
        if looked_for.phonenumber is not None:
            raise InvalidInput("The export cannot be filtered by phonenumber.", hint="Use list or iterate.")
        request = get_history_csv.build_request(
            **looked_for.query(), limit=UNSET if limit is None else limit, offset=offset or UNSET
        )
        text = (await self._session.connection.asend(request)).text
        return guarded_csv(text) if guard_formulas else text

    async def download(
        self,
        source: HistoryEntry | Recording | str,
        path: str | Path,
        *,
        part: str = "document",
        overwrite: bool = False,
    ) -> Path:
        """Save a recording, voicemail, fax PDF or report to a file, in a stream.

        It is written under a temporary name in the same folder and gets its own when it is complete.

        Args:
            source: The entry (of a call with several recordings: the first), a `Recording`, or a URL from either.
            path: The file.
            part: Of a fax: `document`, `report` or `preview`.
            overwrite: Whether a file that is there may be replaced.

        Returns:
            The path.

        Raises:
            InvalidInput: The entry has nothing to download, or the file is there.
        """
        return await downloads.download(
            self._session.connection, downloads.url_of(source, part), Path(path), overwrite=overwrite
        )

    async def _page(self, looked_for: HistoryFilter, limit: int | None, offset: int) -> Page[HistoryEntry]:
        request = get_history.build_request(
            **looked_for.query(),
            phonenumber=UNSET if looked_for.phonenumber is None else looked_for.phonenumber,
            limit=UNSET if limit is None else limit,
            offset=offset or UNSET,
        )
        found = await self._session.listing(request, history_rows())
        return Page(found.items, offset, DEFAULT_PAGE if limit is None else limit, found.total)

    def _pages(self, looked_for: HistoryFilter, page_size: int) -> NextPage[HistoryEntry]:
        offset: int | None = 0
        previous: set[str] = set()

        async def next_page() -> Sequence[HistoryEntry] | None:
            nonlocal offset, previous
            if offset is None:
                return None
            page = await self._page(looked_for, page_size, offset)
            fresh = [entry for entry in page if entry.id not in previous]
            previous = {entry.id for entry in page}
            offset = page.next_offset
            return fresh

        return next_page

    async def _update_one(self, entry_id: str, update: HistoryUpdate) -> None:
        body = UpdateHistoryEntryRequest.from_dict(update.changes())
        await self._session.confirm(update_history_entry.build_request(entry_id=entry_id, body=body))


def _kept_by_history(entry: str | HistoryEntry) -> str:
    """Return the id of an entry that can be changed.

    Raises:
        InvalidInput: It was read from a channel, or is not an entry.
    """
    if isinstance(entry, HistoryEntry):
        if entry.channel_id is not None:
            raise InvalidInput(
                "Calls of a neo account cannot be marked or deleted: they are not in the history but in its channels.",
                hint="Leave out entries that have a channel_id.",
            )
        return identifier(entry.id, argument="entry")
    return identifier(entry, argument="entry")


def _update_jobs(wanted: Mapping[str, dict[str, Any]]) -> Iterator[Job[str]]:
    together = [
        (entry_id, changes) for entry_id, changes in wanted.items() if changes and "note" not in changes
    ]
    for start in range(0, len(together), ENTRIES_PER_UPDATE):
        part = together[start : start + ENTRIES_PER_UPDATE]
        body = [
            UpdateHistoryEntriesRequest.from_dict({"id": entry_id, **changes}) for entry_id, changes in part
        ]
        yield Job(tuple(entry_id for entry_id, _ in part), update_history_entries.build_request(body=body))
    for entry_id, changes in wanted.items():
        if "note" in changes:
            body_of_one = UpdateHistoryEntryRequest.from_dict(changes)
            yield Job((entry_id,), update_history_entry.build_request(entry_id=entry_id, body=body_of_one))


def _check_page(limit: int | None, offset: int) -> None:
    if limit is not None:
        hint = "It is 0 to 1000; iterate() fetches more page by page."
        whole_number(limit, argument="limit", least=0, most=LARGEST_PAGE, hint=hint)
    hint = "It is the number of entries to skip, at least 0."
    whole_number(offset, argument="offset", least=0, most=LARGEST_OFFSET, hint=hint)
