# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.sms_email_target_direction import SmsEmailTargetDirection
from ..types import UNSET, Unset, read_enum, without_nulls


@_attrs_define
class SmsEmailTarget:
    """``SmsEmailTarget`` of the document.

    Attributes:
        direction (SmsEmailTargetDirection | Unset): Direction, seen from the account.
        email (str | Unset): E-mail address.
        id (str | Unset): Id of the notification, for deleteNotification.
    """

    direction: SmsEmailTargetDirection | Unset = UNSET
    email: str | Unset = UNSET
    id: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        direction: str | Unset = UNSET
        if not isinstance(self.direction, Unset):
            direction = self.direction.value

        email = self.email
        id = self.id
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if direction is not UNSET:
            _json["direction"] = direction
        if email is not UNSET:
            _json["email"] = email
        if id is not UNSET:
            _json["id"] = id
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        direction = read_enum(_fields.pop("direction", UNSET), SmsEmailTargetDirection)

        email = _fields.pop("email", UNSET)

        id = _fields.pop("id", UNSET)

        _built = cls(
            direction=direction,
            email=email,
            id=id,
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
