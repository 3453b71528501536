"""Entries of the directory: who an extension, a channel or a number belongs to."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ._base import Model

DirectoryKind: TypeAlias = Literal[
    "user", "group", "channel", "phoneline", "device", "faxline", "sms", "voicemail", "other", "contact"
]
"""What an entry is: `other` for kinds of extensions that have no list."""


class DirectoryEntry(Model, frozen=True, kw_only=True):
    """Who an extension, a channel or a number belongs to (`client.directory`).

    Attributes:
        kind: What the entry is.
        id: The extension id, such as `p0`, the channel id, or the id of the contact.
        name: The name of the user, group, channel, line or contact; empty if it has none.
        user_id: The id of the user it belongs to, such as `w0`; `None` for groups, channels and contacts.
        user_name: The first and last name of this user, or `None`.
        numbers: The account's numbers that are routed to it, or the numbers of the contact, in E.164.
    """

    kind: DirectoryKind
    id: str
    name: str = ""
    user_id: str | None = None
    user_name: str | None = None
    numbers: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The name of the user it belongs to, else its own name, else its id."""
        return self.user_name or self.name or self.id
