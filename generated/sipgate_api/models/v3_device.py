# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, read_model, without_nulls

if TYPE_CHECKING:
    from ..models.v3_sip_credentials import V3SipCredentials


@_attrs_define
class V3Device:
    """A phone of a user, VoIP phones with their SIP credentials.

    Attributes:
        alias (str | Unset): Name, chosen by a person.
        id (str | Unset): Id.
        owner (str | Unset): Id of the user the device belongs to.
        sip_credentials (V3SipCredentials | Unset):
        type_ (str | Unset): Kind.
    """

    alias: str | Unset = UNSET
    id: str | Unset = UNSET
    owner: str | Unset = UNSET
    sip_credentials: V3SipCredentials | Unset = UNSET
    type_: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        alias = self.alias
        id = self.id
        owner = self.owner
        sip_credentials: dict[str, Any] | Unset = UNSET
        if not isinstance(self.sip_credentials, Unset):
            sip_credentials = self.sip_credentials.to_dict()
        type_ = self.type_
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if alias is not UNSET:
            _json["alias"] = alias
        if id is not UNSET:
            _json["id"] = id
        if owner is not UNSET:
            _json["owner"] = owner
        if sip_credentials is not UNSET:
            _json["sipCredentials"] = sip_credentials
        if type_ is not UNSET:
            _json["type"] = type_
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.v3_sip_credentials import V3SipCredentials

        _fields = without_nulls(src_dict)
        alias = _fields.pop("alias", UNSET)

        id = _fields.pop("id", UNSET)

        owner = _fields.pop("owner", UNSET)

        sip_credentials = read_model(_fields.pop("sipCredentials", UNSET), V3SipCredentials)

        type_ = _fields.pop("type", UNSET)

        _built = cls(
            alias=alias,
            id=id,
            owner=owner,
            sip_credentials=sip_credentials,
            type_=type_,
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
