# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class MobileCredentialsResponse:
    """``MobileCredentialsResponse`` of the document.

    Attributes:
        puk1 (str | Unset): First unlocking code of the SIM.
        puk2 (str | Unset): Second unlocking code of the SIM.
        sim_id (str | Unset): Number printed on the SIM card.
    """

    puk1: str | Unset = UNSET
    puk2: str | Unset = UNSET
    sim_id: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        puk1 = self.puk1
        puk2 = self.puk2
        sim_id = self.sim_id
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if puk1 is not UNSET:
            _json["puk1"] = puk1
        if puk2 is not UNSET:
            _json["puk2"] = puk2
        if sim_id is not UNSET:
            _json["simId"] = sim_id
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        puk1 = _fields.pop("puk1", UNSET)

        puk2 = _fields.pop("puk2", UNSET)

        sim_id = _fields.pop("simId", UNSET)

        _built = cls(
            puk1=puk1,
            puk2=puk2,
            sim_id=sim_id,
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
