# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class ModifyAddressRequest:
    """``ModifyAddressRequest`` of the document.

    Attributes:
        city (str): Town.
        countrycode (str): Country, two letters of ISO 3166-1, for example `DE`.
        postcode (str): Postal code.
        address1 (str | Unset): First free line of the address, where it does not fit street and number.
        address2 (str | Unset): Second free line of the address.
        number (str | Unset): House number, for example `12a`.
        state (str | Unset): State or region, where the country has them.
        street (str | Unset): Street, without the house number.
    """

    city: str
    countrycode: str
    postcode: str
    address1: str | Unset = UNSET
    address2: str | Unset = UNSET
    number: str | Unset = UNSET
    state: str | Unset = UNSET
    street: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        city = self.city
        countrycode = self.countrycode
        postcode = self.postcode
        address1 = self.address1
        address2 = self.address2
        number = self.number
        state = self.state
        street = self.street
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        _json["city"] = city
        _json["countrycode"] = countrycode
        _json["postcode"] = postcode
        if address1 is not UNSET:
            _json["address1"] = address1
        if address2 is not UNSET:
            _json["address2"] = address2
        if number is not UNSET:
            _json["number"] = number
        if state is not UNSET:
            _json["state"] = state
        if street is not UNSET:
            _json["street"] = street
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        city = _fields.pop("city")

        countrycode = _fields.pop("countrycode")

        postcode = _fields.pop("postcode")

        address1 = _fields.pop("address1", UNSET)

        address2 = _fields.pop("address2", UNSET)

        number = _fields.pop("number", UNSET)

        state = _fields.pop("state", UNSET)

        street = _fields.pop("street", UNSET)

        _built = cls(
            city=city,
            countrycode=countrycode,
            postcode=postcode,
            address1=address1,
            address2=address2,
            number=number,
            state=state,
            street=street,
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
