# Made by scripts/make_sync.py from sipgate_tools/_async/history/history.py: edit that file.
"""The history: past calls, SMS, faxes and voicemails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Unpack

from sipgate_api.api.history import delete_history_entry

from sipgate_tools.errors import InvalidInput
from sipgate_tools.formats.csv import guarded_csv
from sipgate_tools.models.bulk import BulkReport, as_ids, checked_list
from sipgate_tools.models.bulk_progress import ProgressCallback
from sipgate_tools.models.history import (
    HistoryEntry,
    Recording,
)
from sipgate_tools.models.history_filter import (
    HistoryFilter,
    HistoryFilterArguments,
)
from sipgate_tools.models.history_update import HistoryUpdate
from sipgate_tools.requests.history import (
    changeable_id,
    check_page,
    csv_request,
    delete_jobs,
    update_jobs,
    update_request,
)

from .._http import downloads
from .._support.bulk import checked_concurrency, write_reported
from .questions import SyncHistoryQuestions


@dataclass(frozen=True, repr=False)
class SyncHistory(SyncHistoryQuestions):
    """The history of the account (`client.history`).

    On neo accounts, past calls are in the channels instead of the history. `list` and `iterate` merge both, newest
    first, and the `notes` of a page mention that.
    """

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
