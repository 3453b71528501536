# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls


@_attrs_define
class AddCallSmsNotificationRequest:
    """``AddCallSmsNotificationRequest`` of the document.

    Attributes:
        cause (str): Which outcome: `MISSED` or `SUCCESSFUL`.
        direction (str): Which calls: `INCOMING` or `OUTGOING`.
        endpoint_id (str): Extension whose calls are meant, for example phoneline `p0` or group `g0`.
        number (str): Mobile number that is notified, E.164, for example `+4915790000000`. Every SMS is
            charged.
    """

    cause: str
    direction: str
    endpoint_id: str
    number: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        cause = self.cause
        direction = self.direction
        endpoint_id = self.endpoint_id
        number = self.number
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        _json["cause"] = cause
        _json["direction"] = direction
        _json["endpointId"] = endpoint_id
        _json["number"] = number
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        cause = _fields.pop("cause")

        direction = _fields.pop("direction")

        endpoint_id = _fields.pop("endpointId")

        number = _fields.pop("number")

        _built = cls(
            cause=cause,
            direction=direction,
            endpoint_id=endpoint_id,
            number=number,
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
