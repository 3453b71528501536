# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, read_anything, read_list, without_nulls


@_attrs_define
class AddressResponse:
    """``AddressResponse`` of the document.

    Attributes:
        country (str | Unset): Country.
        extended_address (str | Unset): Addition to the address, such as a floor.
        locality (str | Unset): Town.
        po_box (str | Unset): Post office box.
        postal_code (str | Unset): Postal code.
        region (str | Unset): State or region.
        street_address (str | Unset): Street and house number.
        type_ (list[str] | Unset): Kind.
    """

    country: str | Unset = UNSET
    extended_address: str | Unset = UNSET
    locality: str | Unset = UNSET
    po_box: str | Unset = UNSET
    postal_code: str | Unset = UNSET
    region: str | Unset = UNSET
    street_address: str | Unset = UNSET
    type_: list[str] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        country = self.country
        extended_address = self.extended_address
        locality = self.locality
        po_box = self.po_box
        postal_code = self.postal_code
        region = self.region
        street_address = self.street_address
        type_: list[str] | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_

        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if country is not UNSET:
            _json["country"] = country
        if extended_address is not UNSET:
            _json["extendedAddress"] = extended_address
        if locality is not UNSET:
            _json["locality"] = locality
        if po_box is not UNSET:
            _json["poBox"] = po_box
        if postal_code is not UNSET:
            _json["postalCode"] = postal_code
        if region is not UNSET:
            _json["region"] = region
        if street_address is not UNSET:
            _json["streetAddress"] = street_address
        if type_ is not UNSET:
            _json["type"] = type_
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        country = _fields.pop("country", UNSET)

        extended_address = _fields.pop("extendedAddress", UNSET)

        locality = _fields.pop("locality", UNSET)

        po_box = _fields.pop("poBox", UNSET)

        postal_code = _fields.pop("postalCode", UNSET)

        region = _fields.pop("region", UNSET)

        street_address = _fields.pop("streetAddress", UNSET)

        type_ = read_list(_fields.pop("type", UNSET), read_anything)

        _built = cls(
            country=country,
            extended_address=extended_address,
            locality=locality,
            po_box=po_box,
            postal_code=postal_code,
            region=region,
            street_address=street_address,
            type_=type_,
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
