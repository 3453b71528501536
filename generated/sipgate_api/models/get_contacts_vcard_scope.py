from __future__ import annotations

from enum import StrEnum


class GetContactsVcardScope(StrEnum):
    INTERNAL = "INTERNAL"
    PRIVATE = "PRIVATE"
    SHARED = "SHARED"

    @classmethod
    def _missing_(cls, value: object) -> GetContactsVcardScope:
        """Keep a value that is not listed here: more of them may come at any time."""
        text = str(value)
        unlisted = str.__new__(cls, text)
        unlisted._name_ = text
        unlisted._value_ = text
        return unlisted
