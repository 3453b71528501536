# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, read_model, without_nulls

if TYPE_CHECKING:
    from ..models.vcard_meta_response import VcardMetaResponse


@_attrs_define
class VcardResponse:
    """``VcardResponse`` of the document.

    Attributes:
        items (Any | Unset): vCard properties of the contact.
        meta (VcardMetaResponse | Unset):
    """

    items: Any | Unset = UNSET
    meta: VcardMetaResponse | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        items = self.items
        meta: dict[str, Any] | Unset = UNSET
        if not isinstance(self.meta, Unset):
            meta = self.meta.to_dict()
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if items is not UNSET:
            _json["items"] = items
        if meta is not UNSET:
            _json["meta"] = meta
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.vcard_meta_response import VcardMetaResponse

        _fields = without_nulls(src_dict)
        items = _fields.pop("items", UNSET)

        meta = read_model(_fields.pop("meta", UNSET), VcardMetaResponse)

        _built = cls(
            items=items,
            meta=meta,
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
