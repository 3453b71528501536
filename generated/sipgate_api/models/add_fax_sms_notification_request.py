# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.add_fax_sms_notification_request_direction import AddFaxSmsNotificationRequestDirection
from ..types import without_nulls


@_attrs_define
class AddFaxSmsNotificationRequest:
    """``AddFaxSmsNotificationRequest`` of the document.

    Attributes:
        direction (AddFaxSmsNotificationRequestDirection): Which faxes: `INCOMING` or `OUTGOING`.
        faxline_id (str): Faxline whose faxes are meant, for example `f0`.
        number (str): Mobile number that is notified, E.164, for example `+4915790000000`. Every SMS is
            charged.
    """

    direction: AddFaxSmsNotificationRequestDirection
    faxline_id: str
    number: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        direction = self.direction.value
        faxline_id = self.faxline_id
        number = self.number
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        _json["direction"] = direction
        _json["faxlineId"] = faxline_id
        _json["number"] = number
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        direction = AddFaxSmsNotificationRequestDirection(_fields.pop("direction"))

        faxline_id = _fields.pop("faxlineId")

        number = _fields.pop("number")

        _built = cls(
            direction=direction,
            faxline_id=faxline_id,
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
