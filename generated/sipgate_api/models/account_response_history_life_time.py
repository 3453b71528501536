from __future__ import annotations

from enum import StrEnum


class AccountResponseHistoryLifeTime(StrEnum):
    NONE = "NONE"
    THIRTY_DAYS = "THIRTY_DAYS"
    UNLIMITED = "UNLIMITED"

    @classmethod
    def _missing_(cls, value: object) -> AccountResponseHistoryLifeTime:
        """Keep a value that is not listed here: more of them may come at any time."""
        text = str(value)
        unlisted = str.__new__(cls, text)
        unlisted._name_ = text
        unlisted._value_ = text
        return unlisted
