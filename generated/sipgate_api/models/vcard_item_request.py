# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import Unset, read_list, read_model, without_nulls

if TYPE_CHECKING:
    from ..models.vcard_property_request import VcardPropertyRequest


@_attrs_define
class VcardItemRequest:
    """vCard properties by name, each a list of values: `{"FN": [{"value": "Ada Lovelace"}]}`."""

    additional_properties: dict[str, list[VcardPropertyRequest]] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        _json: dict[str, Any] = {}
        for prop_name, prop in self.additional_properties.items():
            _json[prop_name] = []
            for additional_property_item_data in prop:
                additional_property_item = additional_property_item_data.to_dict()
                _json[prop_name].append(additional_property_item)

        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.vcard_property_request import VcardPropertyRequest

        _fields = without_nulls(src_dict)
        _built = cls()
        _read: list[tuple[str, list[VcardPropertyRequest] | Unset]] = [
            (key, read_list(value, lambda item: read_model(item, VcardPropertyRequest)))
            for key, value in _fields.items()
        ]
        _built.additional_properties = {key: value for key, value in _read if not isinstance(value, Unset)}
        return _built

    @property
    def additional_keys(self) -> list[str]:
        """The names of the fields that the document does not list."""
        return list(self.additional_properties)

    def __getitem__(self, key: str) -> list[VcardPropertyRequest]:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: list[VcardPropertyRequest]) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
