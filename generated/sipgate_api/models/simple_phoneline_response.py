# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class SimplePhonelineResponse:
    """``SimplePhonelineResponse`` of the document.

    Attributes:
        alias (str | Unset): Name, chosen by a person.
        block_anonymous_url (str | Unset): Path of the setting for anonymous callers.
        devices_url (str | Unset): Path of the devices.
        forwardings_url (str | Unset): Path of the forwardings.
        id (str | Unset): Id.
        numbers_url (str | Unset): Path of the numbers.
        parallel_forwardings_url (str | Unset): Path of the numbers that ring along.
        voicemails_url (str | Unset): Path of the voicemails.
    """

    alias: str | Unset = UNSET
    block_anonymous_url: str | Unset = UNSET
    devices_url: str | Unset = UNSET
    forwardings_url: str | Unset = UNSET
    id: str | Unset = UNSET
    numbers_url: str | Unset = UNSET
    parallel_forwardings_url: str | Unset = UNSET
    voicemails_url: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        alias = self.alias
        block_anonymous_url = self.block_anonymous_url
        devices_url = self.devices_url
        forwardings_url = self.forwardings_url
        id = self.id
        numbers_url = self.numbers_url
        parallel_forwardings_url = self.parallel_forwardings_url
        voicemails_url = self.voicemails_url
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if alias is not UNSET:
            _json["alias"] = alias
        if block_anonymous_url is not UNSET:
            _json["blockAnonymousUrl"] = block_anonymous_url
        if devices_url is not UNSET:
            _json["devicesUrl"] = devices_url
        if forwardings_url is not UNSET:
            _json["forwardingsUrl"] = forwardings_url
        if id is not UNSET:
            _json["id"] = id
        if numbers_url is not UNSET:
            _json["numbersUrl"] = numbers_url
        if parallel_forwardings_url is not UNSET:
            _json["parallelForwardingsUrl"] = parallel_forwardings_url
        if voicemails_url is not UNSET:
            _json["voicemailsUrl"] = voicemails_url
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        alias = _fields.pop("alias", UNSET)

        block_anonymous_url = _fields.pop("blockAnonymousUrl", UNSET)

        devices_url = _fields.pop("devicesUrl", UNSET)

        forwardings_url = _fields.pop("forwardingsUrl", UNSET)

        id = _fields.pop("id", UNSET)

        numbers_url = _fields.pop("numbersUrl", UNSET)

        parallel_forwardings_url = _fields.pop("parallelForwardingsUrl", UNSET)

        voicemails_url = _fields.pop("voicemailsUrl", UNSET)

        _built = cls(
            alias=alias,
            block_anonymous_url=block_anonymous_url,
            devices_url=devices_url,
            forwardings_url=forwardings_url,
            id=id,
            numbers_url=numbers_url,
            parallel_forwardings_url=parallel_forwardings_url,
            voicemails_url=voicemails_url,
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
