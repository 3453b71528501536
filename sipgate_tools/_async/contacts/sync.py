"""Synchronization of contacts with rows of a file or a list."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Any

from sipgate_tools._backends.async_ import in_thread
from sipgate_tools.contacts.import_rows import ImportRows
from sipgate_tools.contacts.scopes import scope_to_write
from sipgate_tools.contacts.sync import SYNC_KEYS, ContactSync, SyncKey
from sipgate_tools.errors import InvalidInput
from sipgate_tools.formats.csv import CardSource, column_values
from sipgate_tools.models.bulk import checked_list
from sipgate_tools.models.bulk_progress import BulkState, ProgressCallback, WriteOutcome
from sipgate_tools.models.contact_sync import SyncReport
from sipgate_tools.models.contacts import Contact, ContactScope, WritableScopeWord
from sipgate_tools.values import flag

from .._support.bulk import checked_concurrency, write_all
from .._support.resource import AsyncResource
from . import pages
from .imports import csv_rows


@dataclass(frozen=True, repr=False)
class AsyncContactSyncs:
    """The synchronization method of `client.contacts`."""

    _resource: AsyncResource

    async def sync(
        self,
        rows: CardSource | Iterable[Contact],
        *,
        key: SyncKey,
        scope: WritableScopeWord = ContactScope.PRIVATE,
        id_column: str | None = None,
        default_region: str = "DE",
        delimiter: str | None = None,
        encoding: str | None = None,
        dry_run: bool = False,
        at_once: int = 8,
        progress: ProgressCallback | None = None,
    ) -> SyncReport:
        """Bring an address book up to date with the rows of a CSV file, or with a list of contacts.

        A row whose key no contact has is created, a contact that differs from its row is updated, and all others stay
        as they are. No contact is deleted. A field that a row does not have is not changed. Otherwise, the values of
        the row replace those of the contact, so that a telephone number that is not in the row is removed.

        All contacts of the address book are read first. A request is sent for each difference (operations createContact
        and updateContact); it is sent once, and if its response is lost, the row is reported as unknown. Another
        synchronization compares it again.

        Args:
            rows: The CSV as a string or bytes, its path as a `pathlib.Path`, or an open file, with columns as for
                `import_csv`; or `Contact` objects.
            key: What tells which contact a row belongs to: `number` or `email`, of which both must have at least one in
                common, or `external_id`, the id that another system has for the contact. The external id is in the
                note, as a line such as `External id: 4711`.
            scope: The address book, PRIVATE or SHARED. Contacts in others are not compared.
            id_column: The column of a CSV with the external id; only for the key `external_id`.
            default_region: The region of numbers without a country code, such as `DE`.
            delimiter: The character between columns. `None` detects it.
            encoding: The encoding of bytes. `None` detects it.
            dry_run: Whether to compare and report without writing anything. `report.diff()` returns the differences.
            at_once: Maximum number of concurrent requests, 1 to 64.
            progress: A callback that is called after every request. If it returns `False`, the synchronization stops.

        Returns:
            A report on each row. Rows without a key, rows with the key of an earlier row, and rows with a key that
            several contacts have are refused.

        Raises:
            InvalidInput: The file cannot be read at all, or an argument is invalid; nothing was sent.
            PermissionDenied: The scope `contacts:write` or `contacts:read` is missing; nothing was changed.
            SipgateError: The error that stopped the synchronization, if nothing was changed.
        """
        checked_concurrency(at_once)
        flag(dry_run, argument="dry_run")
        if key not in SYNC_KEYS:
            raise InvalidInput("Unknown key.", hint="Use number, email or external_id.")
        is_file = isinstance(rows, str | bytes | os.PathLike | io.IOBase) or hasattr(rows, "read")
        if (id_column is not None) != (is_file and key == "external_id"):
            raise InvalidInput(
                "id_column belongs to a CSV and the key external_id.",
                hint="Pass the column with the ids, or another key.",
            )
        state = BulkState[int](progress)
        sync = ContactSync(key, scope_to_write(scope), state)
        if is_file:
            content: Any = await in_thread(lambda: _content(rows), abandon=True)
            results = csv_rows(content, default_region=default_region, delimiter=delimiter, encoding=encoding)
            ids: dict[int, str] = {}
            if id_column is not None:
                column = id_column
                ids = await in_thread(
                    lambda: column_values(content, column, delimiter=delimiter, encoding=encoding),
                    abandon=True,
                )
            await _add_all(sync, results, ids)
        else:
            _add_contacts(sync, rows)
        return await self._run(sync, at_once, dry_run=dry_run)

    async def _run(self, sync: ContactSync, concurrency: int, *, dry_run: bool) -> SyncReport:
        state = sync.state
        state.total = sync.count
        async for contact in pages.contacts(self._resource, sync.scope, (), page_size=1000):
            sync.compare(contact)
        try:
            if dry_run:
                for job in sync.jobs():
                    state.settle(job.keys, WriteOutcome.DONE, None)
            else:
                await write_all(self._resource, sync.jobs(), state, concurrency=concurrency)
        except BaseException as failure:
            report = sync.report(dry_run=dry_run)
            failure.add_note(f"The synchronization of contacts ended early:\n{report}")
            state.notify(report)
            raise
        if state.stopped is not None and not state.done and not state.unknown:
            raise state.stopped
        report = sync.report(dry_run=dry_run)
        state.notify(report)
        return report


async def _add_all(sync: ContactSync, results: ImportRows, ids: dict[int, str]) -> None:
    try:
        while await in_thread(results.read_ahead, abandon=True):
            while (result := results.take()) is not None:
                sync.add_result(result, ids.get(result.line))
    finally:
        results.close()


def _add_contacts(sync: ContactSync, rows: Any) -> None:
    for position, contact in enumerate(checked_list(rows), 1):
        if not isinstance(contact, Contact):
            raise InvalidInput(
                f"The row at position {position} is not a Contact.",
                hint="Pass Contact(name=..., numbers=...).",
            )
        sync.add(position, contact.replace(id="", scope=sync.scope))


def _content(source: Any) -> CardSource:
    """Return a source that can be read twice: an open file is read."""
    stream: IO[str] | IO[bytes] | None = source if hasattr(source, "read") else None
    return source if stream is None else stream.read()
