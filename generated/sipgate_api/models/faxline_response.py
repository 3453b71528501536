# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class FaxlineResponse:
    """``FaxlineResponse`` of the document.

    Attributes:
        alias (str | Unset): Name, chosen by a person.
        can_receive (bool | Unset): Whether faxes can be received.
        can_send (bool | Unset): Whether faxes can be sent.
        id (str | Unset): Id.
        tagline (str | Unset): Line printed on top of every fax page.
    """

    alias: str | Unset = UNSET
    can_receive: bool | Unset = UNSET
    can_send: bool | Unset = UNSET
    id: str | Unset = UNSET
    tagline: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        alias = self.alias
        can_receive = self.can_receive
        can_send = self.can_send
        id = self.id
        tagline = self.tagline
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if alias is not UNSET:
            _json["alias"] = alias
        if can_receive is not UNSET:
            _json["canReceive"] = can_receive
        if can_send is not UNSET:
            _json["canSend"] = can_send
        if id is not UNSET:
            _json["id"] = id
        if tagline is not UNSET:
            _json["tagline"] = tagline
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        alias = _fields.pop("alias", UNSET)

        can_receive = _fields.pop("canReceive", UNSET)

        can_send = _fields.pop("canSend", UNSET)

        id = _fields.pop("id", UNSET)

        tagline = _fields.pop("tagline", UNSET)

        _built = cls(
            alias=alias,
            can_receive=can_receive,
            can_send=can_send,
            id=id,
            tagline=tagline,
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
