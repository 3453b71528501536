"""What an import of contacts did, row by row, and what counts as the same contact."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar, Final

from sipgate_tools.formats.contact import ContactCard

from ._base import Model

_SHOWN: Final = 3


class ImportRow(Model, frozen=True, kw_only=True):
    """A row or card of a file, and what is to say about it.

    Attributes:
        line: The line of the file, from 1, in which it begins.
        reason: A sentence without values from the file.
        fields: The columns or properties it is about.
    """

    line: int
    reason: str = ""
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        about = f" ({', '.join(self.fields)})" if self.fields else ""
        return f"line {self.line}: {self.reason}{about}"


class ImportReport(Model, frozen=True, kw_only=True):
    """What became of each row of a file.

    Attributes:
        created: Lines of the rows that are contacts now; in a dry run, those that would be.
        duplicates: Rows that were left out because there is such a contact already.
        refused: Rows that cannot be read or that sipgate refused, with the reason.
        unknown: Rows whose answer was lost: they may be contacts now. They were sent once.
        not_held: Rows that were created without some of what they say, because contacts cannot hold it.
        operations: Which operations of the API were used: `createContact`, `importFromCSV`.
        stopped: Why it ended before the end of the file, or `None`.
        next_line: After that, the first line that was not tried. Rows from there on which are in no list were not
            tried either.
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

    shown: ClassVar[tuple[str, ...]] = ("duplicates", "refused", "unknown", "not_held")

    @property
    def complete(self) -> bool:
        """Whether every row is a contact now or was one before."""
        return not self.refused and not self.unknown and self.stopped is None

    def __str__(self) -> str:
        """Say it in lines: the counts, then the first rows of each kind that needs a look."""
        verb = "would be created" if self.dry_run else "created"
        lines = [f"{len(self.created)} {verb}"]
        for name in self.shown:
            rows: tuple[ImportRow, ...] = getattr(self, name)
            if rows:
                lines.append(f"{len(rows)} {name.replace('_', ' ')}:")
                lines += [f"  {row}" for row in rows[:_SHOWN]]
                lines += ["  ..."] if len(rows) > _SHOWN else []
        if self.stopped:
            lines.append(f"stopped before line {self.next_line}: {self.stopped}")
        return "\n".join(lines)

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(getattr(self, name))} {name}" for name in ("created", *self.shown))
        ends = f", stopped before line {self.next_line}" if self.stopped else ""
        return f"<ImportReport: {counts}{ends}{', dry run' if self.dry_run else ''}>"


@dataclass
class KnownContacts:
    """Answers whether there is a contact like another one.

    A contact is like another of the same address book when it has the same name (upper and lower case and blanks
    aside) and the other one has all its numbers and e-mail addresses. So leaving it out loses no way to reach anybody.
    Kept as hashes: 100,000 contacts take some 30 MB.
    """

    _keys: set[int] = field(default_factory=set[int])

    def add(self, card: ContactCard, scope: str | None) -> None:
        """Remember a contact."""
        self._keys.update(_keys(card, scope))

    def has(self, card: ContactCard, scopes: Iterable[str | None]) -> bool:
        """Tell whether one of the address books has a contact like this one."""
        return any(self._keys.issuperset(_keys(card, scope)) for scope in scopes)


def _keys(card: ContactCard, scope: str | None) -> list[int]:
    name = (str(scope) if scope else None, " ".join(card.name.casefold().split()))
    numbers = (_digits(each.number) for each in card.numbers)
    emails = (each.email.strip().casefold() for each in card.emails)
    return [hash(name), *(hash((*name, way)) for way in (*numbers, *emails))]


def _digits(number: str) -> str:
    digits = re.sub(r"[^0-9+*#]", "", number)
    return f"+{digits[2:]}" if digits.startswith("00") else digits
