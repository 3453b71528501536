# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class SmsCallerIdResponse:
    """``SmsCallerIdResponse`` of the document.

    Attributes:
        default_number (bool | Unset): Whether this is the sender of SMS from the extension.
        id (int | Unset): Id of the sender.
        phonenumber (str | Unset): Telephone number.
        verified (bool | Unset): Whether the number may be used: its code was redeemed.
    """

    default_number: bool | Unset = UNSET
    id: int | Unset = UNSET
    phonenumber: str | Unset = UNSET
    verified: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        default_number = self.default_number
        id = self.id
        phonenumber = self.phonenumber
        verified = self.verified
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if default_number is not UNSET:
            _json["defaultNumber"] = default_number
        if id is not UNSET:
            _json["id"] = id
        if phonenumber is not UNSET:
            _json["phonenumber"] = phonenumber
        if verified is not UNSET:
            _json["verified"] = verified
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        default_number = _fields.pop("defaultNumber", UNSET)

        id = _fields.pop("id", UNSET)

        phonenumber = _fields.pop("phonenumber", UNSET)

        verified = _fields.pop("verified", UNSET)

        _built = cls(
            default_number=default_number,
            id=id,
            phonenumber=phonenumber,
            verified=verified,
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
