from __future__ import annotations

from enum import StrEnum


class V3GetEventsDirectoriesItem(StrEnum):
    ARCHIVE = "ARCHIVE"
    INBOX = "INBOX"

    @classmethod
    def _missing_(cls, value: object) -> V3GetEventsDirectoriesItem:
        """Keep a value that is not listed here: more of them may come at any time."""
        text = str(value)
        unlisted = str.__new__(cls, text)
        unlisted._name_ = text
        unlisted._value_ = text
        return unlisted
