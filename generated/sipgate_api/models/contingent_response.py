# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class ContingentResponse:
    """``ContingentResponse`` of the document.

    Attributes:
        amount (int | Unset): Amount.
        expires (str | Unset): When the allowance ends.
        left (int | Unset): What is left.
        type_ (str | Unset): Kind.
        unit (str | Unset): Unit of the amounts.
        used (int | Unset): What is used up.
    """

    amount: int | Unset = UNSET
    expires: str | Unset = UNSET
    left: int | Unset = UNSET
    type_: str | Unset = UNSET
    unit: str | Unset = UNSET
    used: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        amount = self.amount
        expires = self.expires
        left = self.left
        type_ = self.type_
        unit = self.unit
        used = self.used
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if amount is not UNSET:
            _json["amount"] = amount
        if expires is not UNSET:
            _json["expires"] = expires
        if left is not UNSET:
            _json["left"] = left
        if type_ is not UNSET:
            _json["type"] = type_
        if unit is not UNSET:
            _json["unit"] = unit
        if used is not UNSET:
            _json["used"] = used
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        amount = _fields.pop("amount", UNSET)

        expires = _fields.pop("expires", UNSET)

        left = _fields.pop("left", UNSET)

        type_ = _fields.pop("type", UNSET)

        unit = _fields.pop("unit", UNSET)

        used = _fields.pop("used", UNSET)

        _built = cls(
            amount=amount,
            expires=expires,
            left=left,
            type_=type_,
            unit=unit,
            used=used,
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
