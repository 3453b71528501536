# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class ChangeDeviceRequest:
    """``ChangeDeviceRequest`` of the document.

    Attributes:
        dnd (bool | Unset): Do not disturb: `true` and the device does not ring.
        emergency_address_id (int | Unset): Address that emergency calls from this device are located
            at; an id from getAddresses.
    """

    dnd: bool | Unset = UNSET
    emergency_address_id: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        dnd = self.dnd
        emergency_address_id = self.emergency_address_id
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if dnd is not UNSET:
            _json["dnd"] = dnd
        if emergency_address_id is not UNSET:
            _json["emergencyAddressId"] = emergency_address_id
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        dnd = _fields.pop("dnd", UNSET)

        emergency_address_id = _fields.pop("emergencyAddressId", UNSET)

        _built = cls(
            dnd=dnd,
            emergency_address_id=emergency_address_id,
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
