"""The contact table: contacts in the order they were made, apart by scope, and by telephone number."""

from __future__ import annotations

from collections.abc import Collection

from .indexed_table import IndexedTable, TablePage, page
from .messages import Contact
from .tables import TableChange


class ContactTable(IndexedTable[Contact, str]):
    """Contacts, the oldest first."""

    def __init__(self, name: str, journal: list[TableChange]) -> None:
        # Ranks are negative because a faceted table has high ranks first.
        super().__init__(
            name, Contact, journal, lambda contact: -float(contact.number), lambda row: row.scope
        )
        self._by_ending: dict[str, dict[str, None]] = {}

    def slice(
        self, scopes: Collection[str], *, after: str = "", offset: int = 0, limit: int | None = None
    ) -> TablePage[Contact]:
        """A page of the contacts of some scopes; `total` counts them all, wherever the page begins.

        Args:
            scopes: which.
            after: id of the contact before the page's first; "" begins at the start.
            offset: how many more to leave out.
            limit: how many to return at most; None for all.
        """
        last = self._rows.get(after)
        high = None if last is None else -float(last.number) - 0.5
        found = page([self], lambda scope: scope in scopes, high=high, offset=offset, limit=limit)
        if last is None:
            return found
        return TablePage(found.rows, page([self], lambda scope: scope in scopes, limit=0).total)

    def alike(self, number: str) -> list[Contact]:
        """The contacts with a telephone number that ends like this one, however spelled, the oldest first."""
        keys = self._by_ending.get(_ending(number), ())
        return sorted((self._rows[key] for key in keys), key=lambda row: row.number)

    def _set(self, row: Contact) -> None:
        before = self._rows.get(row.id)
        if before is not None:
            self._forget_numbers(before)
        for ending in _endings(row):
            self._by_ending.setdefault(ending, {})[row.id] = None
        super()._set(row)

    def _unset(self, row: Contact) -> None:
        self._forget_numbers(row)
        super()._unset(row)

    def _forget_numbers(self, row: Contact) -> None:
        for ending in _endings(row):
            keys = self._by_ending[ending]
            del keys[row.id]
            if not keys:
                del self._by_ending[ending]


ENDING = 8
"""How many digits at the end of a number are looked at: fewer than any country's prefixes leave of one."""


def _ending(number: str) -> str:
    return "".join(char for char in number if char.isdigit())[-ENDING:]


def _endings(row: Contact) -> set[str]:
    return {_ending(number) for one in row.numbers if isinstance(number := one.get("number"), str)}
