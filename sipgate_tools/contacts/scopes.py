"""Validation of the `scope` argument, which selects address books."""

from __future__ import annotations

from typing import Final

from sipgate_tools.errors import InvalidInput
from sipgate_tools.models.contacts import ContactScope, ScopeWord, WritableScopeWord

ALL: Final = "ALL"
"""The value of `scope` that selects all address books."""


def scopes_to_read(scope: ScopeWord | None) -> ContactScope | None:
    """Return the address book to read, or `None` for all address books.

    Raises:
        InvalidInput: `scope` is not the name of an address book.
    """
    name = ALL if scope is None else str(scope).upper()
    if name == ALL:
        return None
    if name not in {member.value for member in ContactScope}:
        raise InvalidInput("Unknown scope.", hint="Use PRIVATE, SHARED, INTERNAL or ALL.")
    return ContactScope(name)


def scope_to_write(scope: WritableScopeWord) -> ContactScope:
    """Return the address book to write to.

    Raises:
        InvalidInput: `scope` is unknown or read-only.
    """
    name = str(scope).upper()
    if name not in {ContactScope.PRIVATE, ContactScope.SHARED}:
        raise InvalidInput(
            "Contacts cannot be written to that scope.",
            hint="Use PRIVATE or SHARED. sipgate creates one INTERNAL contact per user.",
        )
    return ContactScope(name)
