# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class PhonelineVoicemailResponse:
    """``PhonelineVoicemailResponse`` of the document.

    Attributes:
        access_number (str | Unset): Number under which the voicemail is listened to by phone.
        active (bool | Unset): Whether the setting is in force.
        active_greeting_alias (str | Unset): Name of the greeting that is played.
        active_greeting_id (str | Unset): Id of the greeting that is played.
        alias (str | Unset): Name, chosen by a person.
        can_transcribe (bool | Unset): Whether recordings can be turned into text here.
        greetings_url (str | Unset): Path of the greetings.
        id (str | Unset): Id.
        timeout (int | Unset): Seconds of ringing before it takes effect.
        transcription (bool | Unset): Text of the recording.
        transcriptions_url (str | Unset): Path of the transcription setting.
    """

    access_number: str | Unset = UNSET
    active: bool | Unset = UNSET
    active_greeting_alias: str | Unset = UNSET
    active_greeting_id: str | Unset = UNSET
    alias: str | Unset = UNSET
    can_transcribe: bool | Unset = UNSET
    greetings_url: str | Unset = UNSET
    id: str | Unset = UNSET
    timeout: int | Unset = UNSET
    transcription: bool | Unset = UNSET
    transcriptions_url: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        access_number = self.access_number
        active = self.active
        active_greeting_alias = self.active_greeting_alias
        active_greeting_id = self.active_greeting_id
        alias = self.alias
        can_transcribe = self.can_transcribe
        greetings_url = self.greetings_url
        id = self.id
        timeout = self.timeout
        transcription = self.transcription
        transcriptions_url = self.transcriptions_url
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if access_number is not UNSET:
            _json["accessNumber"] = access_number
        if active is not UNSET:
            _json["active"] = active
        if active_greeting_alias is not UNSET:
            _json["activeGreetingAlias"] = active_greeting_alias
        if active_greeting_id is not UNSET:
            _json["activeGreetingId"] = active_greeting_id
        if alias is not UNSET:
            _json["alias"] = alias
        if can_transcribe is not UNSET:
            _json["canTranscribe"] = can_transcribe
        if greetings_url is not UNSET:
            _json["greetingsUrl"] = greetings_url
        if id is not UNSET:
            _json["id"] = id
        if timeout is not UNSET:
            _json["timeout"] = timeout
        if transcription is not UNSET:
            _json["transcription"] = transcription
        if transcriptions_url is not UNSET:
            _json["transcriptionsUrl"] = transcriptions_url
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        access_number = _fields.pop("accessNumber", UNSET)

        active = _fields.pop("active", UNSET)

        active_greeting_alias = _fields.pop("activeGreetingAlias", UNSET)

        active_greeting_id = _fields.pop("activeGreetingId", UNSET)

        alias = _fields.pop("alias", UNSET)

        can_transcribe = _fields.pop("canTranscribe", UNSET)

        greetings_url = _fields.pop("greetingsUrl", UNSET)

        id = _fields.pop("id", UNSET)

        timeout = _fields.pop("timeout", UNSET)

        transcription = _fields.pop("transcription", UNSET)

        transcriptions_url = _fields.pop("transcriptionsUrl", UNSET)

        _built = cls(
            access_number=access_number,
            active=active,
            active_greeting_alias=active_greeting_alias,
            active_greeting_id=active_greeting_id,
            alias=alias,
            can_transcribe=can_transcribe,
            greetings_url=greetings_url,
            id=id,
            timeout=timeout,
            transcription=transcription,
            transcriptions_url=transcriptions_url,
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
