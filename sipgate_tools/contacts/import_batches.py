"""From the rows of a file to requests that create contacts, and what became of each row."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from sipgate_api.api.contacts import create_contact, import_from_csv
from sipgate_api.models.create_contact_request import CreateContactRequest
from sipgate_api.models.import_csv_request import ImportCSVRequest

from sipgate_tools.errors import InvalidInput, SipgateError
from sipgate_tools.formats.contact import CardRead, CardRefused, CardResult, ContactCard
from sipgate_tools.formats.csv import lost_in_plain_csv, plain_csv
from sipgate_tools.models.bulk_progress import BulkState, Job, ProgressCallback
from sipgate_tools.models.contact_import import ImportReport, ImportRow, KnownContacts
from sipgate_tools.models.contacts import ContactScope

from .import_rows import ImportRows
from .requests import WRITABLE, checked_text, create_body

ImportRoute: TypeAlias = Literal["auto", "contacts", "csv"]

ROWS_PER_CSV: Final = 500
"""Rows in one request of importFromCSV."""


@dataclass(frozen=True)
class ImportOptions:
    """How a file is imported.

    Attributes:
        scope: The address book, or `None`: each row's own, else PRIVATE.
        route: See `import_csv`.
        skip_duplicates: Whether rows that are contacts already are left out.
        dry_run: Whether nothing is written.
        at_once: How many requests may be under way.
        progress: Told after every request.
    """

    scope: ContactScope | None
    route: ImportRoute
    skip_duplicates: bool
    dry_run: bool
    at_once: int
    progress: ProgressCallback | None


@dataclass
class ImportBatches:
    """Turns the rows of a file into requests, one at a time, and keeps what is to be reported.

    Attributes:
        known: The contacts that are there.
    """

    rows: ImportRows
    plan: ImportOptions
    tally: BulkState[int]
    known: KnownContacts = field(default_factory=KnownContacts)
    _in_file: KnownContacts = field(default_factory=KnownContacts)
    _duplicates: list[ImportRow] = field(default_factory=list[ImportRow])
    _refused: list[ImportRow] = field(default_factory=list[ImportRow])
    _not_held: list[ImportRow] = field(default_factory=list[ImportRow])
    _operations: dict[str, None] = field(default_factory=dict[str, None])
    _by_csv: set[int] = field(default_factory=set[int])
    _waiting: list[tuple[int, ContactCard]] = field(default_factory=list[tuple[int, ContactCard]])

    def jobs_read(self) -> Iterator[Job[int]]:
        """Yield the requests for the rows that were read ahead."""
        while (result := self.rows.take()) is not None:
            yield from self._jobs_of(result)

    def last_jobs(self) -> Iterator[Job[int]]:
        """Yield the request for rows that waited for more of them."""
        if self._waiting:
            yield self._csv_job()

    def _jobs_of(self, result: CardResult) -> Iterator[Job[int]]:
        if isinstance(result, CardRefused):
            self._refuse(result.line, result.reason, result.fields)
        elif self._wanted(result):
            yield from self._jobs(result)

    def _wanted(self, row: CardRead) -> bool:
        """Tell whether a row is to be created; note why not."""
        scope = self._scope_of(row)
        if scope not in WRITABLE:
            said = "Only PRIVATE and SHARED contacts can be created; sipgate makes an INTERNAL one for each user."
            self._refuse(row.line, said, ("scope",))
            return False
        # A row that says no address book is a contact already when it is in either.
        told = self.plan.scope is not None or row.card.scope is not None
        books = (scope,) if told else WRITABLE
        if self.plan.skip_duplicates:
            for contacts, reason in (
                (self.known, "There is a contact like it."),
                (self._in_file, "An earlier row is like it."),
            ):
                if contacts.has(row.card, books):
                    self._duplicates.append(ImportRow(line=row.line, reason=reason))
                    self.tally.skipped += 1
                    return False
            self._in_file.add(row.card, scope)
        return True

    def _jobs(self, row: CardRead) -> Iterator[Job[int]]:
        card, lost = row.card, list(row.not_held)
        try:
            body = checked_text(create_body(card, self._scope_of(row)))
        except InvalidInput as error:
            self._refuse(row.line, error.message)
            return
        by_csv = self._goes_by_csv(row)
        if by_csv and not (all(card.given_and_family()) and card.numbers):
            self._refuse(row.line, "importFromCSV wants a first name, a last name and a number.")
            return
        if by_csv:
            lost += [name for name in lost_in_plain_csv(card) if name not in {"id", "scope", *lost}]
        if lost:
            said = "Contacts cannot hold all of it."
            self._not_held.append(ImportRow(line=row.line, reason=said, fields=tuple(lost)))
        if not by_csv:
            self._operations["createContact"] = None
            request = create_contact.build_request(body=CreateContactRequest.from_dict(body))
            yield Job((row.line,), request)
            return
        self._waiting.append((row.line, card))
        if len(self._waiting) >= ROWS_PER_CSV:
            yield self._csv_job()

    def _scope_of(self, row: CardRead) -> ContactScope:
        return self.plan.scope or ContactScope((row.card.scope or "PRIVATE").upper())

    def _goes_by_csv(self, row: CardRead) -> bool:
        match self.plan.route:
            case "csv":
                return True
            case "contacts":
                return False
            case "auto":
                given, family = row.card.given, row.card.family
                whole = bool(given and family and row.card.numbers) and not lost_in_plain_csv(row.card)
                return whole and self.plan.scope is None and not row.not_held

    def _csv_job(self) -> Job[int]:
        rows, self._waiting = self._waiting, []
        lines = tuple(line for line, _ in rows)
        self._by_csv.update(lines)
        self._operations["importFromCSV"] = None
        content = base64.b64encode(plain_csv(card for _, card in rows)).decode()
        return Job(lines, import_from_csv.build_request(body=ImportCSVRequest(base_64_content=content)))

    def _refuse(self, line: int, reason: str, fields: tuple[str, ...] = ()) -> None:
        self._refused.append(ImportRow(line=line, reason=reason, fields=fields))
        self.tally.failed_before += 1

    def report(self) -> ImportReport:
        """Return what became of the rows so far."""
        tally = self.tally
        refused = [ImportRow(line=line, reason=error.message) for line, error in tally.refused]
        unknown: list[ImportRow] = []
        for line, error in tally.unknown:
            if line in self._by_csv and error is not None and error.status == 500:
                # That is how sipgate says that it cannot read a CSV.
                refused.append(
                    ImportRow(line=line, reason="sipgate refused the CSV with this row in it (500).")
                )
            else:
                unknown.append(ImportRow(line=line, reason=_what_is_unknown(error)))
        sent = {*tally.done, *(line for line, _ in tally.unknown)}
        return ImportReport(
            created=tuple(sorted(tally.done)),
            duplicates=tuple(self._duplicates),
            refused=tuple(sorted([*self._refused, *refused], key=_line)),
            unknown=tuple(sorted(unknown, key=_line)),
            not_held=tuple(row for row in self._not_held if row.line in sent),
            operations=tuple(self._operations),
            stopped=tally.why_halted,
            next_line=self._next_line() if tally.halted else None,
            dry_run=self.plan.dry_run,
        )

    def _next_line(self) -> int | None:
        unread = self.rows.next_line()
        lines = [*self.tally.not_sent, *(line for line, _ in self._waiting)]
        return min([*lines, *([unread] if unread is not None else [])], default=None)


def _line(row: ImportRow) -> int:
    return row.line


def _what_is_unknown(error: SipgateError | None) -> str:
    return "It was cancelled while its answer was awaited." if error is None else error.message
