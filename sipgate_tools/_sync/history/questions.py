# Made by scripts/make_sync.py from sipgate_tools/_async/history/questions.py: edit that file.
"""Questions to the history: missed callers, statistics, and a file of all entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Unpack, cast

from sipgate_tools._io.atomic_write import atomic_write
from sipgate_tools.history.export import HistoryCsv
from sipgate_tools.history.missed import MissedCaller, MissedCallers
from sipgate_tools.history.statistics import (
    Grouping,
    HistoryStatistics,
    StatisticsCounter,
    checked_grouping,
    lines_of,
)
from sipgate_tools.models.bulk_progress import BulkProgress, ProgressCallback
from sipgate_tools.models.history import (
    HistoryEntry,
    newest_first,
)
from sipgate_tools.models.history_filter import (
    HistoryFilterArguments,
    StatisticsFilterArguments,
)
from sipgate_tools.requests.history import (
    MAX_PAGE_SIZE,
)
from sipgate_tools.times import zone_by_name

from ..account.directory import SyncDirectory
from ..account.users import SyncUsers
from .entries import SyncHistoryEntries


@dataclass(frozen=True, repr=False)
class SyncHistoryQuestions(SyncHistoryEntries):
    """The methods of `client.history` that read all entries of a period."""

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
        checked_grouping(by)
        if zone is None:
            zone = zone_by_name((SyncUsers(self._resource).me()).timezone)
        owners: dict[str, tuple[str, str | None]] = {}
        counter = StatisticsCounter(by, zone, owners)
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


def _next_of(source: Iterator[HistoryEntry]) -> HistoryEntry | None:
    try:
        return source.__next__()
    except StopIteration:
        return None
