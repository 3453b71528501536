"""Rows for history entries, live calls, labels and scheduled steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

FAX_ON_ITS_WAY: Final = ("SCHEDULED", "PENDING", "SENDING")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An extension that took part in a history entry. `how` is FORWARDED, ROUTED or PICKUP."""

    how: str
    extension: str
    type: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A history entry of type CALL, FAX, SMS or VOICEMAIL. Fields that belong to another type are empty.

    `recordings` are media ids, and `faxline_id` is the faxline of a fax. `channel_id` is set for the calls of neo
    accounts, which are events of a channel and not in the history.
    """

    id: str
    type: str
    created: datetime
    direction: str
    source: str
    target: str
    source_alias: str = ""
    target_alias: str = ""
    status: str = "PICKUP"
    connection_ids: tuple[str, ...] = ()
    owner: str = ""
    endpoints: tuple[Endpoint, ...] = ()
    read: bool = True
    archived: bool = False
    starred: bool = False
    note: str = ""
    labels: tuple[str, ...] = ()
    last_modified: datetime | None = None
    duration: int = 0
    call_id: str = ""
    call_status: str = ""
    recordings: tuple[str, ...] = ()
    fax_status: str = ""
    pages: int = 0
    faxline_id: str = ""
    scheduled: datetime | None = None
    text: str = ""
    transcription: str = ""
    channel_id: str = ""


@dataclass(frozen=True, slots=True)
class Participant:
    """A participant in a live call. `owner` is true for the account's side."""

    id: str
    phone_number: str
    owner: bool
    muted: bool = False
    hold: bool = False


@dataclass(frozen=True, slots=True)
class LiveCall:
    """A call that is ringing or established.

    `digits` are the DTMF digits that were sent, `announcements` are the URLs of the sounds that were played,
    `recording` is whether the call is being recorded, and `recordings` are the completed recordings.
    """

    id: str
    direction: str
    participants: tuple[Participant, ...]
    user_id: str
    endpoint_id: str
    device_id: str
    started: datetime
    established: datetime | None = None
    muted: bool = False
    recording: bool = False
    recording_announced: bool = False
    hold: bool = False
    recordings: tuple[str, ...] = ()
    digits: str = ""
    announcements: tuple[str, ...] = ()
    channel_id: str = ""
    orig_call_id: str = ""
    diversion: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A label for history entries (v3)."""

    id: str
    name: str
    color: str = ""


@dataclass(frozen=True, slots=True)
class ScheduledStep:
    """A scheduled step. `step` is its name, and `subject` is the id of the row that it applies to."""

    id: str
    at: datetime
    step: str
    subject: str
