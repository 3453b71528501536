# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class IncomingEntryResponse:
    """``IncomingEntryResponse`` of the document.

    Attributes:
        is_block (bool | Unset): Whether the entry applies to all numbers with this prefix.
        phone_number (str | Unset): Number of the blocked caller, E.164.
    """

    is_block: bool | Unset = UNSET
    phone_number: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        is_block = self.is_block
        phone_number = self.phone_number
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if is_block is not UNSET:
            _json["isBlock"] = is_block
        if phone_number is not UNSET:
            _json["phoneNumber"] = phone_number
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        is_block = _fields.pop("isBlock", UNSET)

        phone_number = _fields.pop("phoneNumber", UNSET)

        _built = cls(
            is_block=is_block,
            phone_number=phone_number,
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
