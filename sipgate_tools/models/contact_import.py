"""The report on a contact import, row by row, and the index for finding duplicates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar, Final

from sipgate_tools.formats.contact import ContactCard

from ._base import Model

_MAX_ROWS_PER_KIND: Final = 3


class ImportRow(Model, frozen=True, kw_only=True):
    """A CSV row or a vCard from a file, with its result.

    Attributes:
        line: The number of the line on which the row begins, counting from 1.
        reason: The reason for the result, as a sentence without values from the file.
        fields: The names of the columns or properties that the reason refers to.
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
        created: Line numbers of the rows that were created or, in a dry run, that would be created.
        duplicates: Rows that were skipped because the contact already exists.
        refused: Rows that cannot be read or that sipgate rejected.
        unknown: Rows for which the response was lost. They were sent once, and the contact may have been created.
        not_held: Rows that were created without some of their fields, because sipgate does not support these fields.
        operations: The API operations that were used: `createContact`, `importFromCSV`.
        stopped: The reason why the import stopped before the end of the file, or `None`.
        next_line: The first line that was not processed if the import stopped, else `None`. Later rows that appear in
            no list were not processed either.
        dry_run: Whether this was a dry run, which writes nothing.
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
        """Whether every row was created or already existed."""
        return not self.refused and not self.unknown and self.stopped is None

    def __str__(self) -> str:
        """Return a summary in several lines: the counts, with up to three rows of each kind that needs attention."""
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
    """An index for finding duplicate contacts.

    A contact is a duplicate of another contact in the same address book if both have the same name (ignoring case and
    white space) and the other contact has all of its numbers and e-mail addresses, so that none of them is lost if the
    duplicate is skipped. The index stores hashes, which take about 30 MB for 100,000 contacts.
    """

    _keys: set[int] = field(default_factory=set[int])

    def add(self, card: ContactCard, scope: str | None) -> None:
        """Add a contact in an address book to the index."""
        self._keys.update(_keys(card, scope))

    def has(self, card: ContactCard, scopes: Iterable[str | None]) -> bool:
        """Return whether this contact is a duplicate of a contact in one of the address books."""
        return any(self._keys.issuperset(_keys(card, scope)) for scope in scopes)


def _keys(card: ContactCard, scope: str | None) -> list[int]:
    name = (str(scope) if scope else None, " ".join(card.name.casefold().split()))
    numbers = (_digits(each.number) for each in card.numbers)
    emails = (each.email.strip().casefold() for each in card.emails)
    return [hash(name), *(hash((*name, value)) for value in (*numbers, *emails))]


def _digits(number: str) -> str:
    digits = re.sub(r"[^0-9+*#]", "", number)
    return f"+{digits[2:]}" if digits.startswith("00") else digits
