# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class UserinfoResponse:
    """``UserinfoResponse`` of the document.

    Attributes:
        domain (str | Unset): Domain of the account.
        locale (str | Unset): Language and country of the user, for example `de_DE`.
        master_sip_id (str | Unset): Customer number of the account.
        sub (str | Unset): User id, for example `w0`.
    """

    domain: str | Unset = UNSET
    locale: str | Unset = UNSET
    master_sip_id: str | Unset = UNSET
    sub: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        domain = self.domain
        locale = self.locale
        master_sip_id = self.master_sip_id
        sub = self.sub
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if domain is not UNSET:
            _json["domain"] = domain
        if locale is not UNSET:
            _json["locale"] = locale
        if master_sip_id is not UNSET:
            _json["masterSipId"] = master_sip_id
        if sub is not UNSET:
            _json["sub"] = sub
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        domain = _fields.pop("domain", UNSET)

        locale = _fields.pop("locale", UNSET)

        master_sip_id = _fields.pop("masterSipId", UNSET)

        sub = _fields.pop("sub", UNSET)

        _built = cls(
            domain=domain,
            locale=locale,
            master_sip_id=master_sip_id,
            sub=sub,
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
