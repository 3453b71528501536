# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, read_model, without_nulls

if TYPE_CHECKING:
    from ..models.event_response_payload import EventResponsePayload


@_attrs_define
class EventResponse:
    """``EventResponse`` of the document.

    Attributes:
        event_id (str | Unset): Id of the notice.
        event_name (str | Unset): Name of the notice.
        event_type (str | Unset): Kind of the notice.
        payload (EventResponsePayload | Unset): Details of the notice.
    """

    event_id: str | Unset = UNSET
    event_name: str | Unset = UNSET
    event_type: str | Unset = UNSET
    payload: EventResponsePayload | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        event_id = self.event_id
        event_name = self.event_name
        event_type = self.event_type
        payload: dict[str, Any] | Unset = UNSET
        if not isinstance(self.payload, Unset):
            payload = self.payload.to_dict()
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if event_id is not UNSET:
            _json["eventId"] = event_id
        if event_name is not UNSET:
            _json["eventName"] = event_name
        if event_type is not UNSET:
            _json["eventType"] = event_type
        if payload is not UNSET:
            _json["payload"] = payload
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.event_response_payload import EventResponsePayload

        _fields = without_nulls(src_dict)
        event_id = _fields.pop("eventId", UNSET)

        event_name = _fields.pop("eventName", UNSET)

        event_type = _fields.pop("eventType", UNSET)

        payload = read_model(_fields.pop("payload", UNSET), EventResponsePayload)

        _built = cls(
            event_id=event_id,
            event_name=event_name,
            event_type=event_type,
            payload=payload,
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
