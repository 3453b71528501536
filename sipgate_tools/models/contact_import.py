"""The report of a contact import, row by row, and the index that finds duplicates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar, Final

from sipgate_tools.formats.contact import ContactCard

from ._base import Model

_MAX_ROWS_PER_KIND: Final = 3


class ImportRow(Model, frozen=True, kw_only=True):
    """A row or card of a file with its result.

    Attributes:
        line: The line of the file in which it begins, from 1.
        reason: The reason of the result: a sentence without values from the file.
        fields: The columns or properties that the reason is about.
    """

    line: int
    reason: str = ""
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        about = f" ({', '.join(self.fields)})" if self.fields else ""
        return f"line {self.line}: {self.reason}{about}"


class ImportReport(Model, frozen=True, kw_only=True):
    """The result of an import for each row of the file.

    Attributes:
        created: Lines of the rows that were created; in a dry run, of those that would be.
        duplicates: Rows that were left out because the contact exists already.
        refused: Rows that cannot be read or that sipgate rejected, with the reason.
        unknown: Rows whose response was lost: they may have been created. They were sent once.
        not_held: Rows that were created without some of their fields, because contacts cannot hold these.
        operations: The operations of the API that were used: `createContact`, `importFromCSV`.
        stopped: Why the import stopped before the end of the file, or `None`.
        next_line: If the import stopped, the first line that was not processed. Rows from there on that are in no list
            were not processed either.
        dry_run: Whether nothing was written.
    """

    created: tuple[int, ...] = ()
    duplicates: tuple[ImportRow, ...] = ()
    refused: tuple[ImportRow, ...] = ()
    unknown: tuple[ImportRow, ...] = ()
    not_held: tuple[ImportRow, ...] = ()
    operations: tuple[str, ...] = ()
    stopped: str | None = None
    next_line: int | None = None
    dry_run: bool = False

    row_kinds: ClassVar[tuple[str, ...]] = ("duplicates", "refused", "unknown", "not_held")

    @property
    def complete(self) -> bool:
        """Whether every row was created or existed already."""
        return not self.refused and not self.unknown and self.stopped is None

    def __str__(self) -> str:
        """Return a summary in lines: the counts, then the first rows of each kind that needs attention."""
        verb = "would be created" if self.dry_run else "created"
        lines = [f"{len(self.created)} {verb}"]
        for name in self.row_kinds:
            rows: tuple[ImportRow, ...] = getattr(self, name)
            if rows:
                lines.append(f"{len(rows)} {name.replace('_', ' ')}:")
                lines += [f"  {row}" for row in rows[:_MAX_ROWS_PER_KIND]]
                lines += ["  ..."] if len(rows) > _MAX_ROWS_PER_KIND else []
        if self.stopped:
            lines.append(f"stopped before line {self.next_line}: {self.stopped}")
        return "\n".join(lines)

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(getattr(self, name))} {name}" for name in ("created", *self.row_kinds))
        ends = f", stopped before line {self.next_line}" if self.stopped else ""
        return f"<ImportReport: {counts}{ends}{', dry run' if self.dry_run else ''}>"


@dataclass
class ContactIndex:
    """Index that finds duplicates of contacts.

    A contact is a duplicate of another one in the same address book if both have the same name (ignoring case and
    blanks) and the other one has all its numbers and e-mail addresses, so that leaving it out loses none of them.
    The index stores hashes: 100,000 contacts take about 30 MB.
    """

    _keys: set[int] = field(default_factory=set[int])

    def add(self, card: ContactCard, scope: str | None) -> None:
        """Add a contact."""
        self._keys.update(_keys(card, scope))

    def has(self, card: ContactCard, scopes: Iterable[str | None]) -> bool:
        """Return whether one of the address books has a duplicate of this contact."""
        return any(self._keys.issuperset(_keys(card, scope)) for scope in scopes)


def _keys(card: ContactCard, scope: str | None) -> list[int]:
    name = (str(scope) if scope else None, " ".join(card.name.casefold().split()))
    numbers = (_digits(each.number) for each in card.numbers)
    emails = (each.email.strip().casefold() for each in card.emails)
    return [hash(name), *(hash((*name, value)) for value in (*numbers, *emails))]


def _digits(number: str) -> str:
    digits = re.sub(r"[^0-9+*#]", "", number)
    return f"+{digits[2:]}" if digits.startswith("00") else digits
