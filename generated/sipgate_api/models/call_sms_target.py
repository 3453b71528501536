# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.call_sms_target_cause import CallSmsTargetCause
from ..models.call_sms_target_direction import CallSmsTargetDirection
from ..types import UNSET, Unset, read_enum, without_nulls


@_attrs_define
class CallSmsTarget:
    """``CallSmsTarget`` of the document.

    Attributes:
        cause (CallSmsTargetCause | Unset): Which outcome is notified.
        direction (CallSmsTargetDirection | Unset): Direction, seen from the account.
        id (str | Unset): Id of the notification, for deleteNotification.
        number (str | Unset): Mobile number that is notified.
    """

    cause: CallSmsTargetCause | Unset = UNSET
    direction: CallSmsTargetDirection | Unset = UNSET
    id: str | Unset = UNSET
    number: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        cause: str | Unset = UNSET
        if not isinstance(self.cause, Unset):
            cause = self.cause.value

        direction: str | Unset = UNSET
        if not isinstance(self.direction, Unset):
            direction = self.direction.value

        id = self.id
        number = self.number
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if cause is not UNSET:
            _json["cause"] = cause
        if direction is not UNSET:
            _json["direction"] = direction
        if id is not UNSET:
            _json["id"] = id
        if number is not UNSET:
            _json["number"] = number
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        cause = read_enum(_fields.pop("cause", UNSET), CallSmsTargetCause)

        direction = read_enum(_fields.pop("direction", UNSET), CallSmsTargetDirection)

        id = _fields.pop("id", UNSET)

        number = _fields.pop("number", UNSET)

        _built = cls(
            cause=cause,
            direction=direction,
            id=id,
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
