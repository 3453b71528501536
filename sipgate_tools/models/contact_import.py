"""The report on a contact import, row by row, and the index for finding duplicates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar, Final

from sipgate_tools.formats.contact import ContactCard
from sipgate_tools.formats.csv import CardSource, refused_rows

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

    @property
    def explanation(self) -> str:
        """The reason with the names of the columns or properties."""
        return f"{self.reason} ({', '.join(self.fields)})" if self.fields else self.reason

    def __str__(self) -> str:
        return f"line {self.line}: {self.explanation}"


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

    def refused_csv(
        self,
        source: CardSource,
        *,
        delimiter: str | None = None,
        encoding: str | None = None,
        guard_formulas: bool = True,
    ) -> str:
        """Return the refused rows of an imported CSV as a CSV, for whoever sent the file.

        Two columns before those of the file contain the number of the line and the reason. `import_csv` ignores them,
        so that the corrected rows can be imported as they are.

        Args:
            source: The CSV that was imported: the content as a string or bytes, the path of the file as a
                `pathlib.Path`, or an open file.
            delimiter: The character between columns. `None` detects it.
            encoding: The encoding of bytes. `None` detects it.
            guard_formulas: Whether to put an apostrophe before cells that a spreadsheet could evaluate as a formula,
                which includes every number with a plus. `import_csv` removes it.

        Raises:
            InvalidInput: The CSV cannot be read.
        """
        reasons = {row.line: row.explanation for row in self.refused}
        return refused_rows(
            source, reasons, delimiter=delimiter, encoding=encoding, guard_formulas=guard_formulas
        )

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
    numbers = (comparable_number(each.number) for each in card.numbers)
    emails = (each.email.strip().casefold() for each in card.emails)
    return [hash(name), *(hash((*name, value)) for value in (*numbers, *emails))]


def comparable_number(number: str) -> str:
    """Return a telephone number without separators, and with `+` instead of `00`."""
    digits = re.sub(r"[^0-9+*#]", "", number)
    return f"+{digits[2:]}" if digits.startswith("00") else digits
