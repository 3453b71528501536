# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

if TYPE_CHECKING:
    from ..models.vcard_entry_request import VcardEntryRequest


@_attrs_define
class PutVcardsRequest:
    """``PutVcardsRequest`` of the document.

    Attributes:
        data (list[VcardEntryRequest]): Contacts to write, each with its vCard properties.
    """

    data: list[VcardEntryRequest]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        data = []
        for data_item_data in self.data:
            data_item = data_item_data.to_dict()
            data.append(data_item)

        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        _json["data"] = data
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.vcard_entry_request import VcardEntryRequest

        _fields = without_nulls(src_dict)
        data = [VcardEntryRequest.from_dict(item) for item in _fields.pop("data")]

        _built = cls(
            data=data,
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
