# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class CredentialsResponse:
    """``CredentialsResponse`` of the document.

    Attributes:
        outbound_proxy (str | Unset): SIP proxy to send through.
        password (str | Unset): SIP password.
        sip_server (str | Unset): SIP server.
        sip_server_websocket_url (str | Unset): SIP over WebSocket, for browsers.
        username (str | Unset): SIP user name.
    """

    outbound_proxy: str | Unset = UNSET
    password: str | Unset = UNSET
    sip_server: str | Unset = UNSET
    sip_server_websocket_url: str | Unset = UNSET
    username: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        outbound_proxy = self.outbound_proxy
        password = self.password
        sip_server = self.sip_server
        sip_server_websocket_url = self.sip_server_websocket_url
        username = self.username
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if outbound_proxy is not UNSET:
            _json["outboundProxy"] = outbound_proxy
        if password is not UNSET:
            _json["password"] = password
        if sip_server is not UNSET:
            _json["sipServer"] = sip_server
        if sip_server_websocket_url is not UNSET:
            _json["sipServerWebsocketUrl"] = sip_server_websocket_url
        if username is not UNSET:
            _json["username"] = username
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        outbound_proxy = _fields.pop("outboundProxy", UNSET)

        password = _fields.pop("password", UNSET)

        sip_server = _fields.pop("sipServer", UNSET)

        sip_server_websocket_url = _fields.pop("sipServerWebsocketUrl", UNSET)

        username = _fields.pop("username", UNSET)

        _built = cls(
            outbound_proxy=outbound_proxy,
            password=password,
            sip_server=sip_server,
            sip_server_websocket_url=sip_server_websocket_url,
            username=username,
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
