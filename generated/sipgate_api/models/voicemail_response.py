# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, read_model, without_nulls

if TYPE_CHECKING:
    from ..models.endpoint_response import EndpointResponse


@_attrs_define
class VoicemailResponse:
    """``VoicemailResponse`` of the document.

    Attributes:
        access_number (str | Unset): Number under which the voicemail is listened to by phone.
        active_greeting_alias (str | Unset): Name of the greeting that is played.
        active_greeting_id (str | Unset): Id of the greeting that is played.
        alias (str | Unset): Name, chosen by a person.
        belongs_to_endpoint (EndpointResponse | Unset):
        can_transcribe (bool | Unset): Whether recordings can be turned into text here.
        id (str | Unset): Id.
        transcription (bool | Unset): Text of the recording.
    """

    access_number: str | Unset = UNSET
    active_greeting_alias: str | Unset = UNSET
    active_greeting_id: str | Unset = UNSET
    alias: str | Unset = UNSET
    belongs_to_endpoint: EndpointResponse | Unset = UNSET
    can_transcribe: bool | Unset = UNSET
    id: str | Unset = UNSET
    transcription: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        access_number = self.access_number
        active_greeting_alias = self.active_greeting_alias
        active_greeting_id = self.active_greeting_id
        alias = self.alias
        belongs_to_endpoint: dict[str, Any] | Unset = UNSET
        if not isinstance(self.belongs_to_endpoint, Unset):
            belongs_to_endpoint = self.belongs_to_endpoint.to_dict()
        can_transcribe = self.can_transcribe
        id = self.id
        transcription = self.transcription
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if access_number is not UNSET:
            _json["accessNumber"] = access_number
        if active_greeting_alias is not UNSET:
            _json["activeGreetingAlias"] = active_greeting_alias
        if active_greeting_id is not UNSET:
            _json["activeGreetingId"] = active_greeting_id
        if alias is not UNSET:
            _json["alias"] = alias
        if belongs_to_endpoint is not UNSET:
            _json["belongsToEndpoint"] = belongs_to_endpoint
        if can_transcribe is not UNSET:
            _json["canTranscribe"] = can_transcribe
        if id is not UNSET:
            _json["id"] = id
        if transcription is not UNSET:
            _json["transcription"] = transcription
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.endpoint_response import EndpointResponse

        _fields = without_nulls(src_dict)
        access_number = _fields.pop("accessNumber", UNSET)

        active_greeting_alias = _fields.pop("activeGreetingAlias", UNSET)

        active_greeting_id = _fields.pop("activeGreetingId", UNSET)

        alias = _fields.pop("alias", UNSET)

        belongs_to_endpoint = read_model(_fields.pop("belongsToEndpoint", UNSET), EndpointResponse)

        can_transcribe = _fields.pop("canTranscribe", UNSET)

        id = _fields.pop("id", UNSET)

        transcription = _fields.pop("transcription", UNSET)

        _built = cls(
            access_number=access_number,
            active_greeting_alias=active_greeting_alias,
            active_greeting_id=active_greeting_id,
            alias=alias,
            belongs_to_endpoint=belongs_to_endpoint,
            can_transcribe=can_transcribe,
            id=id,
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
