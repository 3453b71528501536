# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class SetSipgateIoPhonelineSettingsRequest:
    """``SetSipgateIoPhonelineSettingsRequest`` of the document.

    Attributes:
        incoming_url (str): URL that receives the events of incoming calls, http or https; an empty
            string for none.
        outgoing_url (str): URL that receives the events of outgoing calls, http or https; an empty
            string for none.
        allow_self_signed (bool | Unset): Whether the certificate may be signed by the server itself.
        certificate (str | Unset): Certificate of your server in PEM, if it is not signed by a public
            authority.
        incoming_active (bool | Unset): Whether incoming calls are reported to the webhook.
        log (bool | Unset): Whether requests and responses are kept in the debug log.
        outgoing_active (bool | Unset): Whether outgoing calls are reported to the webhook.
    """

    incoming_url: str
    outgoing_url: str
    allow_self_signed: bool | Unset = UNSET
    certificate: str | Unset = UNSET
    incoming_active: bool | Unset = UNSET
    log: bool | Unset = UNSET
    outgoing_active: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        incoming_url = self.incoming_url
        outgoing_url = self.outgoing_url
        allow_self_signed = self.allow_self_signed
        certificate = self.certificate
        incoming_active = self.incoming_active
        log = self.log
        outgoing_active = self.outgoing_active
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        _json["incomingUrl"] = incoming_url
        _json["outgoingUrl"] = outgoing_url
        if allow_self_signed is not UNSET:
            _json["allowSelfSigned"] = allow_self_signed
        if certificate is not UNSET:
            _json["certificate"] = certificate
        if incoming_active is not UNSET:
            _json["incomingActive"] = incoming_active
        if log is not UNSET:
            _json["log"] = log
        if outgoing_active is not UNSET:
            _json["outgoingActive"] = outgoing_active
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        incoming_url = _fields.pop("incomingUrl")

        outgoing_url = _fields.pop("outgoingUrl")

        allow_self_signed = _fields.pop("allowSelfSigned", UNSET)

        certificate = _fields.pop("certificate", UNSET)

        incoming_active = _fields.pop("incomingActive", UNSET)

        log = _fields.pop("log", UNSET)

        outgoing_active = _fields.pop("outgoingActive", UNSET)

        _built = cls(
            incoming_url=incoming_url,
            outgoing_url=outgoing_url,
            allow_self_signed=allow_self_signed,
            certificate=certificate,
            incoming_active=incoming_active,
            log=log,
            outgoing_active=outgoing_active,
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
