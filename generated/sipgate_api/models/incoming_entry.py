# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class IncomingEntry:
    """``IncomingEntry`` of the document.

    Attributes:
        phone_number (str): Number of the caller, E.164, with or without plus, for example
            `+4915790000000`.
        is_block (bool | Unset): Whether the entry applies to all numbers with this prefix.
    """

    phone_number: str
    is_block: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        phone_number = self.phone_number
        is_block = self.is_block
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        _json["phoneNumber"] = phone_number
        if is_block is not UNSET:
            _json["isBlock"] = is_block
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        phone_number = _fields.pop("phoneNumber")

        is_block = _fields.pop("isBlock", UNSET)

        _built = cls(
            phone_number=phone_number,
            is_block=is_block,
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
