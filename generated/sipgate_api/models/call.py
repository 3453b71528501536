# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, read_list, read_model, without_nulls

if TYPE_CHECKING:
    from ..models.participant import Participant


@_attrs_define
class Call:
    """A live call as its participants have it now.

    Attributes:
        call_id (str | Unset): Id of the call for the live-call operations.
        hold (bool | Unset): Whether the call is on hold.
        muted (bool | Unset): Whether the owner's microphone is muted.
        participants (list[Participant] | Unset): Who is in the call.
        recording (bool | Unset): Whether the call is being recorded.
    """

    call_id: str | Unset = UNSET
    hold: bool | Unset = UNSET
    muted: bool | Unset = UNSET
    participants: list[Participant] | Unset = UNSET
    recording: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        call_id = self.call_id
        hold = self.hold
        muted = self.muted
        participants: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.participants, Unset):
            participants = []
            for participants_item_data in self.participants:
                participants_item = participants_item_data.to_dict()
                participants.append(participants_item)

        recording = self.recording
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if call_id is not UNSET:
            _json["callId"] = call_id
        if hold is not UNSET:
            _json["hold"] = hold
        if muted is not UNSET:
            _json["muted"] = muted
        if participants is not UNSET:
            _json["participants"] = participants
        if recording is not UNSET:
            _json["recording"] = recording
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.participant import Participant

        _fields = without_nulls(src_dict)
        call_id = _fields.pop("callId", UNSET)

        hold = _fields.pop("hold", UNSET)

        muted = _fields.pop("muted", UNSET)

        participants = read_list(
            _fields.pop("participants", UNSET), lambda item: read_model(item, Participant)
        )

        recording = _fields.pop("recording", UNSET)

        _built = cls(
            call_id=call_id,
            hold=hold,
            muted=muted,
            participants=participants,
            recording=recording,
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
