# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.restriction_item_restriction import RestrictionItemRestriction
from ..types import UNSET, Unset, read_enum, read_model, without_nulls

if TYPE_CHECKING:
    from ..models.restriction_item_value import RestrictionItemValue


@_attrs_define
class RestrictionItem:
    """``RestrictionItem`` of the document.

    Attributes:
        restriction (RestrictionItemRestriction | Unset): Name of the right.
        target (str | Unset): What the right is about.
        value (RestrictionItemValue | Unset): What the right allows.
    """

    restriction: RestrictionItemRestriction | Unset = UNSET
    target: str | Unset = UNSET
    value: RestrictionItemValue | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        restriction: str | Unset = UNSET
        if not isinstance(self.restriction, Unset):
            restriction = self.restriction.value

        target = self.target
        value: dict[str, Any] | Unset = UNSET
        if not isinstance(self.value, Unset):
            value = self.value.to_dict()
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if restriction is not UNSET:
            _json["restriction"] = restriction
        if target is not UNSET:
            _json["target"] = target
        if value is not UNSET:
            _json["value"] = value
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.restriction_item_value import RestrictionItemValue

        _fields = without_nulls(src_dict)
        restriction = read_enum(_fields.pop("restriction", UNSET), RestrictionItemRestriction)

        target = _fields.pop("target", UNSET)

        value = read_model(_fields.pop("value", UNSET), RestrictionItemValue)

        _built = cls(
            restriction=restriction,
            target=target,
            value=value,
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
