# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, read_list, read_model, without_nulls

if TYPE_CHECKING:
    from ..models.contact_response import ContactResponse


@_attrs_define
class ContactsResponse:
    """``ContactsResponse`` of the document.

    Attributes:
        items (list[ContactResponse] | Unset): The items, in the order of the API.
        total_count (int | Unset): How many there are in all; may be missing.
    """

    items: list[ContactResponse] | Unset = UNSET
    total_count: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        items: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.items, Unset):
            items = []
            for items_item_data in self.items:
                items_item = items_item_data.to_dict()
                items.append(items_item)

        total_count = self.total_count
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if items is not UNSET:
            _json["items"] = items
        if total_count is not UNSET:
            _json["totalCount"] = total_count
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.contact_response import ContactResponse

        _fields = without_nulls(src_dict)
        items = read_list(_fields.pop("items", UNSET), lambda item: read_model(item, ContactResponse))

        total_count = _fields.pop("totalCount", UNSET)

        _built = cls(
            items=items,
            total_count=total_count,
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
