"""The contact table, which contains contacts in order of creation, indexed by scope and by telephone number."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from .indexed_table import IndexedTable, TablePage, page
from .messages import Contact
from .tables import TableChange


class ContactTable(IndexedTable[Contact, str]):
    """Contacts, oldest first."""

    def __init__(self, name: str, undo_log: list[TableChange]) -> None:
        # Ranks are negative because an indexed table sorts high ranks first.
        super().__init__(
            name, Contact, undo_log, lambda contact: -float(contact.number), lambda row: row.scope
        )
        self._by_ending: dict[str, dict[str, None]] = {}

    def slice(
        self, scopes: Collection[str], *, after: str = "", offset: int = 0, limit: int | None = None
    ) -> TablePage[Contact]:
        """Return a page of the contacts in one or several scopes. `total` is the number of all their contacts.

        Args:
            scopes: The scopes, such as `PRIVATE`.
            after: The id of the contact before the page. If "" or unknown, the page starts with the first contact.
            offset: The number of contacts to skip at the start of the page.
            limit: The maximum number of contacts, or None for all.
        """
        last = self._rows.get(after)
        high = None if last is None else -float(last.number) - 0.5
        found = page([self], lambda scope: scope in scopes, high=high, offset=offset, limit=limit)
        if last is None:
            return found
        return TablePage(found.rows, page([self], lambda scope: scope in scopes, limit=0).total)

    def with_similar_number(self, number: str) -> list[Contact]:
        """Return the contacts with a number that ends with the same digits, in any notation, oldest first."""
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


SUFFIX_LENGTH: Final = 8
"""The number of final digits that are compared, so that numbers with and without the country code match."""


def _ending(number: str) -> str:
    return "".join(char for char in number if char.isdigit())[-SUFFIX_LENGTH:]


def _endings(row: Contact) -> set[str]:
    return {_ending(number) for one in row.numbers if isinstance(number := one.get("number"), str)}
