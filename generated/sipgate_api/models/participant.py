# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class Participant:
    """``Participant`` of the document.

    Attributes:
        hold (bool | Unset): Whether the call is on hold.
        muted (bool | Unset): Whether the microphone is muted.
        owner (bool | Unset): Whether the participant is the account's user whose call it is.
        participant_id (str | Unset): Id of the participant within the call.
        phone_number (str | Unset): Telephone number.
    """

    hold: bool | Unset = UNSET
    muted: bool | Unset = UNSET
    owner: bool | Unset = UNSET
    participant_id: str | Unset = UNSET
    phone_number: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        hold = self.hold
        muted = self.muted
        owner = self.owner
        participant_id = self.participant_id
        phone_number = self.phone_number
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if hold is not UNSET:
            _json["hold"] = hold
        if muted is not UNSET:
            _json["muted"] = muted
        if owner is not UNSET:
            _json["owner"] = owner
        if participant_id is not UNSET:
            _json["participantId"] = participant_id
        if phone_number is not UNSET:
            _json["phoneNumber"] = phone_number
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        hold = _fields.pop("hold", UNSET)

        muted = _fields.pop("muted", UNSET)

        owner = _fields.pop("owner", UNSET)

        participant_id = _fields.pop("participantId", UNSET)

        phone_number = _fields.pop("phoneNumber", UNSET)

        _built = cls(
            hold=hold,
            muted=muted,
            owner=owner,
            participant_id=participant_id,
            phone_number=phone_number,
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
