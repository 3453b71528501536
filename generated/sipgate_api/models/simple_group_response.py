# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class SimpleGroupResponse:
    """``SimpleGroupResponse`` of the document.

    Attributes:
        alias (str | Unset): Name, chosen by a person.
        department_id (int | Unset): Number of the department.
        group_numbers_url (str | Unset): Path of the group's numbers.
        group_users_url (str | Unset): Path of the group's members.
        id (str | Unset): Id.
    """

    alias: str | Unset = UNSET
    department_id: int | Unset = UNSET
    group_numbers_url: str | Unset = UNSET
    group_users_url: str | Unset = UNSET
    id: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        alias = self.alias
        department_id = self.department_id
        group_numbers_url = self.group_numbers_url
        group_users_url = self.group_users_url
        id = self.id
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if alias is not UNSET:
            _json["alias"] = alias
        if department_id is not UNSET:
            _json["departmentId"] = department_id
        if group_numbers_url is not UNSET:
            _json["groupNumbersUrl"] = group_numbers_url
        if group_users_url is not UNSET:
            _json["groupUsersUrl"] = group_users_url
        if id is not UNSET:
            _json["id"] = id
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        alias = _fields.pop("alias", UNSET)

        department_id = _fields.pop("departmentId", UNSET)

        group_numbers_url = _fields.pop("groupNumbersUrl", UNSET)

        group_users_url = _fields.pop("groupUsersUrl", UNSET)

        id = _fields.pop("id", UNSET)

        _built = cls(
            alias=alias,
            department_id=department_id,
            group_numbers_url=group_numbers_url,
            group_users_url=group_users_url,
            id=id,
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
