from __future__ import annotations

from enum import StrEnum


class EndpointResponseType(StrEnum):
    ACD = "ACD"
    CHANNEL = "CHANNEL"
    CONFERENCEROOM = "CONFERENCEROOM"
    DESKTOP_APP = "DESKTOP_APP"
    EXTERNAL = "EXTERNAL"
    FAX = "FAX"
    GROUP = "GROUP"
    MOBILE = "MOBILE"
    MOBILE_APP = "MOBILE_APP"
    NUMBER = "NUMBER"
    PHONELINE = "PHONELINE"
    REGISTER = "REGISTER"
    SMS = "SMS"
    USER = "USER"
    VOICEMAIL = "VOICEMAIL"

    @classmethod
    def _missing_(cls, value: object) -> EndpointResponseType:
        """Keep a value that is not listed here: more of them may come at any time."""
        text = str(value)
        unlisted = str.__new__(cls, text)
        unlisted._name_ = text
        unlisted._value_ = text
        return unlisted
