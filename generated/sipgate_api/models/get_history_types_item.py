from __future__ import annotations

from enum import StrEnum


class GetHistoryTypesItem(StrEnum):
    CALL = "CALL"
    FAX = "FAX"
    SMS = "SMS"
    VOICEMAIL = "VOICEMAIL"

    @classmethod
    def _missing_(cls, value: object) -> GetHistoryTypesItem:
        """Keep a value that is not listed here: more of them may come at any time."""
        text = str(value)
        unlisted = str.__new__(cls, text)
        unlisted._name_ = text
        unlisted._value_ = text
        return unlisted
