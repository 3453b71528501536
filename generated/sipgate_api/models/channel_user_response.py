# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, read_anything, read_list, without_nulls


@_attrs_define
class ChannelUserResponse:
    """``ChannelUserResponse`` of the document.

    Attributes:
        device_ids (list[str] | Unset): Ids of the devices.
        id (str | Unset): User id, for example `w0`.
    """

    device_ids: list[str] | Unset = UNSET
    id: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        device_ids: list[str] | Unset = UNSET
        if not isinstance(self.device_ids, Unset):
            device_ids = self.device_ids

        id = self.id
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if device_ids is not UNSET:
            _json["deviceIds"] = device_ids
        if id is not UNSET:
            _json["id"] = id
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        device_ids = read_list(_fields.pop("deviceIds", UNSET), read_anything)

        id = _fields.pop("id", UNSET)

        _built = cls(
            device_ids=device_ids,
            id=id,
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
