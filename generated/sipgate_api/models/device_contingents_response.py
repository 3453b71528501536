# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, read_list, read_model, without_nulls

if TYPE_CHECKING:
    from ..models.contingent_response import ContingentResponse


@_attrs_define
class DeviceContingentsResponse:
    """``DeviceContingentsResponse`` of the document.

    Attributes:
        contingents (list[ContingentResponse] | Unset): Allowances of the contract, such as data or
            minutes.
    """

    contingents: list[ContingentResponse] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        contingents: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.contingents, Unset):
            contingents = []
            for contingents_item_data in self.contingents:
                contingents_item = contingents_item_data.to_dict()
                contingents.append(contingents_item)

        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if contingents is not UNSET:
            _json["contingents"] = contingents
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.contingent_response import ContingentResponse

        _fields = without_nulls(src_dict)
        contingents = read_list(
            _fields.pop("contingents", UNSET), lambda item: read_model(item, ContingentResponse)
        )

        _built = cls(
            contingents=contingents,
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
