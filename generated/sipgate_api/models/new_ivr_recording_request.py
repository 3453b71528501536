# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class NewIvrRecordingRequest:
    """``NewIvrRecordingRequest`` of the document.

    Attributes:
        device_id (str | Unset): Device the call is made through; needed only when endpoint is a
            telephone number.
        endpoint (str | Unset): Phone to ring for the recording: an extension such as `e0`, or a
            telephone number, E.164.
        target_id (str | Unset): IVR that the recording is for, for example `h0`.
    """

    device_id: str | Unset = UNSET
    endpoint: str | Unset = UNSET
    target_id: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        device_id = self.device_id
        endpoint = self.endpoint
        target_id = self.target_id
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if device_id is not UNSET:
            _json["deviceId"] = device_id
        if endpoint is not UNSET:
            _json["endpoint"] = endpoint
        if target_id is not UNSET:
            _json["targetId"] = target_id
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        device_id = _fields.pop("deviceId", UNSET)

        endpoint = _fields.pop("endpoint", UNSET)

        target_id = _fields.pop("targetId", UNSET)

        _built = cls(
            device_id=device_id,
            endpoint=endpoint,
            target_id=target_id,
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
