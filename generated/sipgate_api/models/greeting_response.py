# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class GreetingResponse:
    """``GreetingResponse`` of the document.

    Attributes:
        active (bool | Unset): Whether this greeting is played.
        alias (str | Unset): Name, chosen by a person.
        greeting_url (str | Unset): Where the greeting is fetched.
        id (str | Unset): Id.
        recording_enabled (bool | Unset): Whether calls are recorded.
    """

    active: bool | Unset = UNSET
    alias: str | Unset = UNSET
    greeting_url: str | Unset = UNSET
    id: str | Unset = UNSET
    recording_enabled: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        active = self.active
        alias = self.alias
        greeting_url = self.greeting_url
        id = self.id
        recording_enabled = self.recording_enabled
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if active is not UNSET:
            _json["active"] = active
        if alias is not UNSET:
            _json["alias"] = alias
        if greeting_url is not UNSET:
            _json["greetingUrl"] = greeting_url
        if id is not UNSET:
            _json["id"] = id
        if recording_enabled is not UNSET:
            _json["recordingEnabled"] = recording_enabled
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        active = _fields.pop("active", UNSET)

        alias = _fields.pop("alias", UNSET)

        greeting_url = _fields.pop("greetingUrl", UNSET)

        id = _fields.pop("id", UNSET)

        recording_enabled = _fields.pop("recordingEnabled", UNSET)

        _built = cls(
            active=active,
            alias=alias,
            greeting_url=greeting_url,
            id=id,
            recording_enabled=recording_enabled,
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
