"""Changes to history entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from sipgate_tools.errors import InvalidInput
from sipgate_tools.values import flag, required_text

ENTRIES_PER_UPDATE: Final = 149
"""Maximum number of entries in one update request; `PUT /history` accepts fewer than 150."""


@dataclass(frozen=True)
class HistoryUpdate:
    """Changes to a history entry; `None` leaves a field unchanged.

    Attributes:
        read: `True` marks the entry as read, `False` as unread.
        archived: `True` moves the entry to the archive, `False` out of the archive.
        starred: `True` adds the star, `False` removes it.
        note: The account's own note; an empty string removes the note.

    Raises:
        InvalidInput: A value has the wrong type.
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
        """Convert a `HistoryUpdate`, a mapping from field names to values, or `None` to a `HistoryUpdate`.

        `None` becomes an update without changes.

        Raises:
            InvalidInput: `given` has another type, or the mapping contains a field that cannot be changed or a value
                of the wrong type.
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
                "The update contains fields that cannot be changed.", hint=f"Use {', '.join(sorted(names))}."
            )
        return cls(**given)

    def changes(self) -> dict[str, Any]:
        """Return the fields to change with their new values, under the API's names."""
        everything = {
            "read": self.read,
            "archived": self.archived,
            "starred": self.starred,
            "note": self.note,
        }
        return {name: value for name, value in everything.items() if value is not None}
