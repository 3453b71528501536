from __future__ import annotations

from enum import StrEnum


class HistoryEntryResponseCallStatus(StrEnum):
    BUSY = "BUSY"
    BUSY_ON_BUSY = "BUSY_ON_BUSY"
    FAILURE = "FAILURE"
    MISSED = "MISSED"
    REJECTED = "REJECTED"
    REJECTED_DND = "REJECTED_DND"
    SUCCESS = "SUCCESS"
    VOICEMAIL_NO_MESSAGE = "VOICEMAIL_NO_MESSAGE"

    @classmethod
    def _missing_(cls, value: object) -> HistoryEntryResponseCallStatus:
        """Keep a value that is not listed here: more of them may come at any time."""
        text = str(value)
        unlisted = str.__new__(cls, text)
        unlisted._name_ = text
        unlisted._value_ = text
        return unlisted
