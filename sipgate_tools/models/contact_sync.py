"""The report on a synchronization of contacts, with the differences between the file and the address book."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from sipgate_tools.formats.csv import CardSource, refused_rows

from ._base import Model
from .contact_import import ImportRow


class FieldChange(Model, frozen=True, kw_only=True):
    """A field of a contact that changes; `repr` omits the values.

    Attributes:
        field: The name of the field, such as `numbers`.
        before: The values in the address book, such as one string per telephone number.
        after: The values from the rows.
    """

    private_words: ClassVar[frozenset[str]] = frozenset({"before", "after"})

    field: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class ContactChange(Model, frozen=True, kw_only=True):
    """A contact that is created or updated.

    Attributes:
        line: The number of the line on which the row begins, or the position in a list, counting from 1.
        action: `create` or `update`.
        name: The name of the contact; for an update, the name in the address book.
        id: The id of the contact that is updated, otherwise `None`.
        fields: The fields that change, or that a new contact has.
    """

    line: int
    action: Literal["create", "update"]
    name: str
    id: str | None = None
    fields: tuple[FieldChange, ...] = ()

    def diff(self) -> str:
        """Return the change in several lines: the contact, then removed values with `-` and added ones with `+`."""
        return "\n".join([f"{self.action} {self.name} (line {self.line})", *self._differences()])

    def _differences(self) -> Iterator[str]:
        for change in self.fields:
            yield from (
                f"  - {change.field}: {value}" for value in change.before if value not in change.after
            )
            yield from (
                f"  + {change.field}: {value}" for value in change.after if value not in change.before
            )


class SyncReport(Model, frozen=True, kw_only=True):
    """The result of a synchronization for each row.

    Attributes:
        created: The contacts that were created or, in a dry run, would be created.
        updated: The contacts that were updated or, in a dry run, would be updated.
        unchanged: Line numbers of the rows whose contact already has their values.
        refused: Rows that cannot be read or assigned to one contact, or that sipgate rejected.
        unknown: Rows for which the response was lost. They were sent once. The next synchronization compares them.
        not_tried: Line numbers of the rows that were not sent because the synchronization stopped.
        not_held: The names of the columns that contacts cannot store.
        stopped: Why the synchronization stopped early, or `None`.
        dry_run: Whether this was a dry run, which writes nothing.
    """

    created: tuple[ContactChange, ...] = ()
    updated: tuple[ContactChange, ...] = ()
    unchanged: tuple[int, ...] = ()
    refused: tuple[ImportRow, ...] = ()
    unknown: tuple[ImportRow, ...] = ()
    not_tried: tuple[int, ...] = ()
    not_held: tuple[str, ...] = ()
    stopped: str | None = None
    dry_run: bool = False

    @property
    def complete(self) -> bool:
        """Whether every row was created or updated, or was already up to date."""
        return not self.refused and not self.unknown and self.stopped is None

    def diff(self) -> str:
        """Return all changes in the order of the rows; see `ContactChange.diff`."""
        changes = sorted([*self.created, *self.updated], key=lambda change: change.line)
        return "\n".join(change.diff() for change in changes)

    def refused_csv(
        self,
        source: CardSource,
        *,
        delimiter: str | None = None,
        encoding: str | None = None,
        guard_formulas: bool = True,
    ) -> str:
        """Return the refused rows of the CSV as a CSV; see `ImportReport.refused_csv`.

        Raises:
            InvalidInput: The CSV cannot be read.
        """
        reasons = {row.line: row.explanation for row in self.refused}
        return refused_rows(
            source, reasons, delimiter=delimiter, encoding=encoding, guard_formulas=guard_formulas
        )

    def __str__(self) -> str:
        """Return the counts, and the rows that were refused or are unknown."""
        would = "would be " if self.dry_run else ""
        lines = [
            f"{len(self.created)} {would}created, {len(self.updated)} {would}updated, "
            f"{len(self.unchanged)} unchanged, {len(self.refused)} refused, {len(self.unknown)} unknown"
        ]
        lines += [f"  {row}" for row in (*self.refused, *self.unknown)]
        lines += [f"stopped: {self.stopped}"] if self.stopped else []
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<SyncReport: {str(self).splitlines()[0]}>"
