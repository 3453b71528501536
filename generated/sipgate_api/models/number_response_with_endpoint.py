# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.number_response_with_endpoint_type import NumberResponseWithEndpointType
from ..types import UNSET, Unset, read_enum, without_nulls


@_attrs_define
class NumberResponseWithEndpoint:
    """A telephone number of the account and where it leads.

    Attributes:
        endpoint_alias (str | Unset): Name of the extension.
        endpoint_id (str | Unset): Where calls to the number lead: a phoneline, group or device id; an
            empty string for nowhere.
        endpoint_url (str | Unset): Path of the extension.
        id (str | Unset): Id of the number.
        localized (str | Unset): The number as people write it.
        number (str | Unset): The number, E.164.
        type_ (NumberResponseWithEndpointType | Unset): Kind.
    """

    endpoint_alias: str | Unset = UNSET
    endpoint_id: str | Unset = UNSET
    endpoint_url: str | Unset = UNSET
    id: str | Unset = UNSET
    localized: str | Unset = UNSET
    number: str | Unset = UNSET
    type_: NumberResponseWithEndpointType | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        endpoint_alias = self.endpoint_alias
        endpoint_id = self.endpoint_id
        endpoint_url = self.endpoint_url
        id = self.id
        localized = self.localized
        number = self.number
        type_: str | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_.value

        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if endpoint_alias is not UNSET:
            _json["endpointAlias"] = endpoint_alias
        if endpoint_id is not UNSET:
            _json["endpointId"] = endpoint_id
        if endpoint_url is not UNSET:
            _json["endpointUrl"] = endpoint_url
        if id is not UNSET:
            _json["id"] = id
        if localized is not UNSET:
            _json["localized"] = localized
        if number is not UNSET:
            _json["number"] = number
        if type_ is not UNSET:
            _json["type"] = type_
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        endpoint_alias = _fields.pop("endpointAlias", UNSET)

        endpoint_id = _fields.pop("endpointId", UNSET)

        endpoint_url = _fields.pop("endpointUrl", UNSET)

        id = _fields.pop("id", UNSET)

        localized = _fields.pop("localized", UNSET)

        number = _fields.pop("number", UNSET)

        type_ = read_enum(_fields.pop("type", UNSET), NumberResponseWithEndpointType)

        _built = cls(
            endpoint_alias=endpoint_alias,
            endpoint_id=endpoint_id,
            endpoint_url=endpoint_url,
            id=id,
            localized=localized,
            number=number,
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
