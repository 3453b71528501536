# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class SendWebSmsRequest:
    """``SendWebSmsRequest`` of the document.

    Attributes:
        message (str): Text of the message. Long texts are sent, and charged, as several messages.
        recipient (str): Mobile number of the recipient, E.164, for example `+4915790000000`.
        sms_id (str): SMS extension to send from, for example `s0`; getSmsExtensions lists them.
        send_at (int | Unset): When to send, in Unix seconds: in the future, at most 30 days ahead; at
            once if left out.
    """

    message: str
    recipient: str
    sms_id: str
    send_at: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        message = self.message
        recipient = self.recipient
        sms_id = self.sms_id
        send_at = self.send_at
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        _json["message"] = message
        _json["recipient"] = recipient
        _json["smsId"] = sms_id
        if send_at is not UNSET:
            _json["sendAt"] = send_at
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        message = _fields.pop("message")

        recipient = _fields.pop("recipient")

        sms_id = _fields.pop("smsId")

        send_at = _fields.pop("sendAt", UNSET)

        _built = cls(
            message=message,
            recipient=recipient,
            sms_id=sms_id,
            send_at=send_at,
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
