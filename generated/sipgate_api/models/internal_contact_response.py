# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, read_anything, read_list, without_nulls


@_attrs_define
class InternalContactResponse:
    """``InternalContactResponse`` of the document.

    Attributes:
        directdial (list[str] | Unset): Quick dial numbers.
        emails (list[str] | Unset): E-mail addresses.
        fax (list[str] | Unset): Fax numbers.
        id (str | Unset): Id.
        landline (list[str] | Unset): Landline numbers.
        mobile (list[str] | Unset): Mobile numbers.
        name (str | Unset): Name.
    """

    directdial: list[str] | Unset = UNSET
    emails: list[str] | Unset = UNSET
    fax: list[str] | Unset = UNSET
    id: str | Unset = UNSET
    landline: list[str] | Unset = UNSET
    mobile: list[str] | Unset = UNSET
    name: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        directdial: list[str] | Unset = UNSET
        if not isinstance(self.directdial, Unset):
            directdial = self.directdial

        emails: list[str] | Unset = UNSET
        if not isinstance(self.emails, Unset):
            emails = self.emails

        fax: list[str] | Unset = UNSET
        if not isinstance(self.fax, Unset):
            fax = self.fax

        id = self.id
        landline: list[str] | Unset = UNSET
        if not isinstance(self.landline, Unset):
            landline = self.landline

        mobile: list[str] | Unset = UNSET
        if not isinstance(self.mobile, Unset):
            mobile = self.mobile

        name = self.name
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if directdial is not UNSET:
            _json["directdial"] = directdial
        if emails is not UNSET:
            _json["emails"] = emails
        if fax is not UNSET:
            _json["fax"] = fax
        if id is not UNSET:
            _json["id"] = id
        if landline is not UNSET:
            _json["landline"] = landline
        if mobile is not UNSET:
            _json["mobile"] = mobile
        if name is not UNSET:
            _json["name"] = name
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        directdial = read_list(_fields.pop("directdial", UNSET), read_anything)

        emails = read_list(_fields.pop("emails", UNSET), read_anything)

        fax = read_list(_fields.pop("fax", UNSET), read_anything)

        id = _fields.pop("id", UNSET)

        landline = read_list(_fields.pop("landline", UNSET), read_anything)

        mobile = read_list(_fields.pop("mobile", UNSET), read_anything)

        name = _fields.pop("name", UNSET)

        _built = cls(
            directdial=directdial,
            emails=emails,
            fax=fax,
            id=id,
            landline=landline,
            mobile=mobile,
            name=name,
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
