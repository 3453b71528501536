# Made by scripts/make_sync.py from sipgate_tools/_async/_support/directory_cache.py: edit that file.
"""What the directory keeps of an account."""

from __future__ import annotations

from dataclasses import dataclass, field

from sipgate_tools.models.directory import DirectoryEntry


@dataclass
class DirectoryCache:
    """What the directory has read.

    Attributes:
        entries: The entries by extension id or channel id.
        numbers: The account's numbers in E.164, with the id of the extension or channel that they are routed to.
        contacts: Contacts by number; `None` for numbers without a contact.
        users: The names of users by id.
        members: The ids of the users in each channel.
        read_at: When the account was read, in seconds of the monotonic clock.
        lines_read_at: When the lines and devices of all users were read.
    """

    entries: dict[str, DirectoryEntry] = field(default_factory=dict[str, DirectoryEntry])
    numbers: dict[str, str] = field(default_factory=dict[str, str])
    contacts: dict[str, DirectoryEntry | None] = field(default_factory=dict[str, "DirectoryEntry | None"])
    users: dict[str, str] = field(default_factory=dict[str, str])
    members: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    read_at: float | None = None
    lines_read_at: float | None = None
