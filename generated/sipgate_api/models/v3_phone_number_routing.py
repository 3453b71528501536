# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class V3PhoneNumberRouting:
    """``V3PhoneNumberRouting`` of the document.

    Attributes:
        display_alias (str | Unset): Name of the target.
        target_id (str | Unset): Id of the target; a channel id on sipgate neo.
        target_owner (str | Unset): Who owns the target.
        target_type (str | Unset): Kind of the target, for example `USER`, `ACD` or `AIFLOW`.
    """

    display_alias: str | Unset = UNSET
    target_id: str | Unset = UNSET
    target_owner: str | Unset = UNSET
    target_type: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        display_alias = self.display_alias
        target_id = self.target_id
        target_owner = self.target_owner
        target_type = self.target_type
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if display_alias is not UNSET:
            _json["displayAlias"] = display_alias
        if target_id is not UNSET:
            _json["targetId"] = target_id
        if target_owner is not UNSET:
            _json["targetOwner"] = target_owner
        if target_type is not UNSET:
            _json["targetType"] = target_type
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        display_alias = _fields.pop("displayAlias", UNSET)

        target_id = _fields.pop("targetId", UNSET)

        target_owner = _fields.pop("targetOwner", UNSET)

        target_type = _fields.pop("targetType", UNSET)

        _built = cls(
            display_alias=display_alias,
            target_id=target_id,
            target_owner=target_owner,
            target_type=target_type,
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
