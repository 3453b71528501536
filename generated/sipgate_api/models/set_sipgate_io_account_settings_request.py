# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, read_anything, read_list, without_nulls


@_attrs_define
class SetSipgateIoAccountSettingsRequest:
    """``SetSipgateIoAccountSettingsRequest`` of the document.

    Attributes:
        incoming_url (str): URL that receives the events of incoming calls, http or https (neo: https
            only); an empty string for none.
        outgoing_url (str): URL that receives the events of outgoing calls, http or https (neo: https
            only); an empty string for none.
        log (bool | Unset): Whether requests and responses are kept in the debug log.
        whitelist (list[str] | None | Unset): Phonelines and groups whose calls are reported, for
            example `["p0", "g1"]`; null: all; an empty list: none.
        push_api_version (int | Unset): Version of the push API; send back the version that
            getSipgateIoUrls returns.
    """

    incoming_url: str
    outgoing_url: str
    log: bool | Unset = UNSET
    whitelist: list[str] | None | Unset = UNSET
    push_api_version: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        incoming_url = self.incoming_url
        outgoing_url = self.outgoing_url
        log = self.log
        whitelist: list[str] | None | Unset
        if isinstance(self.whitelist, Unset):
            whitelist = UNSET
        elif isinstance(self.whitelist, list):
            whitelist = self.whitelist

        else:
            whitelist = self.whitelist
        push_api_version = self.push_api_version
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        _json["incomingUrl"] = incoming_url
        _json["outgoingUrl"] = outgoing_url
        if log is not UNSET:
            _json["log"] = log
        if whitelist is not UNSET:
            _json["whitelist"] = whitelist
        if push_api_version is not UNSET:
            _json["pushApiVersion"] = push_api_version
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        _nulls = {_key for _key, _value in src_dict.items() if _value is None}
        incoming_url = _fields.pop("incomingUrl")

        outgoing_url = _fields.pop("outgoingUrl")

        log = _fields.pop("log", UNSET)

        whitelist: list[str] | None | Unset = None
        if "whitelist" not in _nulls:
            whitelist = read_list(_fields.pop("whitelist", UNSET), read_anything)

        push_api_version = _fields.pop("pushApiVersion", UNSET)

        _built = cls(
            incoming_url=incoming_url,
            outgoing_url=outgoing_url,
            log=log,
            whitelist=whitelist,
            push_api_version=push_api_version,
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
