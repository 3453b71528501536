# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class TransferRequest:
    """``TransferRequest`` of the document.

    Attributes:
        attended (bool): `true`: the other side is asked first (warm transfer); `false`: the call is
            passed on at once (blind transfer).
        phone_number (str): Telephone number to transfer to, E.164, for example `+4915790000000`.
        caller_id (str | Unset): Number that the new participant sees, E.164.
    """

    attended: bool
    phone_number: str
    caller_id: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        attended = self.attended
        phone_number = self.phone_number
        caller_id = self.caller_id
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        _json["attended"] = attended
        _json["phoneNumber"] = phone_number
        if caller_id is not UNSET:
            _json["callerId"] = caller_id
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        attended = _fields.pop("attended")

        phone_number = _fields.pop("phoneNumber")

        caller_id = _fields.pop("callerId", UNSET)

        _built = cls(
            attended=attended,
            phone_number=phone_number,
            caller_id=caller_id,
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
