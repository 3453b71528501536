# Made by scripts/make_sync.py from sipgate_tools/_async/_contacts/imports.py: edit that file.
"""Importing contacts from CSV and vCard."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from sipgate_tools._backends.sync import in_thread
from sipgate_tools.contacts.import_batches import ImportBatches, ImportOptions, ImportRoute
from sipgate_tools.contacts.import_rows import ImportRows
from sipgate_tools.contacts.scopes import scope_to_write
from sipgate_tools.errors import InvalidInput
from sipgate_tools.formats.csv import CardSource, count_csv, is_rereadable, read_csv
from sipgate_tools.formats.vcard import count_vcards, read_vcards
from sipgate_tools.models.bulk_progress import BulkState, Job, ProgressCallback, WriteOutcome
from sipgate_tools.models.contact_import import ImportReport
from sipgate_tools.models.contacts import ContactScope, WritableScopeWord

from .._support.bulk import checked_concurrency, write_each
from .._support.resource import SyncResource
from . import pages


@dataclass(frozen=True, repr=False)
class SyncContactImports:
    """The part of `client.contacts` that reads files."""

    _session: SyncResource

    def import_csv(
        self,
        source: CardSource,
        *,
        scope: WritableScopeWord | None = None,
        delimiter: str | None = None,
        encoding: str | None = None,
        default_region: str = "DE",
        route: ImportRoute = "auto",
        skip_duplicates: bool = True,
        dry_run: bool = False,
        at_once: int = 8,
        progress: ProgressCallback | None = None,
    ) -> ImportReport:
        """Create the contacts of a CSV file: Google's, Outlook's, our own, or one with `firstname,lastname,number`.

        Rows that cannot be read are reported and the others go on. A row is sent once: when its answer is lost it is
        reported as unknown. After a 429 all wait and go on more slowly. Started again, an import leaves out what it
        has done, because that is there: see `skip_duplicates`.

        Cancelled, it begins nothing new, gives requests under way five seconds, calls `progress` with the report,
        and adds that to the exception as a note.

        Args:
            source: The text, bytes, the path of the file (as `pathlib.Path`; a `str` is text), or an open file.
            scope: PRIVATE or SHARED; left out: what the column `scope` says, else PRIVATE.
            delimiter: The character between columns; found out when left out.
            encoding: How bytes are text; found out when left out.
            default_region: Region of numbers without a country code, such as `DE`.
            route: `contacts`: one createContact for each row, which holds every field. `csv`: importFromCSV with 500
                rows to a request, which takes first name, last name and one number, and no scope. `auto`:
                importFromCSV for rows that lose nothing by it and say no scope, createContact for the others.
            skip_duplicates: Leave out rows like a contact that is there or an earlier row: the same name, and the
                other one has all numbers and e-mail addresses of the row. All contacts are read for it, in the given
                scope, or where neither argument nor row says one, in both. Without it, importing twice makes doubles.
            dry_run: Read, compare and report, and write nothing.
            at_once: How many requests may be under way, 1 to 64.
            progress: Told after every request; the import stops when it returns `False`.

        Raises:
            InvalidInput: The file cannot be read at all, or an argument is wrong; nothing was sent.
            PermissionDenied: The scope `contacts:write` (or `contacts:read`) is missing; nothing was created.
        """
        source = _checked_source(source)
        results = read_csv(source, default_region=default_region, delimiter=delimiter, encoding=encoding)
        count = _count(source, lambda: count_csv(source, delimiter=delimiter, encoding=encoding))
        if route not in {"auto", "contacts", "csv"}:
            raise InvalidInput("There is no such route.", hint="Use auto, contacts or csv.")
        if route == "csv" and scope is not None:
            raise InvalidInput(
                "importFromCSV takes no scope.", hint="Leave scope out, or use route='contacts'."
            )
        plan = ImportOptions(_written(scope), route, skip_duplicates, dry_run, at_once, progress)
        return import_cards(self._session, ImportRows(results, count), plan)

    def import_vcard(
        self,
        source: CardSource,
        *,
        scope: WritableScopeWord | None = None,
        encoding: str | None = None,
        default_region: str = "DE",
        skip_duplicates: bool = True,
        dry_run: bool = False,
        at_once: int = 8,
        progress: ProgressCallback | None = None,
    ) -> ImportReport:
        """Create the contacts of a vCard file (4.0, 3.0 or 2.1), however many cards are in it.

        One createContact for each card; the rest is as for `import_csv`.

        Args:
            source: The text, bytes, the path of the file (as `pathlib.Path`; a `str` is text), or an open file.
            scope: PRIVATE or SHARED; left out: what a card of ours says, else PRIVATE.
            encoding: How bytes are text; found out when left out.
            default_region: Region of numbers without a country code, such as `DE`.
            skip_duplicates: See `import_csv`.
            dry_run: Read, compare and report, and write nothing.
            at_once: How many requests may be under way, 1 to 64.
            progress: Told after every request; the import stops when it returns `False`.

        Raises:
            InvalidInput: There is no vCard in it, or an argument is wrong; nothing was sent.
        """
        source = _checked_source(source)
        results = read_vcards(source, default_region=default_region, encoding=encoding)
        count = _count(source, lambda: count_vcards(source, encoding=encoding))
        plan = ImportOptions(_written(scope), "contacts", skip_duplicates, dry_run, at_once, progress)
        return import_cards(self._session, ImportRows(results, count), plan)


def import_cards(session: SyncResource, rows: ImportRows, plan: ImportOptions) -> ImportReport:
    """Create the contacts of a file. In the sync client, threads read it: the event loop goes on meanwhile.

    Raises:
        InvalidInput: The file cannot be read at all; nothing was sent.
        SipgateError: sipgate takes none of them; nothing was created.
    """
    checked_concurrency(plan.at_once)
    try:
        return _imported(session, rows, plan)
    finally:
        rows.close()  # stopped early, it still holds the file


def _imported(session: SyncResource, rows: ImportRows, plan: ImportOptions) -> ImportReport:
    tally = BulkState[int](plan.progress)
    feed = ImportBatches(rows, plan, tally)
    in_thread(rows.read_ahead, abandon=True)  # an unreadable file shows itself before anything is sent
    if plan.progress is not None:
        tally.total = in_thread(rows.count, abandon=True)
    if plan.skip_duplicates:
        for contact in pages.contacts(session, plan.scope, (), page_size=1000):
            feed.known.add(contact.to_card(), contact.scope)
    try:
        jobs = SyncJobs(feed, tally)
        if plan.dry_run:
            for job in jobs:
                tally.settle(job.keys, WriteOutcome.DONE, None)
        else:
            write_each(session, jobs, tally, at_once=plan.at_once)
    except BaseException as failure:
        report = feed.report()
        failure.add_note(f"The import of contacts ended early:\n{report}")
        tally.notify(report)
        raise
    if tally.stopped is not None and not tally.done and not tally.unknown:
        raise tally.stopped
    report = feed.report()
    tally.notify(report)
    return report


class SyncJobs:
    """The requests of a file, as long as there is sense in it; it need not be read to its end."""

    def __init__(self, feed: ImportBatches, tally: BulkState[int]) -> None:
        self._feed = feed
        self._tally = tally
        self._ready = feed.jobs_read()
        self._last = False

    def __iter__(self) -> SyncJobs:
        return self

    def __next__(self) -> Job[int]:
        while not self._tally.halted:
            job = next(self._ready, None)
            if job is not None:
                return job
            if self._last:
                break
            if in_thread(self._feed.rows.read_ahead, abandon=True):
                self._ready = self._feed.jobs_read()
            else:
                self._ready, self._last = self._feed.last_jobs(), True
        raise StopIteration


def _count(source: CardSource, count: Callable[[], int]) -> Callable[[], int] | None:
    """Return how the rows of a source are counted beforehand; not where it can be read once only."""
    return count if is_rereadable(source) else None


def _written(scope: WritableScopeWord | None) -> ContactScope | None:
    return None if scope is None else scope_to_write(scope)


def _checked_source(source: CardSource) -> CardSource:
    """Return the source; a path as a text, which would be read as an odd file of one line, is refused.

    Raises:
        InvalidInput: The text is the path of a file.
    """
    if isinstance(source, str) and not set("\r\n") & set(source[:1000]) and _names_a_file(source):
        raise InvalidInput(
            "The text is the path of a file; it would be read as the file itself.",
            hint="Give pathlib.Path(...): a text is never opened, whoever it comes from.",
        )
    return source


def _names_a_file(text: str) -> bool:
    try:
        return text.lower().endswith((".csv", ".vcf")) or os.path.isfile(text)  # noqa: PTH113
    except (OSError, ValueError):
        return False
