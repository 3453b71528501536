"""The requests that control live calls (RTCM)."""

from __future__ import annotations

from typing import Any, Final

from sipgate_api.api.rtcm import (
    hangup_call,
    send_call_dtmf,
    set_call_hold,
    set_call_muted,
    set_call_recording,
    start_call_announcement,
    transfer_call,
)
from sipgate_api.models.announcement_request import AnnouncementRequest
from sipgate_api.models.boolean_request import BooleanRequest
from sipgate_api.models.dtmf_request import DtmfRequest
from sipgate_api.models.recording_request import RecordingRequest
from sipgate_api.models.transfer_request import TransferRequest
from sipgate_api.types import UNSET, Request

from sipgate_tools.errors import InvalidInput
from sipgate_tools.models.rtcm import LiveCall
from sipgate_tools.values import dtmf_sequence, flag, identifier, phone_number, web_url

_CLASSIC_ONLY: Final = {"setCallMuted": "Muting", "startCallAnnouncement": "An announcement"}


def mute_request(call: LiveCall | str, muted: bool) -> Request[Any]:
    """Return the request that mutes or unmutes the account's side of a call (operation setCallMuted)."""
    body = BooleanRequest(value=flag(muted, argument="muted"))
    return set_call_muted.build_request(call_id=_id(call), body=body)


def hold_request(call: LiveCall | str, held: bool) -> Request[Any]:
    """Return the request that puts the other side on hold, or resumes the call (operation setCallHold)."""
    body = BooleanRequest(value=flag(held, argument="held"))
    return set_call_hold.build_request(call_id=_id(call), body=body)


def record_request(
    call: LiveCall | str, recording: bool, *, announcement: bool | None = None
) -> Request[Any]:
    """Return the request that starts or stops recording a call (operation setCallRecording)."""
    body = RecordingRequest(
        value=flag(recording, argument="recording"),
        announcement=UNSET if announcement is None else flag(announcement, argument="announcement"),
    )
    return set_call_recording.build_request(call_id=_id(call), body=body)


def announce_request(call: LiveCall | str, url: str) -> Request[Any]:
    """Return the request that plays a sound to both sides of a call (operation startCallAnnouncement).

    Raises:
        InvalidInput: `url` is not an http or https URL.
    """
    body = AnnouncementRequest(url=web_url(url, argument="announcement URL"))
    return start_call_announcement.build_request(call_id=_id(call), body=body)


def transfer_request(
    call: LiveCall | str, number: str, *, attended: bool = False, caller_id: str | None = None
) -> Request[Any]:
    """Return the request that transfers a call to a number (operation transferCall).

    Raises:
        InvalidInput: A number is not valid.
    """
    body = TransferRequest(
        attended=flag(attended, argument="attended"),
        phone_number=phone_number(number),
        caller_id=UNSET if caller_id is None else phone_number(caller_id, argument="caller id"),
    )
    return transfer_call.build_request(call_id=_id(call), body=body)


def dtmf_request(call: LiveCall | str, digits: str) -> Request[Any]:
    """Return the request that sends DTMF digits (operation sendCallDtmf).

    Raises:
        InvalidInput: `digits` is empty or contains characters other than `0-9 A-D # *`.
    """
    body = DtmfRequest(sequence=dtmf_sequence(digits))
    return send_call_dtmf.build_request(call_id=_id(call), body=body)


def hang_up_request(call: LiveCall | str) -> Request[Any]:
    """Return the request that ends a call (operation hangupCall)."""
    return hangup_call.build_request(call_id=_id(call))


def refusal_on_neo(request: Request[Any]) -> InvalidInput | None:
    """Return the error for a request from this module that neo does not support, or `None` if neo supports it."""
    if (feature := _CLASSIC_ONLY.get(request.operation_id)) is not None:
        return InvalidInput(
            f"{feature} is not possible on a neo account.",
            hint="Hold, DTMF, transfer and hanging up work on both platforms.",
            code="platform.classic_only",
        )
    match request.operation_id, request.json:
        case "setCallRecording", {"value": True, "announcement": False}:
            return InvalidInput(
                "A neo account cannot record without an announcement.",
                hint="Omit announcement, or set it to True.",
                code="platform.classic_only",
            )
        case _:
            return None


def _id(call: LiveCall | str) -> str:
    return identifier(call.call_id if isinstance(call, LiveCall) else call, argument="call")
