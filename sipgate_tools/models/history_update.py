"""Changes to entries of the history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from sipgate_tools.errors import InvalidInput
from sipgate_tools.values import flag, required_text

ENTRIES_PER_UPDATE: Final = 149
"""`PUT /history` accepts fewer than 150 entries."""


@dataclass(frozen=True)
class HistoryUpdate:
    """Changes of an entry; `None` leaves a field as it is.

    Attributes:
        read: Whether to mark the entry as read or as unread.
        archived: Whether to move the entry into the archive or out of it.
        starred: Whether to add or remove the star.
        note: The account's own note; an empty string removes it.

    Raises:
        InvalidInput: A field has a value of the wrong type.
    """

    read: bool | None = None
    archived: bool | None = None
    starred: bool | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        for name in ("read", "archived", "starred"):
            if (given := getattr(self, name)) is not None:
                flag(given, argument=name)
        if self.note is not None:
            required_text(self.note, argument="note", hint="An empty string removes the note.")

    @classmethod
    def of(cls, given: HistoryUpdate | Mapping[str, Any] | None) -> HistoryUpdate:
        """Return an update from an update, a mapping of its fields, or `None`.

        Raises:
            InvalidInput: The mapping has a field that cannot be changed.
        """
        if given is None:
            return cls()
        if isinstance(given, HistoryUpdate):
            return given
        if not isinstance(given, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidInput(
                "The callback returned neither changes nor None.",
                hint="Return a HistoryUpdate, a dict, or None to leave the entry as it is.",
            )
        names = {field.name for field in fields(cls)}
        if set(given) - names:
            raise InvalidInput(
                "The update has fields that cannot be changed.", hint=f"Use {', '.join(sorted(names))}."
            )
        return cls(**given)

    def changes(self) -> dict[str, Any]:
        """Return the changed fields under the API's names."""
        everything = {
            "read": self.read,
            "archived": self.archived,
            "starred": self.starred,
            "note": self.note,
        }
        return {name: value for name, value in everything.items() if value is not None}
