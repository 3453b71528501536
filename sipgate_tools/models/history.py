"""Entries of the history: four kinds with fields of their own, and whatever sipgate adds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, Final, Literal, TypeAlias, cast

from sipgate_tools.values import OpenEnum

from ._base import Model, Record, Time
from ._lists import RecordDecoder


class HistoryType(OpenEnum):
    """The kinds of entries."""

    CALL = "CALL"
    VOICEMAIL = "VOICEMAIL"
    SMS = "SMS"
    FAX = "FAX"


class Direction(OpenEnum):
    """Which way it went; a missed call is a direction of its own."""

    INCOMING = "INCOMING"
    OUTGOING = "OUTGOING"
    MISSED_INCOMING = "MISSED_INCOMING"
    MISSED_OUTGOING = "MISSED_OUTGOING"


CallWord: TypeAlias = Literal["CALL", HistoryType.CALL]
VoicemailWord: TypeAlias = Literal["VOICEMAIL", HistoryType.VOICEMAIL]
SmsWord: TypeAlias = Literal["SMS", HistoryType.SMS]
FaxWord: TypeAlias = Literal["FAX", HistoryType.FAX]
TypeWord: TypeAlias = CallWord | VoicemailWord | SmsWord | FaxWord | HistoryType
"""What an argument takes as a kind of entries."""
DirectionWord: TypeAlias = Literal["INCOMING", "OUTGOING", "MISSED_INCOMING", "MISSED_OUTGOING"] | Direction
"""What an argument takes as a direction."""


class PickupStatus(OpenEnum):
    """What became of an entry on our side."""

    NOPICKUP = "NOPICKUP"
    BUSY = "BUSY"
    PICKUP = "PICKUP"
    FORWARD = "FORWARD"


class CallStatus(OpenEnum):
    """How a call ended."""

    SUCCESS = "SUCCESS"
    FAILURE = "FAILURE"
    REJECTED = "REJECTED"
    REJECTED_DND = "REJECTED_DND"
    VOICEMAIL_NO_MESSAGE = "VOICEMAIL_NO_MESSAGE"
    BUSY_ON_BUSY = "BUSY_ON_BUSY"
    BUSY = "BUSY"
    MISSED = "MISSED"


class FaxStatus(OpenEnum):
    """Where a fax is on its way; `SENT` and `FAILED` are final."""

    PENDING = "PENDING"
    SENDING = "SENDING"
    FAILED = "FAILED"
    SENT = "SENT"
    SCHEDULED = "SCHEDULED"


class Endpoint(Model, frozen=True, kw_only=True):
    """An extension and its kind."""

    extension: str | None = None
    type: str | None = None


class RoutedEndpoint(Model, frozen=True, kw_only=True):
    """A place that a call was led to: `FORWARDED`, `ROUTED` or `PICKUP`."""

    type: str | None = None
    endpoint: Endpoint | None = None


class Recording(Model, frozen=True, kw_only=True):
    """A recording of a call; `url` needs the same credentials."""

    id: str | None = None
    url: str | None = None


class HistoryEntry(Record, frozen=True, kw_only=True):
    """What all kinds have; also the class of entries of a kind this version does not know.

    Attributes:
        source: Where it came from, E.164 or `anonymous`.
        target: Where it went.
        source_alias: The name sipgate knows for the source.
        created: When it happened.
        connection_ids: Extensions it belongs to.
        read: Whether it was marked as read.
        starred: Whether it carries a star.
        note: The account's own note about it.
        channel_id: On neo, for calls read from a channel: which one. Such entries cannot be marked or deleted.
    """

    private_words: ClassVar[frozenset[str]] = frozenset({"sms_content", "transcription", "note"})

    id: str = ""
    type: HistoryType | None = None
    source: str | None = None
    target: str | None = None
    source_alias: str | None = None
    target_alias: str | None = None
    created: Time | None = None
    last_modified: Time | None = None
    direction: Direction | None = None
    incoming: bool | None = None
    status: PickupStatus | None = None
    connection_ids: tuple[str, ...] = ()
    read: bool = False
    archived: bool = False
    starred: bool = False
    note: str | None = None
    endpoints: tuple[RoutedEndpoint, ...] = ()
    labels: tuple[str, ...] = ()
    channel_id: str | None = None


class CallEntry(HistoryEntry, frozen=True, kw_only=True):
    """A call.

    Attributes:
        call_id: The call in webhooks and live calls.
        duration: Seconds.
        recording_url: Needs the same credentials.
    """

    call_id: str | None = None
    duration: int | None = None
    call_status: CallStatus | None = None
    recordings: tuple[Recording, ...] = ()
    recording_url: str | None = None


class FaxEntry(HistoryEntry, frozen=True, kw_only=True):
    """A fax, sent or received.

    Attributes:
        page_count: Pages of the document.
        document_url: The PDF; needs the same credentials.
        report_url: The transmission report as PDF.
        preview_url: A picture of the first page.
        scheduled: When it is to be sent, as sipgate writes it.
    """

    fax_status_type: FaxStatus | None = None
    page_count: int | None = None
    document_url: str | None = None
    report_url: str | None = None
    preview_url: str | None = None
    scheduled: str | None = None


class SmsEntry(HistoryEntry, frozen=True, kw_only=True):
    """An SMS, sent or received.

    Attributes:
        sms_content: The text; not shown by `repr`.
        scheduled: When it is to be sent, as sipgate writes it.
    """

    sms_content: str | None = None
    scheduled: str | None = None


class VoicemailEntry(HistoryEntry, frozen=True, kw_only=True):
    """A message on a voicemail.

    Attributes:
        transcription: The spoken text, where it was transcribed; not shown by `repr`.
        recording_url: Needs the same credentials.
        duration: Seconds.
    """

    transcription: str | None = None
    recording_url: str | None = None
    duration: int | None = None


_KINDS: Final[Mapping[str, type[HistoryEntry]]] = {
    "CALL": CallEntry,
    "FAX": FaxEntry,
    "SMS": SmsEntry,
    "VOICEMAIL": VoicemailEntry,
}


def history_entry(payload: object) -> HistoryEntry:
    """Return the entry as the class of its kind; an unknown kind is a plain `HistoryEntry`.

    Raises:
        UnexpectedResponse: It is not a JSON object.
    """
    if not isinstance(payload, dict):
        return HistoryEntry.from_payload(payload)
    return history_rows().read_payload(cast("dict[str, Any]", payload))


@cache
def history_rows() -> RecordDecoder[HistoryEntry]:
    """Return how the entries of the history are read: each as the class of its kind."""
    return RecordDecoder(HistoryEntry, _KINDS)


def newest_first(entry: HistoryEntry) -> float:
    """Return a sort key: newest first, entries without a time last."""
    moment: datetime | None = entry.created
    return -moment.timestamp() if moment else float("inf")
