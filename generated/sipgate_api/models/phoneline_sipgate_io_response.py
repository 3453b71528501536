# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class PhonelineSipgateIoResponse:
    """``PhonelineSipgateIoResponse`` of the document.

    Attributes:
        allow_self_signed (bool | Unset): Whether the certificate may be signed by the server itself.
        certificate (str | Unset): Certificate of the webhook server in PEM.
        incoming_active (bool | Unset): Whether incoming calls are reported to the webhook.
        incoming_url (str | Unset): Webhook for incoming calls; may carry a password.
        log (bool | Unset): Whether the debug log is on.
        outgoing_active (bool | Unset): Whether outgoing calls are reported to the webhook.
        outgoing_url (str | Unset): Webhook for outgoing calls; may carry a password.
    """

    allow_self_signed: bool | Unset = UNSET
    certificate: str | Unset = UNSET
    incoming_active: bool | Unset = UNSET
    incoming_url: str | Unset = UNSET
    log: bool | Unset = UNSET
    outgoing_active: bool | Unset = UNSET
    outgoing_url: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        allow_self_signed = self.allow_self_signed
        certificate = self.certificate
        incoming_active = self.incoming_active
        incoming_url = self.incoming_url
        log = self.log
        outgoing_active = self.outgoing_active
        outgoing_url = self.outgoing_url
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if allow_self_signed is not UNSET:
            _json["allowSelfSigned"] = allow_self_signed
        if certificate is not UNSET:
            _json["certificate"] = certificate
        if incoming_active is not UNSET:
            _json["incomingActive"] = incoming_active
        if incoming_url is not UNSET:
            _json["incomingUrl"] = incoming_url
        if log is not UNSET:
            _json["log"] = log
        if outgoing_active is not UNSET:
            _json["outgoingActive"] = outgoing_active
        if outgoing_url is not UNSET:
            _json["outgoingUrl"] = outgoing_url
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        allow_self_signed = _fields.pop("allowSelfSigned", UNSET)

        certificate = _fields.pop("certificate", UNSET)

        incoming_active = _fields.pop("incomingActive", UNSET)

        incoming_url = _fields.pop("incomingUrl", UNSET)

        log = _fields.pop("log", UNSET)

        outgoing_active = _fields.pop("outgoingActive", UNSET)

        outgoing_url = _fields.pop("outgoingUrl", UNSET)

        _built = cls(
            allow_self_signed=allow_self_signed,
            certificate=certificate,
            incoming_active=incoming_active,
            incoming_url=incoming_url,
            log=log,
            outgoing_active=outgoing_active,
            outgoing_url=outgoing_url,
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
