"""History entries: a class for each of the four kinds, and a fallback for unknown kinds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, Final, Literal, TypeAlias, cast

from sipgate_tools.values import OpenEnum

from ._base import Model, Record, Time
from ._lists import RecordDecoder


class HistoryType(OpenEnum):
    """The kinds of history entries."""

    CALL = "CALL"
    VOICEMAIL = "VOICEMAIL"
    SMS = "SMS"
    FAX = "FAX"


class Direction(OpenEnum):
    """The direction of an entry, with separate directions for missed calls."""

    INCOMING = "INCOMING"
    OUTGOING = "OUTGOING"
    MISSED_INCOMING = "MISSED_INCOMING"
    MISSED_OUTGOING = "MISSED_OUTGOING"


CallWord: TypeAlias = Literal["CALL", HistoryType.CALL]
VoicemailWord: TypeAlias = Literal["VOICEMAIL", HistoryType.VOICEMAIL]
SmsWord: TypeAlias = Literal["SMS", HistoryType.SMS]
FaxWord: TypeAlias = Literal["FAX", HistoryType.FAX]
TypeWord: TypeAlias = CallWord | VoicemailWord | SmsWord | FaxWord | HistoryType
"""Argument type: a kind of history entry."""
DirectionWord: TypeAlias = Literal["INCOMING", "OUTGOING", "MISSED_INCOMING", "MISSED_OUTGOING"] | Direction
"""Argument type: a direction."""


class PickupStatus(OpenEnum):
    """The ways in which the account handled a call: picked up, forwarded, busy or not picked up."""

    NOPICKUP = "NOPICKUP"
    BUSY = "BUSY"
    PICKUP = "PICKUP"
    FORWARD = "FORWARD"


class CallStatus(OpenEnum):
    """The ways in which a call ended."""

    SUCCESS = "SUCCESS"
    FAILURE = "FAILURE"
    REJECTED = "REJECTED"
    REJECTED_DND = "REJECTED_DND"
    VOICEMAIL_NO_MESSAGE = "VOICEMAIL_NO_MESSAGE"
    BUSY_ON_BUSY = "BUSY_ON_BUSY"
    BUSY = "BUSY"
    MISSED = "MISSED"


class FaxStatus(OpenEnum):
    """The status of a fax; `SENT` and `FAILED` are final."""

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
    """An endpoint that a call reached, and how: `FORWARDED`, `ROUTED` or `PICKUP`."""

    type: str | None = None
    endpoint: Endpoint | None = None


class Recording(Model, frozen=True, kw_only=True):
    """A recording of a call. Downloading `url` requires the client's credentials (see `client.history.download`)."""

    id: str | None = None
    url: str | None = None


class HistoryEntry(Record, frozen=True, kw_only=True):
    """A history entry with the fields that all kinds have in common. Entries of an unknown kind have this class.

    Attributes:
        source: The number of the sender or caller in E.164, or `anonymous`.
        target: The number of the recipient or callee.
        source_alias: The name that sipgate has for the source.
        created: The time of the call or message.
        connection_ids: Ids of the extensions that the entry belongs to.
        read: Whether the entry is marked as read.
        starred: Whether the entry is starred.
        note: The account's own note on the entry; `repr` omits it.
        channel_id: On neo, the id of the channel for calls that were read from a channel. These entries cannot be
            changed or deleted.
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
        call_id: The id of the call in webhooks and live calls.
        duration: The duration in seconds.
        recording_url: The URL of the recording; downloading it requires the client's credentials.
    """

    call_id: str | None = None
    duration: int | None = None
    call_status: CallStatus | None = None
    recordings: tuple[Recording, ...] = ()
    recording_url: str | None = None


class FaxEntry(HistoryEntry, frozen=True, kw_only=True):
    """A fax, sent or received.

    Attributes:
        page_count: Number of pages.
        document_url: The URL of the PDF; downloading it requires the client's credentials.
        report_url: The URL of the transmission report (PDF).
        preview_url: The URL of a picture of the first page.
        scheduled: The scheduled time, in sipgate's format.
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
        sms_content: The text of the SMS; `repr` omits it.
        scheduled: The scheduled time, in sipgate's format.
    """

    sms_content: str | None = None
    scheduled: str | None = None


class VoicemailEntry(HistoryEntry, frozen=True, kw_only=True):
    """A message in a voicemail.

    Attributes:
        transcription: The transcribed text, or `None` if there is none; `repr` omits it.
        recording_url: The URL of the recording; downloading it requires the client's credentials.
        duration: The duration in seconds.
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
    """Return a history entry as an instance of the class for its kind, or of `HistoryEntry` for an unknown kind.

    Raises:
        UnexpectedResponse: The payload is not a JSON object.
    """
    if not isinstance(payload, dict):
        return HistoryEntry.from_payload(payload)
    return history_decoder().read_payload(cast("dict[str, Any]", payload))


@cache
def history_decoder() -> RecordDecoder[HistoryEntry]:
    """Return the decoder for history entries, which decodes each entry as the class for its kind."""
    return RecordDecoder(HistoryEntry, _KINDS)


def newest_first(entry: HistoryEntry) -> float:
    """Return a sort key that puts the newest entries first and entries without a time last."""
    created: datetime | None = entry.created
    return -created.timestamp() if created else float("inf")
