# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, read_list, read_model, without_nulls

if TYPE_CHECKING:
    from ..models.forwarding import Forwarding


@_attrs_define
class SetForwardingsRequest:
    """``SetForwardingsRequest`` of the document.

    Attributes:
        forwardings (list[Forwarding] | Unset): All forwardings in their order, at most 3; an empty list
            ends all forwarding.
    """

    forwardings: list[Forwarding] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        forwardings: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.forwardings, Unset):
            forwardings = []
            for forwardings_item_data in self.forwardings:
                forwardings_item = forwardings_item_data.to_dict()
                forwardings.append(forwardings_item)

        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if forwardings is not UNSET:
            _json["forwardings"] = forwardings
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.forwarding import Forwarding

        _fields = without_nulls(src_dict)
        forwardings = read_list(_fields.pop("forwardings", UNSET), lambda item: read_model(item, Forwarding))

        _built = cls(
            forwardings=forwardings,
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
