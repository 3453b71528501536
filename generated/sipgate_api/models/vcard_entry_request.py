# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls

if TYPE_CHECKING:
    from ..models.vcard_item_request import VcardItemRequest


@_attrs_define
class VcardEntryRequest:
    """``VcardEntryRequest`` of the document.

    Attributes:
        item (VcardItemRequest): vCard properties by name, each a list of values: `{"FN": [{"value":
            "Ada Lovelace"}]}`.
        contact_id (str | Unset): Contact to replace; left out: a contact is created.
    """

    item: VcardItemRequest
    contact_id: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        item = self.item.to_dict()
        contact_id = self.contact_id
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        _json["item"] = item
        if contact_id is not UNSET:
            _json["contactId"] = contact_id
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.vcard_item_request import VcardItemRequest

        _fields = without_nulls(src_dict)
        item = VcardItemRequest.from_dict(_fields.pop("item"))

        contact_id = _fields.pop("contactId", UNSET)

        _built = cls(
            item=item,
            contact_id=contact_id,
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
