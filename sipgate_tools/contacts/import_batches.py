"""Turns the rows of a file into requests that create contacts, and reports the result of each row."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

from sipgate_api.api.contacts import import_from_csv
from sipgate_api.models.import_csv_request import ImportCSVRequest
from sipgate_api.types import Request

from sipgate_tools.errors import InvalidInput, SipgateError
from sipgate_tools.formats.contact import CardRead, CardRefused, CardResult, ContactCard
from sipgate_tools.formats.csv import lost_in_plain_csv, plain_csv
from sipgate_tools.models.bulk_progress import BulkState, Job, ProgressCallback
from sipgate_tools.models.contact_import import ContactIndex, ImportReport, ImportRow
from sipgate_tools.models.contacts import ContactScope
from sipgate_tools.requests.contact_bodies import WRITABLE, checked_text, create_body
from sipgate_tools.requests.contacts import create_contact_request

from .import_rows import ImportRows

ImportRoute: TypeAlias = Literal["auto", "contacts", "csv"]

ROWS_PER_CSV: Final = 500
"""Maximum number of rows in one importFromCSV request."""


@dataclass(frozen=True)
class ImportOptions:
    """Options of an import.

    Attributes:
        scope: The address book for all rows. If `None`, the address book in each row is used, or PRIVATE if the row
            contains none.
        route: The operations to use: `contacts` (createContact), `csv` (importFromCSV) or `auto`; see `import_csv`.
        skip_duplicates: Whether to skip rows whose contact is in the account or in an earlier row.
        dry_run: Whether to only report what the import would do.
        concurrency: The maximum number of concurrent requests.
        progress: Called after each request.
        on_request: Called with each request of a dry run.
    """

    scope: ContactScope | None
    route: ImportRoute
    skip_duplicates: bool
    dry_run: bool
    concurrency: int
    progress: ProgressCallback | None
    on_request: Callable[[Request[Any]], None] | None = None


@dataclass
class ImportBatches:
    """Turns the rows of a file into requests, one at a time, and collects the report.

    Attributes:
        rows: The rows of the file.
        options: The options of the import.
        state: The outcomes of the requests.
        existing: The contacts that the account already has, for the detection of duplicates.
    """

    rows: ImportRows
    options: ImportOptions
    state: BulkState[int]
    existing: ContactIndex = field(default_factory=ContactIndex)
    _in_file: ContactIndex = field(default_factory=ContactIndex)
    _duplicates: list[ImportRow] = field(default_factory=list[ImportRow])
    _refused: list[ImportRow] = field(default_factory=list[ImportRow])
    _not_held: list[ImportRow] = field(default_factory=list[ImportRow])
    _operations: dict[str, None] = field(default_factory=dict[str, None])
    _by_csv: set[int] = field(default_factory=set[int])
    _waiting: list[tuple[int, ContactCard]] = field(default_factory=list[tuple[int, ContactCard]])

    def jobs_for_rows_read(self) -> Iterator[Job[int]]:
        """Yield the requests for the rows in the read-ahead buffer."""
        while (result := self.rows.take()) is not None:
            yield from self._jobs_of(result)

    def remaining_jobs(self) -> Iterator[Job[int]]:
        """Yield the request for the rows in the last, incomplete batch, if there are any."""
        if self._waiting:
            yield self._csv_job()

    def _jobs_of(self, result: CardResult) -> Iterator[Job[int]]:
        if isinstance(result, CardRefused):
            self._refuse(result.line, result.reason, result.fields)
        elif self._is_new(result):
            yield from self._jobs(result)

    def _is_new(self, row: CardRead) -> bool:
        """Return whether to create the contact of a row; record the reason if not."""
        scope = self._scope_of(row)
        if scope not in WRITABLE:
            reason = "Only PRIVATE and SHARED contacts can be created. sipgate creates one INTERNAL contact per user."
            self._refuse(row.line, reason, ("scope",))
            return False
        # Without an explicit address book, a duplicate in either one counts.
        explicit = self.options.scope is not None or row.card.scope is not None
        books = (scope,) if explicit else WRITABLE
        if self.options.skip_duplicates:
            for contacts, reason in (
                (self.existing, "The contact already exists."),
                (self._in_file, "An earlier row contains the same contact."),
            ):
                if contacts.has(row.card, books):
                    self._duplicates.append(ImportRow(line=row.line, reason=reason))
                    self.state.skipped += 1
                    return False
            self._in_file.add(row.card, scope)
        return True

    def _jobs(self, row: CardRead) -> Iterator[Job[int]]:
        card, lost = row.card, list(row.not_held)
        by_csv = self._uses_csv(row)
        scope = self._scope_of(row)
        try:
            request = None if by_csv else create_contact_request(card, scope)
            if by_csv:
                checked_text(create_body(card, scope))
        except InvalidInput as error:
            self._refuse(row.line, error.message)
            return
        if by_csv and not (all(card.given_and_family()) and card.numbers):
            self._refuse(row.line, "importFromCSV requires a first name, a last name and a number.")
            return
        if by_csv:
            lost += [name for name in lost_in_plain_csv(card) if name not in {"id", "scope", *lost}]
        if lost:
            reason = "Contacts cannot store these fields."
            self._not_held.append(ImportRow(line=row.line, reason=reason, fields=tuple(lost)))
        if request is not None:
            self._operations["createContact"] = None
            yield Job((row.line,), request)
            return
        self._waiting.append((row.line, card))
        if len(self._waiting) >= ROWS_PER_CSV:
            yield self._csv_job()

    def _scope_of(self, row: CardRead) -> ContactScope:
        return self.options.scope or ContactScope((row.card.scope or "PRIVATE").upper())

    def _uses_csv(self, row: CardRead) -> bool:
        match self.options.route:
            case "csv":
                return True
            case "contacts":
                return False
            case "auto":
                given, family = row.card.given, row.card.family
                whole = bool(given and family and row.card.numbers) and not lost_in_plain_csv(row.card)
                return whole and self.options.scope is None and not row.not_held

    def _csv_job(self) -> Job[int]:
        rows, self._waiting = self._waiting, []
        lines = tuple(line for line, _ in rows)
        self._by_csv.update(lines)
        self._operations["importFromCSV"] = None
        content = base64.b64encode(plain_csv(card for _, card in rows)).decode()
        return Job(lines, import_from_csv.build_request(body=ImportCSVRequest(base_64_content=content)))

    def _refuse(self, line: int, reason: str, fields: tuple[str, ...] = ()) -> None:
        self._refused.append(ImportRow(line=line, reason=reason, fields=fields))
        self.state.failed_before += 1

    def report(self) -> ImportReport:
        """Return the report on the rows that were processed so far."""
        state = self.state
        refused = [ImportRow(line=line, reason=error.message) for line, error in state.refused]
        unknown: list[ImportRow] = []
        for line, error in state.unknown:
            if line in self._by_csv and error is not None and error.status == 500:
                # sipgate responds with 500 to a CSV that it cannot read.
                refused.append(
                    ImportRow(line=line, reason="sipgate rejected the CSV that contains this row (500).")
                )
            else:
                unknown.append(ImportRow(line=line, reason=_unknown_reason(error)))
        sent = {*state.done, *(line for line, _ in state.unknown)}
        return ImportReport(
            created=tuple(sorted(state.done)),
            duplicates=tuple(self._duplicates),
            refused=tuple(sorted([*self._refused, *refused], key=_line)),
            unknown=tuple(sorted(unknown, key=_line)),
            not_held=tuple(row for row in self._not_held if row.line in sent),
            operations=tuple(self._operations),
            stopped=state.why_halted,
            next_line=self._next_line() if state.halted else None,
            dry_run=self.options.dry_run,
        )

    def _next_line(self) -> int | None:
        unread = self.rows.next_line()
        lines = [*self.state.not_sent, *(line for line, _ in self._waiting)]
        return min([*lines, *([unread] if unread is not None else [])], default=None)


def _line(row: ImportRow) -> int:
    return row.line


def _unknown_reason(error: SipgateError | None) -> str:
    return "The request was cancelled before its response arrived." if error is None else error.message
