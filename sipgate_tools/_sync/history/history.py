# Made by scripts/make_sync.py from sipgate_tools/_async/history/history.py: edit that file.
"""The history: past calls, SMS, faxes and voicemails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, Unpack, cast, overload

from sipgate_api.api.history import delete_history_entry, get_history_by_id

from sipgate_tools._io.atomic_write import atomic_write
from sipgate_tools.errors import InvalidInput
from sipgate_tools.formats.csv import guarded_csv
from sipgate_tools.history.export import HistoryCsv
from sipgate_tools.history.missed import MissedCaller, MissedCallers
from sipgate_tools.history.statistics import Grouping, HistoryStatistics, StatisticsCounter, lines_of
from sipgate_tools.models.bulk import BulkReport, as_ids, checked_list
from sipgate_tools.models.bulk_progress import BulkProgress, ProgressCallback
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
    history_decoder,
    history_entry,
    newest_first,
)
from sipgate_tools.models.history_filter import (
    CommonHistoryFilterArguments,
    HistoryFilter,
    HistoryFilterArguments,
    StatisticsFilterArguments,
)
from sipgate_tools.models.history_update import HistoryUpdate
from sipgate_tools.pagination import Page
from sipgate_tools.requests.history import (
    DEFAULT_PAGE_SIZE,
    MAX_PAGE_SIZE,
    changeable_id,
    check_page,
    csv_request,
    delete_jobs,
    list_request,
    update_jobs,
    update_request,
)
from sipgate_tools.times import zone_by_name
from sipgate_tools.values import identifier, whole_number

from .._http import downloads
from .._support import platform
from .._support.bulk import checked_concurrency, write_reported
from .._support.paginator import SyncPaginator
from .._support.resource import SyncResource
from ..account.directory import SyncDirectory
from ..account.users import SyncUsers
from . import neo_history


@dataclass(frozen=True, repr=False)
class SyncHistory:
    """The history of the account (`client.history`).

    On neo accounts, past calls are in the channels instead of the history. `list` and `iterate` merge both, newest
    first, and the `notes` of a page mention that.
    """

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

    def update(
        self,
        entry: str | HistoryEntry,
        *,
        read: bool | None = None,
        archived: bool | None = None,
        starred: bool | None = None,
        note: str | None = None,
    ) -> None:
        """Mark, star, archive or annotate one entry (operation updateHistoryEntry); `None` leaves a field unchanged.

        Args:
            entry: The entry or its id.
            read: Whether the entry is marked as read.
            archived: Whether the entry is in the archive.
            starred: Whether the entry has a star.
            note: The account's own note on the entry; an empty string removes the note.

        Raises:
            InvalidInput: No change was passed, a value is invalid, or the entry is a call of a neo account; nothing was
                sent.
        """
        update = HistoryUpdate(read=read, archived=archived, starred=starred, note=note)
        if not update.changes():
            raise InvalidInput("No change was passed.", hint="Pass read, archived, starred or note.")
        self._resource.confirm(update_request(changeable_id(entry), update.changes()))

    def update_many(
        self,
        entries: Iterable[HistoryEntry],
        callback: Callable[[HistoryEntry], HistoryUpdate | Mapping[str, Any] | None],
        *,
        at_once: int = 4,
        progress: ProgressCallback | None = None,
    ) -> BulkReport:
        """Change many entries, with a callback that returns the changes to each entry.

        149 entries are sent per request (operation updateHistoryEntries). Entries whose note is changed are sent one by
        one, because only the operation updateHistoryEntry supports notes. If sipgate rejects a request, the others are
        still sent. After a 429, all requests wait.

        Args:
            entries: The entries, at least one.
            callback: A function that returns the changes to an entry as a `HistoryUpdate` or a mapping, or `None` for
                no changes.
            at_once: Maximum number of concurrent requests, 1 to 64.
            progress: A callback that is called after every request. If it returns `False`, the update stops.

        Returns:
            A report on the ids of the entries.

        Raises:
            InvalidInput: No entries were passed, an entry cannot be changed, or the callback returned something else;
                nothing was sent.
            SipgateError: The error that stopped the update, if no entry was changed.
        """
        changes_by_id = {
            changeable_id(entry): HistoryUpdate.of(callback(entry)).changes()
            for entry in checked_list(entries)
        }
        if not changes_by_id:
            raise InvalidInput("No entries were passed; nothing was sent.", hint="Pass at least one.")
        jobs = update_jobs(changes_by_id)
        return write_reported(
            self._resource,
            jobs,
            tuple(changes_by_id),
            concurrency=checked_concurrency(at_once),
            progress=progress,
        )

    def delete(self, entry: str | HistoryEntry) -> None:
        """Delete one entry permanently (operation deleteHistoryEntry).

        Args:
            entry: The entry or its id.

        Raises:
            InvalidInput: The entry is a call of a neo account, which cannot be deleted, or the id is invalid.
        """
        self._resource.confirm(delete_history_entry.build_request(entry_id=changeable_id(entry)))

    def delete_many(
        self,
        entries: Iterable[str | HistoryEntry],
        *,
        at_once: int = 4,
        progress: ProgressCallback | None = None,
    ) -> BulkReport:
        """Delete entries permanently, as many per request as fit in a URL (operation deleteHistoryEntries).

        Args:
            entries: Entries or their ids, at least one. An empty list is rejected, because sipgate would delete the
                account's whole history.
            at_once: Maximum number of concurrent requests, 1 to 64.
            progress: A callback that is called after every request. If it returns `False`, the deletion stops.

        Returns:
            A report on the ids of the entries.

        Raises:
            InvalidInput: The list is empty or contains something other than entries and ids; nothing was sent.
            SipgateError: The error that stopped the deletion, if no entry was deleted.
        """
        ids = as_ids(changeable_id(entry) for entry in checked_list(entries))
        jobs = delete_jobs(ids)
        return write_reported(
            self._resource, jobs, ids, concurrency=checked_concurrency(at_once), progress=progress
        )

    def missed(
        self, *, since: datetime, until: datetime | None = None, not_called_back: bool = False
    ) -> tuple[MissedCaller, ...]:
        """Return who called without reaching a person, one object per number, the latest first.

        Counted are incoming calls without a conversation, and voicemails. A caller was called back if there was a
        conversation after the latest missed call, in either direction. All callers who withhold their number share one
        object. On neo, the calls of the channels are included.

        Args:
            since: The start of the period, with a time zone.
            until: The end of the period, with a time zone; `None` for now.
            not_called_back: Whether to leave out callers who were called back.

        Raises:
            InvalidInput: A time has no time zone; nothing was sent.
        """
        callers = MissedCallers()
        for entry in self._everything(types=("CALL", "VOICEMAIL"), from_=since, to=until):
            callers.add(entry)
        return tuple(callers.result(not_called_back=not_called_back))

    def statistics(
        self,
        *,
        since: datetime,
        until: datetime | None = None,
        by: Grouping = "day",
        zone: tzinfo | None = None,
        **filters: Unpack[StatisticsFilterArguments],
    ) -> HistoryStatistics:
        """Count the calls, SMS and faxes of a period, with one page of entries in memory at a time.

        Args:
            since: The start of the period, with a time zone.
            until: The end of the period, with a time zone; `None` for now.
            by: The groups of the rows: `day`, `hour`, `weekday`, `user`, `line`, `number` or `direction`. Where
                an entry belongs to no single user, `user` groups by the group or channel.
            zone: The time zone for days, hours and weekdays; by default the user's time zone at sipgate.
            filters: Filters of the entries, such as `directions` and `connection_ids`.

        Raises:
            InvalidInput: An argument is invalid; nothing was sent.
        """
        owners: dict[str, tuple[str, str | None]] = {}
        counter = StatisticsCounter(by, zone or UTC, owners)
        if zone is None:
            user_zone = zone_by_name((SyncUsers(self._resource).me()).timezone)
            counter = StatisticsCounter(by, user_zone, owners)
        directory = SyncDirectory(self._resource)
        for entry in self._everything(from_=since, to=until, **filters):
            if by == "user":
                for line in lines_of(entry):
                    if line not in owners:
                        owners[line] = directory.owner(line)
            counter.add(entry)
        return counter.result(since=since, until=until)

    def export_file(
        self,
        path: str | Path,
        *,
        delimiter: str = ",",
        bom: bool = False,
        guard_formulas: bool = True,
        overwrite: bool = False,
        progress: ProgressCallback | None = None,
        **filters: Unpack[HistoryFilterArguments],
    ) -> Path:
        """Write all entries that match a filter to a CSV file, with one page of entries in memory at a time.

        In contrast to `export_csv`, there is no limit of 1,000 entries, archived entries are included, and so are the
        calls of neo. The columns are those of `sipgate_tools.history.export.COLUMNS`.

        Args:
            path: The path of the file to create. It appears when the export is complete.
            delimiter: The character between two cells: `,`, `;` or a tab.
            bom: Whether the file begins with a byte order mark, by which Excel recognizes UTF-8.
            guard_formulas: Whether to prefix cells that a spreadsheet could evaluate as a formula with an apostrophe.
            overwrite: Whether to replace an existing file.
            progress: A callback that is called every 1,000 entries.
            filters: The filter; see `HistoryFilterArguments`.

        Returns:
            The path of the file.

        Raises:
            InvalidInput: An argument is invalid, or the file exists or cannot be written.
        """
        lines = HistoryCsv(delimiter=delimiter, bom=bom, guard_formulas=guard_formulas)
        count = 0
        with atomic_write(Path(path), "w", overwrite=overwrite) as target:
            target.write(lines.begin())
            for entry in self._everything(**filters):
                target.write(lines.entry(entry))
                count += 1
                if progress is not None and count % MAX_PAGE_SIZE == 0:
                    progress(BulkProgress(count))
        if progress is not None:
            progress(BulkProgress(count, count))
        return Path(path)

    def export_csv(
        self,
        *,
        limit: int | None = None,
        offset: int = 0,
        guard_formulas: bool = True,
        **filters: Unpack[HistoryFilterArguments],
    ) -> str:
        """Return up to 1,000 entries as CSV in sipgate's format (operation getHistoryCSV).

        On neo, calls are not included. `export_file` writes all entries, with calls, to a file.

        Anyone can send messages and names to the account. Therefore, cells that a spreadsheet could interpret as a
        formula, including all numbers with a plus sign, are prefixed with an apostrophe.

        Args:
            limit: Maximum number of entries, at most 1000; by default 10.
            offset: Number of entries to skip.
            guard_formulas: Whether to prefix such cells; `False` returns sipgate's response unchanged.
            filters: The filter; see `list`. This operation does not support `phonenumber`.

        Raises:
            InvalidInput: An argument is invalid; nothing was sent.
            TypeError: A filter argument is unknown.
        """
        history_filter = HistoryFilter.checked(**filters)
        check_page(limit, offset)
        response = self._resource.connection.send(csv_request(history_filter, limit, offset))
        text = response.text
        return guarded_csv(text) if guard_formulas else text

    def download(
        self,
        source: HistoryEntry | Recording | str,
        path: str | Path,
        *,
        part: str = "document",
        overwrite: bool = False,
    ) -> Path:
        """Download a recording, voicemail, fax PDF or report to a file.

        The data is streamed to a temporary file in the same folder, which is renamed when it is complete.

        Args:
            source: The entry, a `Recording`, or a URL from either of them. For a call with several recordings, the
                first one is downloaded.
            path: The path of the file to create.
            part: The part of a fax: `document`, `report` or `preview`.
            overwrite: Whether to replace an existing file.

        Returns:
            The path of the file.

        Raises:
            InvalidInput: The entry has no file to download, the path already exists or is not writable, or `part` is
                unknown.
            ApiStatusError: sipgate responded with an error status.
            ConnectionFailed: The download failed, even after retries.
            ResponseTooLarge: The file exceeds `ResponseLimits.max_download_bytes`.
        """
        return downloads.download(
            self._resource.connection, downloads.url_of(source, part), Path(path), overwrite=overwrite
        )

    def _everything(self, **filters: Unpack[HistoryFilterArguments]) -> Iterator[HistoryEntry]:
        """Yield the entries of inbox and archive together, newest first, or only those that the filter selects."""
        if filters.get("archived") is not None:
            for entry in self.iterate(page_size=MAX_PAGE_SIZE, **filters):
                yield entry
            return
        inbox: HistoryFilterArguments = {**filters, "archived": False}
        archive: HistoryFilterArguments = {**filters, "archived": True}
        sources: Sequence[Iterator[HistoryEntry]] = (
            self.iterate(page_size=MAX_PAGE_SIZE, **inbox),
            self.iterate(page_size=MAX_PAGE_SIZE, **archive),
        )
        first = [_next_of(source) for source in sources]
        while any(entry is not None for entry in first):
            waiting = [index for index, entry in enumerate(first) if entry is not None]
            index = min(waiting, key=lambda one: newest_first(cast("HistoryEntry", first[one])))
            yield cast("HistoryEntry", first[index])
            first[index] = _next_of(sources[index])

    def _page(self, history_filter: HistoryFilter, limit: int | None, offset: int) -> Page[HistoryEntry]:
        request = list_request(history_filter, limit, offset)
        found = self._resource.listing(request, history_decoder())
        return Page(found.items, offset, DEFAULT_PAGE_SIZE if limit is None else limit, found.total)


def _next_of(source: Iterator[HistoryEntry]) -> HistoryEntry | None:
    try:
        return source.__next__()
    except StopIteration:
        return None
