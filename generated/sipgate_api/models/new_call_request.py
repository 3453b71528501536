# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class NewCallRequest:
    """``NewCallRequest`` of the document.

    Attributes:
        callee (str): Telephone number to call, E.164, for example `+4915790000000`.
        caller (str): Who calls and is rung first: an extension (device `e0`, `x0` or `y0`, phoneline
            `p0`), or a telephone number, E.164; for a number deviceId is needed too.
        caller_id (str | Unset): Number that the callee sees, one of the account's, E.164; the device's
            own setting if left out.
        device_id (str | Unset): Device the call is made through (`e`, `p`, `x` or `y` extension);
            needed only when caller is a telephone number.
    """

    callee: str
    caller: str
    caller_id: str | Unset = UNSET
    device_id: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        callee = self.callee
        caller = self.caller
        caller_id = self.caller_id
        device_id = self.device_id
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        _json["callee"] = callee
        _json["caller"] = caller
        if caller_id is not UNSET:
            _json["callerId"] = caller_id
        if device_id is not UNSET:
            _json["deviceId"] = device_id
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        callee = _fields.pop("callee")

        caller = _fields.pop("caller")

        caller_id = _fields.pop("callerId", UNSET)

        device_id = _fields.pop("deviceId", UNSET)

        _built = cls(
            callee=callee,
            caller=caller,
            caller_id=caller_id,
            device_id=device_id,
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
