# Made by scripts/make_sync.py from sipgate_tools/_async/contacts/imports.py: edit that file.
"""Import of contacts from CSV and vCard."""

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
    """The import methods of `client.contacts`."""

    _resource: SyncResource

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
        """Create the contacts in a CSV file from Google, Outlook or `export_csv`, or with `firstname,lastname,number`.

        Rows that cannot be read are reported, and the other rows are imported. Each row is sent once; if the response
        is lost, the row is reported as unknown. After a 429, all requests wait and then continue more slowly. If the
        import is started again, contacts that were already created are skipped (see `skip_duplicates`).

        When the import is cancelled, it starts no new requests, gives running requests five seconds to finish, calls
        `progress` with the report, and adds the report to the exception as a note.

        Args:
            source: The content as a string or bytes, the path of a file as a `pathlib.Path`, or an open file. A string
                is never opened as a path.
            scope: The address book, PRIVATE or SHARED; by default the value in the column `scope`, else PRIVATE.
            delimiter: The character between columns; detected by default.
            encoding: The encoding of bytes; detected by default.
            default_region: The region of numbers without a country code, such as `DE`.
            route: The operations to use. `contacts` sends one createContact per row, which supports all fields. `csv`
                sends importFromCSV with 500 rows per request, which supports first name, last name and one number, but
                no scope. `auto` uses importFromCSV for rows without other fields and without a scope, and createContact
                for all other rows.
            skip_duplicates: Whether to skip a row if an existing contact or an earlier row has the same name and all
                numbers and e-mail addresses of the row. To compare them, all contacts in the scope are read, or in both
                scopes if no scope is specified. If `False`, importing a file twice creates duplicates.
            dry_run: Whether to read, compare and report without writing anything.
            at_once: Maximum number of concurrent requests, 1 to 64.
            progress: Called after every request; the import stops when it returns `False`.

        Raises:
            InvalidInput: The file cannot be read at all, or an argument is invalid; nothing was sent.
            PermissionDenied: The scope `contacts:write` or `contacts:read` is missing; nothing was created.
            SipgateError: The error that stopped the import, if nothing was created.
        """
        rows = csv_rows(source, default_region=default_region, delimiter=delimiter, encoding=encoding)
        if route not in {"auto", "contacts", "csv"}:
            raise InvalidInput("Unknown route.", hint="Use auto, contacts or csv.")
        if route == "csv" and scope is not None:
            raise InvalidInput(
                "importFromCSV does not support a scope.", hint="Omit scope, or use route='contacts'."
            )
        plan = ImportOptions(_target_scope(scope), route, skip_duplicates, dry_run, at_once, progress)
        return import_cards(self._resource, rows, plan)

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
        """Create the contacts in a vCard file (version 4.0, 3.0 or 2.1) with any number of cards.

        One request is sent per card (operation createContact). For everything else, see `import_csv`.

        Args:
            source: The content as a string or bytes, the path of a file as a `pathlib.Path`, or an open file. A string
                is never opened as a path.
            scope: PRIVATE or SHARED; by default the scope in a card from `export_vcard`, else PRIVATE.
            encoding: The encoding of bytes; detected by default.
            default_region: The region of numbers without a country code, such as `DE`.
            skip_duplicates: Whether to skip duplicates; see `import_csv`.
            dry_run: Whether to read, compare and report without writing anything.
            at_once: Maximum number of concurrent requests, 1 to 64.
            progress: Called after every request; the import stops when it returns `False`.

        Raises:
            InvalidInput: The file contains no vCard, or an argument is invalid; nothing was sent.
            SipgateError: The error that stopped the import, if nothing was created.
        """
        rows = vcard_rows(source, default_region=default_region, encoding=encoding)
        plan = ImportOptions(_target_scope(scope), "contacts", skip_duplicates, dry_run, at_once, progress)
        return import_cards(self._resource, rows, plan)


def csv_rows(
    source: CardSource,
    *,
    default_region: str = "DE",
    delimiter: str | None = None,
    encoding: str | None = None,
) -> ImportRows:
    """Return the rows of a CSV file; see `import_csv` for the arguments.

    Raises:
        InvalidInput: An argument is invalid.
    """
    source = _checked_source(source)
    results = read_csv(source, default_region=default_region, delimiter=delimiter, encoding=encoding)
    return ImportRows(
        results, _count(source, lambda: count_csv(source, delimiter=delimiter, encoding=encoding))
    )


def vcard_rows(source: CardSource, *, default_region: str = "DE", encoding: str | None = None) -> ImportRows:
    """Return the rows of a vCard file; see `import_vcard` for the arguments.

    Raises:
        InvalidInput: An argument is invalid.
    """
    source = _checked_source(source)
    results = read_vcards(source, default_region=default_region, encoding=encoding)
    return ImportRows(results, _count(source, lambda: count_vcards(source, encoding=encoding)))


def import_cards(resource: SyncResource, rows: ImportRows, plan: ImportOptions) -> ImportReport:
    """Create the contacts in a file. On asyncio and trio, threads read the file, so that the event loop is not blocked.

    Raises:
        InvalidInput: The file cannot be read at all; nothing was sent.
        SipgateError: The error that stopped the import, if nothing was created.
    """
    checked_concurrency(plan.concurrency)
    try:
        return _import(resource, rows, plan)
    finally:
        rows.close()  # the file is still open if the import stopped early


def _import(resource: SyncResource, rows: ImportRows, plan: ImportOptions) -> ImportReport:
    state = BulkState[int](plan.progress)
    feed = ImportBatches(rows, plan, state)
    in_thread(rows.read_ahead, abandon=True)  # fails for an unreadable file before anything is sent
    if plan.progress is not None:
        state.total = in_thread(rows.count, abandon=True)
    if plan.skip_duplicates:
        for contact in pages.contacts(resource, plan.scope, (), page_size=1000):
            feed.existing.add(contact.to_card(), contact.scope)
    try:
        jobs = SyncJobs(feed, state)
        if plan.dry_run:
            for job in jobs:
                if plan.on_request is not None:
                    plan.on_request(job.request)
                state.settle(job.keys, WriteOutcome.DONE, None)
        else:
            write_each(resource, jobs, state, concurrency=plan.concurrency)
    except BaseException as failure:
        report = feed.report()
        failure.add_note(f"The import of contacts ended early:\n{report}")
        state.notify(report)
        raise
    if state.stopped is not None and not state.done and not state.unknown:
        raise state.stopped
    report = feed.report()
    state.notify(report)
    return report


class SyncJobs:
    """An iterator over the requests for the rows of a file, which ends when the state is halted."""

    def __init__(self, feed: ImportBatches, state: BulkState[int]) -> None:
        self._feed = feed
        self._tally = state
        self._ready = feed.jobs_for_rows_read()
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
                self._ready = self._feed.jobs_for_rows_read()
            else:
                self._ready, self._last = self._feed.remaining_jobs(), True
        raise StopIteration


def _count(source: CardSource, count: Callable[[], int]) -> Callable[[], int] | None:
    """Return the function that counts the rows, or `None` if the source can be read only once."""
    return count if is_rereadable(source) else None


def _target_scope(scope: WritableScopeWord | None) -> ContactScope | None:
    return None if scope is None else scope_to_write(scope)


def _checked_source(source: CardSource) -> CardSource:
    """Return the source after checking that it is not a path in a `str`, which would be read as the content.

    Raises:
        InvalidInput: The source is a string that is the path of a file.
    """
    if isinstance(source, str) and not set("\r\n") & set(source[:1000]) and _names_a_file(source):
        raise InvalidInput(
            "The string is the path of a file, but strings are read as the content of a file.",
            hint="Pass pathlib.Path(...), because a string is never opened as a path.",
        )
    return source


def _names_a_file(text: str) -> bool:
    try:
        return text.lower().endswith((".csv", ".vcf")) or os.path.isfile(text)  # noqa: PTH113
    except (OSError, ValueError):
        return False
