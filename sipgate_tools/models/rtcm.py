"""Live calls."""

from __future__ import annotations

from ._base import Model, Record


class Participant(Model, frozen=True, kw_only=True):
    """A participant of a live call.

    Attributes:
        phone_number: The participant's number in E.164, or `anonymous`.
        owner: Whether the participant belongs to the account.
    """

    participant_id: str = ""
    phone_number: str | None = None
    muted: bool = False
    hold: bool = False
    owner: bool = False


class LiveCall(Record, frozen=True, kw_only=True):
    """An established call (operation getCalls); ringing calls are not listed.

    Attributes:
        call_id: The id of the call, which the methods of `client.rtcm` accept.
        participants: Both participants; the one with `owner` belongs to the account.
    """

    call_id: str = ""
    muted: bool = False
    recording: bool = False
    hold: bool = False
    participants: tuple[Participant, ...] = ()
