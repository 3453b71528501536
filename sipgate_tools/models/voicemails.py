"""Voicemails: mailboxes that belong to phonelines and groups."""

from __future__ import annotations

from ._base import Record
from .history import Endpoint


class Voicemail(Record, frozen=True, kw_only=True):
    """A voicemail (operations getVoicemails, getVoicemail).

    Attributes:
        id: The extension id, such as `v0`.
        belongs_to_endpoint: The phoneline or group that the voicemail belongs to.
        transcription: Whether messages are transcribed.
        access_number: The number to call to listen to the messages.
    """

    id: str = ""
    alias: str | None = None
    belongs_to_endpoint: Endpoint | None = None
    transcription: bool | None = None
    can_transcribe: bool | None = None
    active_greeting_alias: str | None = None
    active_greeting_id: str | None = None
    access_number: str | None = None
