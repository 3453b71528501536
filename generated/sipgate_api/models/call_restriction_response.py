# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class CallRestrictionResponse:
    """``CallRestrictionResponse`` of the document.

    Attributes:
        charged (bool | Unset): Whether charged calls are forbidden.
        foreign_special (bool | Unset): Whether calls to special numbers abroad are forbidden.
        high_cost_foreign_numbers (bool | Unset): Whether calls to expensive countries are forbidden.
        roaming (bool | Unset): Whether calls while abroad are forbidden.
        user_id (str | Unset): User, for example `w0`.
    """

    charged: bool | Unset = UNSET
    foreign_special: bool | Unset = UNSET
    high_cost_foreign_numbers: bool | Unset = UNSET
    roaming: bool | Unset = UNSET
    user_id: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        charged = self.charged
        foreign_special = self.foreign_special
        high_cost_foreign_numbers = self.high_cost_foreign_numbers
        roaming = self.roaming
        user_id = self.user_id
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if charged is not UNSET:
            _json["charged"] = charged
        if foreign_special is not UNSET:
            _json["foreignSpecial"] = foreign_special
        if high_cost_foreign_numbers is not UNSET:
            _json["highCostForeignNumbers"] = high_cost_foreign_numbers
        if roaming is not UNSET:
            _json["roaming"] = roaming
        if user_id is not UNSET:
            _json["userId"] = user_id
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        charged = _fields.pop("charged", UNSET)

        foreign_special = _fields.pop("foreignSpecial", UNSET)

        high_cost_foreign_numbers = _fields.pop("highCostForeignNumbers", UNSET)

        roaming = _fields.pop("roaming", UNSET)

        user_id = _fields.pop("userId", UNSET)

        _built = cls(
            charged=charged,
            foreign_special=foreign_special,
            high_cost_foreign_numbers=high_cost_foreign_numbers,
            roaming=roaming,
            user_id=user_id,
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
