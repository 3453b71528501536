# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class GroupUserResponse:
    """``GroupUserResponse`` of the document.

    Attributes:
        firstname (str | Unset): Given name.
        id (str | Unset): Id.
        lastname (str | Unset): Family name.
        user_url (str | Unset): Path of the user.
    """

    firstname: str | Unset = UNSET
    id: str | Unset = UNSET
    lastname: str | Unset = UNSET
    user_url: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        firstname = self.firstname
        id = self.id
        lastname = self.lastname
        user_url = self.user_url
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if firstname is not UNSET:
            _json["firstname"] = firstname
        if id is not UNSET:
            _json["id"] = id
        if lastname is not UNSET:
            _json["lastname"] = lastname
        if user_url is not UNSET:
            _json["userUrl"] = user_url
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        firstname = _fields.pop("firstname", UNSET)

        id = _fields.pop("id", UNSET)

        lastname = _fields.pop("lastname", UNSET)

        user_url = _fields.pop("userUrl", UNSET)

        _built = cls(
            firstname=firstname,
            id=id,
            lastname=lastname,
            user_url=user_url,
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
