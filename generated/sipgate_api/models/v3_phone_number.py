# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, read_list, read_model, without_nulls

if TYPE_CHECKING:
    from ..models.v3_phone_number_routing import V3PhoneNumberRouting


@_attrs_define
class V3PhoneNumber:
    """A telephone number or a block of 10 or 100 of them, and where it leads.

    Attributes:
        e_164_number (str | Unset): Telephone number, E.164.
        numbers (list[V3PhoneNumber] | Unset): The numbers of a block of 10 or 100.
        routing (V3PhoneNumberRouting | Unset):
        type_ (str | Unset): Kind.
    """

    e_164_number: str | Unset = UNSET
    numbers: list[V3PhoneNumber] | Unset = UNSET
    routing: V3PhoneNumberRouting | Unset = UNSET
    type_: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        e_164_number = self.e_164_number
        numbers: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.numbers, Unset):
            numbers = []
            for numbers_item_data in self.numbers:
                numbers_item = numbers_item_data.to_dict()
                numbers.append(numbers_item)

        routing: dict[str, Any] | Unset = UNSET
        if not isinstance(self.routing, Unset):
            routing = self.routing.to_dict()
        type_ = self.type_
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if e_164_number is not UNSET:
            _json["e164Number"] = e_164_number
        if numbers is not UNSET:
            _json["numbers"] = numbers
        if routing is not UNSET:
            _json["routing"] = routing
        if type_ is not UNSET:
            _json["type"] = type_
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.v3_phone_number_routing import V3PhoneNumberRouting

        _fields = without_nulls(src_dict)
        e_164_number = _fields.pop("e164Number", UNSET)

        numbers = read_list(_fields.pop("numbers", UNSET), lambda item: read_model(item, V3PhoneNumber))

        routing = read_model(_fields.pop("routing", UNSET), V3PhoneNumberRouting)

        type_ = _fields.pop("type", UNSET)

        _built = cls(
            e_164_number=e_164_number,
            numbers=numbers,
            routing=routing,
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
