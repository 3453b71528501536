from __future__ import annotations

from enum import StrEnum


class V3ErrorName(StrEnum):
    FORBIDDEN = "FORBIDDEN"
    INTERNAL_ERROR = "INTERNAL_ERROR"
    INVALID_JSON = "INVALID_JSON"
    PARAMETER_INVALID = "PARAMETER_INVALID"
    RATE_LIMIT_EXCEEDED = "RATE_LIMIT_EXCEEDED"
    REQUEST_NOT_AUTHENTICATED = "REQUEST_NOT_AUTHENTICATED"
    REQUEST_NOT_AUTHORIZED = "REQUEST_NOT_AUTHORIZED"
    RESOURCE_ALREADY_EXISTS = "RESOURCE_ALREADY_EXISTS"
    RESOURCE_NOT_FOUND = "RESOURCE_NOT_FOUND"

    @classmethod
    def _missing_(cls, value: object) -> V3ErrorName:
        """Keep a value that is not listed here: more of them may come at any time."""
        text = str(value)
        unlisted = str.__new__(cls, text)
        unlisted._name_ = text
        unlisted._value_ = text
        return unlisted
