from __future__ import annotations

from enum import StrEnum


class AccountResponseMainProductType(StrEnum):
    AFFILIATE = "AFFILIATE"
    BASIC = "BASIC"
    CLINQ = "CLINQ"
    FORMER_AFFILIATE = "FORMER_AFFILIATE"
    FORMER_BASIC = "FORMER_BASIC"
    FORMER_SATELLITE = "FORMER_SATELLITE"
    FORMER_SIMQUADRAT = "FORMER_SIMQUADRAT"
    FORMER_TEAM = "FORMER_TEAM"
    FORMER_TRUNKING = "FORMER_TRUNKING"
    SATELLITE = "SATELLITE"
    SIMQUADRAT = "SIMQUADRAT"
    TEAM = "TEAM"
    TRUNKING = "TRUNKING"
    UNKNOWN = "UNKNOWN"

    @classmethod
    def _missing_(cls, value: object) -> AccountResponseMainProductType:
        """Keep a value that is not listed here: more of them may come at any time."""
        text = str(value)
        unlisted = str.__new__(cls, text)
        unlisted._name_ = text
        unlisted._value_ = text
        return unlisted
