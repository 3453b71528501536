# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class StartCallRequest:
    """``StartCallRequest`` of the document.

    Attributes:
        device_id (str): Device the call is made from, for example `e0`.
        target_number (str): Telephone number to call: digits with country code, without plus, for
            example `4915790000000`.
        caller_id (str | Unset): Number that the callee sees, one of the account's: digits with country
            code, without plus.
        channel_id (str | Unset): Channel the call belongs to; the device's default channel if left out.
    """

    device_id: str
    target_number: str
    caller_id: str | Unset = UNSET
    channel_id: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        device_id = self.device_id
        target_number = self.target_number
        caller_id = self.caller_id
        channel_id = self.channel_id
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        _json["deviceId"] = device_id
        _json["targetNumber"] = target_number
        if caller_id is not UNSET:
            _json["callerId"] = caller_id
        if channel_id is not UNSET:
            _json["channelId"] = channel_id
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        device_id = _fields.pop("deviceId")

        target_number = _fields.pop("targetNumber")

        caller_id = _fields.pop("callerId", UNSET)

        channel_id = _fields.pop("channelId", UNSET)

        _built = cls(
            device_id=device_id,
            target_number=target_number,
            caller_id=caller_id,
            channel_id=channel_id,
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
