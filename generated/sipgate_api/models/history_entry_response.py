# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.history_entry_response_call_status import HistoryEntryResponseCallStatus
from ..models.history_entry_response_direction import HistoryEntryResponseDirection
from ..models.history_entry_response_fax_status_type import HistoryEntryResponseFaxStatusType
from ..models.history_entry_response_status import HistoryEntryResponseStatus
from ..models.history_entry_response_type import HistoryEntryResponseType
from ..types import UNSET, Unset, read_anything, read_enum, read_list, read_model, without_nulls

if TYPE_CHECKING:
    from ..models.history_recording_response import HistoryRecordingResponse
    from ..models.routed_endpoint_response import RoutedEndpointResponse


@_attrs_define
class HistoryEntryResponse:
    """A call, SMS, fax or voicemail of the past, with the fields of all four kinds; those of other kinds
    are absent.

    Attributes:
        archived (bool | Unset): Whether the entry is in the archive.
        connection_ids (list[str] | Unset): Ids of the account's extensions that took part, for example
            `p0`.
        created (str | Unset): When it came about, ISO 8601 with zone.
        direction (HistoryEntryResponseDirection | Unset): Direction, seen from the account; missed
            calls have directions of their own.
        endpoints (list[RoutedEndpointResponse] | Unset): Extensions that the call or message passed
            through.
        id (str | Unset): Id of the entry.
        incoming (bool | Unset): Whether the call or message came in.
        labels (list[str] | Unset): Ids of the labels.
        last_modified (str | Unset): When it was last changed, ISO 8601 with zone.
        note (str | Unset): Note, free text by people of the account.
        read (bool | Unset): Whether it counts as read.
        source (str | Unset): Number of the caller or sender.
        source_alias (str | Unset): Name of the sender or caller, if known.
        starred (bool | Unset): Whether the entry is starred.
        status (HistoryEntryResponseStatus | Unset): How the call ended, as older clients know it;
            callStatus says more.
        target (str | Unset): Number of the callee or recipient.
        target_alias (str | Unset): Name of the recipient or callee, if known.
        type_ (HistoryEntryResponseType | Unset): Kind of the entry: `CALL`, `VOICEMAIL`, `SMS` or
            `FAX`.
        call_id (str | Unset): Call id (calls).
        call_status (HistoryEntryResponseCallStatus | Unset): How the call ended (calls).
        document_url (str | Unset): Where the PDF is fetched (faxes).
        duration (int | Unset): Length in seconds (calls, voicemails).
        fax_status_type (HistoryEntryResponseFaxStatusType | Unset): State of the fax (faxes).
        page_count (int | Unset): Number of pages (faxes).
        preview_url (str | Unset): Where a picture of the first page is fetched (faxes).
        recording_url (str | Unset): Where the recording is fetched (voicemails, recorded calls).
        recordings (list[HistoryRecordingResponse] | Unset): Recordings of the call (calls).
        report_url (str | Unset): Where the report is fetched (faxes).
        scheduled (str | Unset): When it is due, if it was scheduled (SMS, faxes).
        sms_content (str | Unset): Text of the message (SMS); written by whoever sent it.
        transcription (str | Unset): Text of the recording (voicemails), written by a machine.
    """

    archived: bool | Unset = UNSET
    connection_ids: list[str] | Unset = UNSET
    created: str | Unset = UNSET
    direction: HistoryEntryResponseDirection | Unset = UNSET
    endpoints: list[RoutedEndpointResponse] | Unset = UNSET
    id: str | Unset = UNSET
    incoming: bool | Unset = UNSET
    labels: list[str] | Unset = UNSET
    last_modified: str | Unset = UNSET
    note: str | Unset = UNSET
    read: bool | Unset = UNSET
    source: str | Unset = UNSET
    source_alias: str | Unset = UNSET
    starred: bool | Unset = UNSET
    status: HistoryEntryResponseStatus | Unset = UNSET
    target: str | Unset = UNSET
    target_alias: str | Unset = UNSET
    type_: HistoryEntryResponseType | Unset = UNSET
    call_id: str | Unset = UNSET
    call_status: HistoryEntryResponseCallStatus | Unset = UNSET
    document_url: str | Unset = UNSET
    duration: int | Unset = UNSET
    fax_status_type: HistoryEntryResponseFaxStatusType | Unset = UNSET
    page_count: int | Unset = UNSET
    preview_url: str | Unset = UNSET
    recording_url: str | Unset = UNSET
    recordings: list[HistoryRecordingResponse] | Unset = UNSET
    report_url: str | Unset = UNSET
    scheduled: str | Unset = UNSET
    sms_content: str | Unset = UNSET
    transcription: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        archived = self.archived
        connection_ids: list[str] | Unset = UNSET
        if not isinstance(self.connection_ids, Unset):
            connection_ids = self.connection_ids

        created = self.created
        direction: str | Unset = UNSET
        if not isinstance(self.direction, Unset):
            direction = self.direction.value

        endpoints: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.endpoints, Unset):
            endpoints = []
            for endpoints_item_data in self.endpoints:
                endpoints_item = endpoints_item_data.to_dict()
                endpoints.append(endpoints_item)

        id = self.id
        incoming = self.incoming
        labels: list[str] | Unset = UNSET
        if not isinstance(self.labels, Unset):
            labels = self.labels

        last_modified = self.last_modified
        note = self.note
        read = self.read
        source = self.source
        source_alias = self.source_alias
        starred = self.starred
        status: str | Unset = UNSET
        if not isinstance(self.status, Unset):
            status = self.status.value

        target = self.target
        target_alias = self.target_alias
        type_: str | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_.value

        call_id = self.call_id
        call_status: str | Unset = UNSET
        if not isinstance(self.call_status, Unset):
            call_status = self.call_status.value

        document_url = self.document_url
        duration = self.duration
        fax_status_type: str | Unset = UNSET
        if not isinstance(self.fax_status_type, Unset):
            fax_status_type = self.fax_status_type.value

        page_count = self.page_count
        preview_url = self.preview_url
        recording_url = self.recording_url
        recordings: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.recordings, Unset):
            recordings = []
            for recordings_item_data in self.recordings:
                recordings_item = recordings_item_data.to_dict()
                recordings.append(recordings_item)

        report_url = self.report_url
        scheduled = self.scheduled
        sms_content = self.sms_content
        transcription = self.transcription
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if archived is not UNSET:
            _json["archived"] = archived
        if connection_ids is not UNSET:
            _json["connectionIds"] = connection_ids
        if created is not UNSET:
            _json["created"] = created
        if direction is not UNSET:
            _json["direction"] = direction
        if endpoints is not UNSET:
            _json["endpoints"] = endpoints
        if id is not UNSET:
            _json["id"] = id
        if incoming is not UNSET:
            _json["incoming"] = incoming
        if labels is not UNSET:
            _json["labels"] = labels
        if last_modified is not UNSET:
            _json["lastModified"] = last_modified
        if note is not UNSET:
            _json["note"] = note
        if read is not UNSET:
            _json["read"] = read
        if source is not UNSET:
            _json["source"] = source
        if source_alias is not UNSET:
            _json["sourceAlias"] = source_alias
        if starred is not UNSET:
            _json["starred"] = starred
        if status is not UNSET:
            _json["status"] = status
        if target is not UNSET:
            _json["target"] = target
        if target_alias is not UNSET:
            _json["targetAlias"] = target_alias
        if type_ is not UNSET:
            _json["type"] = type_
        if call_id is not UNSET:
            _json["callId"] = call_id
        if call_status is not UNSET:
            _json["callStatus"] = call_status
        if document_url is not UNSET:
            _json["documentUrl"] = document_url
        if duration is not UNSET:
            _json["duration"] = duration
        if fax_status_type is not UNSET:
            _json["faxStatusType"] = fax_status_type
        if page_count is not UNSET:
            _json["pageCount"] = page_count
        if preview_url is not UNSET:
            _json["previewUrl"] = preview_url
        if recording_url is not UNSET:
            _json["recordingUrl"] = recording_url
        if recordings is not UNSET:
            _json["recordings"] = recordings
        if report_url is not UNSET:
            _json["reportUrl"] = report_url
        if scheduled is not UNSET:
            _json["scheduled"] = scheduled
        if sms_content is not UNSET:
            _json["smsContent"] = sms_content
        if transcription is not UNSET:
            _json["transcription"] = transcription
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.history_recording_response import HistoryRecordingResponse
        from ..models.routed_endpoint_response import RoutedEndpointResponse

        _fields = without_nulls(src_dict)
        archived = _fields.pop("archived", UNSET)

        connection_ids = read_list(_fields.pop("connectionIds", UNSET), read_anything)

        created = _fields.pop("created", UNSET)

        direction = read_enum(_fields.pop("direction", UNSET), HistoryEntryResponseDirection)

        endpoints = read_list(
            _fields.pop("endpoints", UNSET), lambda item: read_model(item, RoutedEndpointResponse)
        )

        id = _fields.pop("id", UNSET)

        incoming = _fields.pop("incoming", UNSET)

        labels = read_list(_fields.pop("labels", UNSET), read_anything)

        last_modified = _fields.pop("lastModified", UNSET)

        note = _fields.pop("note", UNSET)

        read = _fields.pop("read", UNSET)

        source = _fields.pop("source", UNSET)

        source_alias = _fields.pop("sourceAlias", UNSET)

        starred = _fields.pop("starred", UNSET)

        status = read_enum(_fields.pop("status", UNSET), HistoryEntryResponseStatus)

        target = _fields.pop("target", UNSET)

        target_alias = _fields.pop("targetAlias", UNSET)

        type_ = read_enum(_fields.pop("type", UNSET), HistoryEntryResponseType)

        call_id = _fields.pop("callId", UNSET)

        call_status = read_enum(_fields.pop("callStatus", UNSET), HistoryEntryResponseCallStatus)

        document_url = _fields.pop("documentUrl", UNSET)

        duration = _fields.pop("duration", UNSET)

        fax_status_type = read_enum(_fields.pop("faxStatusType", UNSET), HistoryEntryResponseFaxStatusType)

        page_count = _fields.pop("pageCount", UNSET)

        preview_url = _fields.pop("previewUrl", UNSET)

        recording_url = _fields.pop("recordingUrl", UNSET)

        recordings = read_list(
            _fields.pop("recordings", UNSET), lambda item: read_model(item, HistoryRecordingResponse)
        )

        report_url = _fields.pop("reportUrl", UNSET)

        scheduled = _fields.pop("scheduled", UNSET)

        sms_content = _fields.pop("smsContent", UNSET)

        transcription = _fields.pop("transcription", UNSET)

        _built = cls(
            archived=archived,
            connection_ids=connection_ids,
            created=created,
            direction=direction,
            endpoints=endpoints,
            id=id,
            incoming=incoming,
            labels=labels,
            last_modified=last_modified,
            note=note,
            read=read,
            source=source,
            source_alias=source_alias,
            starred=starred,
            status=status,
            target=target,
            target_alias=target_alias,
            type_=type_,
            call_id=call_id,
            call_status=call_status,
            document_url=document_url,
            duration=duration,
            fax_status_type=fax_status_type,
            page_count=page_count,
            preview_url=preview_url,
            recording_url=recording_url,
            recordings=recordings,
            report_url=report_url,
            scheduled=scheduled,
            sms_content=sms_content,
            transcription=transcription,
        )
        _built.additional_properties = _fields
        return _built

    @property
    def additional_keys(self) -> list[str]:
        """The names of the fields that the document does not list."""
        return list(self.additional_properties)

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
