# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls


@_attrs_define
class AddCallEmailNotificationRequest:
    """``AddCallEmailNotificationRequest`` of the document.

    Attributes:
        cause (str): Which outcome: `MISSED` or `SUCCESSFUL`.
        direction (str): Which calls: `INCOMING` or `OUTGOING`.
        email (str): E-mail address that is notified.
        endpoint_id (str): Extension whose calls are meant, for example phoneline `p0` or group `g0`.
    """

    cause: str
    direction: str
    email: str
    endpoint_id: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        cause = self.cause
        direction = self.direction
        email = self.email
        endpoint_id = self.endpoint_id
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        _json["cause"] = cause
        _json["direction"] = direction
        _json["email"] = email
        _json["endpointId"] = endpoint_id
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        cause = _fields.pop("cause")

        direction = _fields.pop("direction")

        email = _fields.pop("email")

        endpoint_id = _fields.pop("endpointId")

        _built = cls(
            cause=cause,
            direction=direction,
            email=email,
            endpoint_id=endpoint_id,
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
