"""Import of contacts from CSV and vCard."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from sipgate_tools._backends.async_ import in_thread
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
from .._support.resource import AsyncResource
from . import pages


@dataclass(frozen=True, repr=False)
class AsyncContactImports:
    """The import methods of `client.contacts`."""

    _resource: AsyncResource

    async def import_csv(
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

        Rows that cannot be read are reported, the others are imported. A row is sent once: if its response is lost, it
        is reported as unknown. After a 429 all requests wait and then continue more slowly. An import that is started
        again skips the contacts that it already created: see `skip_duplicates`.

        When it is cancelled, it starts no new requests, allows running ones five seconds, calls `progress` with the
        report, and adds the report to the exception as a note.

        Args:
            source: The text, bytes, the path of the file (as `pathlib.Path`; a `str` is text), or an open file.
            scope: PRIVATE or SHARED; by default the value of the column `scope`, else PRIVATE.
            delimiter: The character between columns; detected by default.
            encoding: The encoding of bytes; detected by default.
            default_region: Region of numbers without a country code, such as `DE`.
            route: `contacts`: one createContact per row, which supports all fields. `csv`: importFromCSV with 500 rows
                per request, which supports first name, last name and one number, but no scope. `auto`: importFromCSV
                for rows without other fields and without a scope, createContact for the others.
            skip_duplicates: Skip rows that duplicate an existing contact or an earlier row: one with the same name that
                has all numbers and e-mail addresses of the row. To compare, all contacts of the scope are read, or of
                both scopes if neither argument nor row has one. Without it, importing twice creates duplicates.
            dry_run: Read, compare and report, but write nothing.
            at_once: Maximum number of concurrent requests, 1 to 64.
            progress: Called after every request; the import stops when it returns `False`.

        Raises:
            InvalidInput: The file cannot be read at all, or an argument is invalid; nothing was sent.
            PermissionDenied: The scope `contacts:write` (or `contacts:read`) is missing; nothing was created.
        """
        rows = csv_rows(source, default_region=default_region, delimiter=delimiter, encoding=encoding)
        if route not in {"auto", "contacts", "csv"}:
            raise InvalidInput("Unknown route.", hint="Use auto, contacts or csv.")
        if route == "csv" and scope is not None:
            raise InvalidInput(
                "importFromCSV does not support a scope.", hint="Omit scope, or use route='contacts'."
            )
        plan = ImportOptions(_target_scope(scope), route, skip_duplicates, dry_run, at_once, progress)
        return await import_cards(self._resource, rows, plan)

    async def import_vcard(
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
        """Create the contacts of a vCard file (4.0, 3.0 or 2.1) with any number of cards.

        Sends one createContact per card; otherwise as `import_csv`.

        Args:
            source: The text, bytes, the path of the file (as `pathlib.Path`; a `str` is text), or an open file.
            scope: PRIVATE or SHARED; by default the scope in a card that we exported, else PRIVATE.
            encoding: The encoding of bytes; detected by default.
            default_region: Region of numbers without a country code, such as `DE`.
            skip_duplicates: See `import_csv`.
            dry_run: Read, compare and report, but write nothing.
            at_once: Maximum number of concurrent requests, 1 to 64.
            progress: Called after every request; the import stops when it returns `False`.

        Raises:
            InvalidInput: The file contains no vCard, or an argument is invalid; nothing was sent.
        """
        rows = vcard_rows(source, default_region=default_region, encoding=encoding)
        plan = ImportOptions(_target_scope(scope), "contacts", skip_duplicates, dry_run, at_once, progress)
        return await import_cards(self._resource, rows, plan)


def csv_rows(
    source: CardSource,
    *,
    default_region: str = "DE",
    delimiter: str | None = None,
    encoding: str | None = None,
) -> ImportRows:
    """Return the rows of a CSV file; for the arguments see `import_csv`.

    Raises:
        InvalidInput: An argument is invalid.
    """
    source = _checked_source(source)
    results = read_csv(source, default_region=default_region, delimiter=delimiter, encoding=encoding)
    return ImportRows(
        results, _count(source, lambda: count_csv(source, delimiter=delimiter, encoding=encoding))
    )


def vcard_rows(source: CardSource, *, default_region: str = "DE", encoding: str | None = None) -> ImportRows:
    """Return the rows of a vCard file; for the arguments see `import_vcard`.

    Raises:
        InvalidInput: An argument is invalid.
    """
    source = _checked_source(source)
    results = read_vcards(source, default_region=default_region, encoding=encoding)
    return ImportRows(results, _count(source, lambda: count_vcards(source, encoding=encoding)))


async def import_cards(resource: AsyncResource, rows: ImportRows, plan: ImportOptions) -> ImportReport:
    """Create the contacts of a file. On asyncio and trio, threads read it so that the event loop is not blocked.

    Raises:
        InvalidInput: The file cannot be read at all; nothing was sent.
        SipgateError: The error that stopped it, if nothing was created.
    """
    checked_concurrency(plan.concurrency)
    try:
        return await _import(resource, rows, plan)
    finally:
        rows.close()  # the file is still open if the import stopped early


async def _import(resource: AsyncResource, rows: ImportRows, plan: ImportOptions) -> ImportReport:
    state = BulkState[int](plan.progress)
    feed = ImportBatches(rows, plan, state)
    await in_thread(rows.read_ahead, abandon=True)  # fails for an unreadable file before anything is sent
    if plan.progress is not None:
        state.total = await in_thread(rows.count, abandon=True)
    if plan.skip_duplicates:
        async for contact in pages.contacts(resource, plan.scope, (), page_size=1000):
            feed.existing.add(contact.to_card(), contact.scope)
    try:
        jobs = AsyncJobs(feed, state)
        if plan.dry_run:
            async for job in jobs:
                if plan.on_request is not None:
                    plan.on_request(job.request)
                state.settle(job.keys, WriteOutcome.DONE, None)
        else:
            await write_each(resource, jobs, state, concurrency=plan.concurrency)
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


class AsyncJobs:
    """The requests for the rows of a file, until the state is halted; it need not be read to its end."""

    def __init__(self, feed: ImportBatches, state: BulkState[int]) -> None:
        self._feed = feed
        self._tally = state
        self._ready = feed.jobs_for_rows_read()
        self._last = False

    def __aiter__(self) -> AsyncJobs:
        return self

    async def __anext__(self) -> Job[int]:
        while not self._tally.halted:
            job = next(self._ready, None)
            if job is not None:
                return job
            if self._last:
                break
            if await in_thread(self._feed.rows.read_ahead, abandon=True):
                self._ready = self._feed.jobs_for_rows_read()
            else:
                self._ready, self._last = self._feed.remaining_jobs(), True
        raise StopAsyncIteration


def _count(source: CardSource, count: Callable[[], int]) -> Callable[[], int] | None:
    """Return the function that counts the rows, or `None` if the source can be read only once."""
    return count if is_rereadable(source) else None


def _target_scope(scope: WritableScopeWord | None) -> ContactScope | None:
    return None if scope is None else scope_to_write(scope)


def _checked_source(source: CardSource) -> CardSource:
    """Return the source unless it is a path in a `str`, which would be read as a file of one line.

    Raises:
        InvalidInput: The text is the path of a file.
    """
    if isinstance(source, str) and not set("\r\n") & set(source[:1000]) and _names_a_file(source):
        raise InvalidInput(
            "The text is the path of a file, but a text is read as the content of a file.",
            hint="Give pathlib.Path(...): a text is never opened as a path.",
        )
    return source


def _names_a_file(text: str) -> bool:
    try:
        return text.lower().endswith((".csv", ".vcf")) or os.path.isfile(text)  # noqa: PTH113
    except (OSError, ValueError):
        return False
