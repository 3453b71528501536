"""RTCM: live calls, and starting calls on a neo account."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from ..call_engine import call_log, connected, ending
from ..dispatch.api_errors import ApiError, bad_request, conflict, not_found
from ..dispatch.http import Response, json_response
from ..dispatch.registry import Context, operation
from ..events.scheduler import StepContext
from ..phone_numbers import number_in
from ..state.calls_and_history import LiveCall, Participant
from ..state.phones import Channel
from ..webhooks import payloads
from .lookups import get_or_404, own_device
from .sessions import NOT_YOURS, start_call

CANNOT_START_CALLS: Final = "iy"
"""The letters of extension ids for SIMs and mobile phones."""
_DIGITS: Final = re.compile(r"[0-9A-D#*]+\Z")
_WITHOUT_PLUS: Final = re.compile(r"[1-9]\d{6,14}\Z")


@operation("getCalls")
def _get_calls(ctx: Context) -> dict[str, Any]:
    """Return the established calls that are visible to the user: administrators see all calls, others their own."""
    established = [call for call in ctx.state.calls if call.established is not None]
    return {
        "data": [
            _call_to_json(call)
            for call in established
            if ctx.identity.admin or call.user_id == ctx.identity.id
        ]
    }


def _call_to_json(call: LiveCall) -> dict[str, Any]:
    return {
        "callId": call.id,
        "muted": call.muted,
        "recording": call.recording,
        "hold": call.hold,
        "participants": [
            {
                "participantId": one.id,
                "phoneNumber": one.phone_number,
                "muted": one.muted,
                "hold": one.hold,
                "owner": one.owner,
            }
            for one in call.participants
        ],
    }


def _call(ctx: Context, *, ringing: bool = False) -> LiveCall:
    """Return the live call in the path. Unless `ringing` is true, the call must be established."""
    call = get_or_404(
        ctx.state.calls,
        ctx.path["callId"],
        "Call",
        lambda row: ctx.identity.admin or row.user_id == ctx.identity.id,
    )
    if call.established is None and not ringing:
        if ctx.neo:
            raise conflict("The call is not established yet")
        raise not_found("Call", call.id)
    return call


def _step_context(ctx: Context, call: LiveCall) -> StepContext:
    return StepContext(ctx.state, ctx.now, ctx.rules, call.id)


def _own_side(call: LiveCall, **fields: bool) -> tuple[Participant, ...]:
    return tuple(replace(one, **fields) if one.owner else one for one in call.participants)


@operation("setCallMuted")
def _set_call_muted(ctx: Context) -> None:
    call, value = _call(ctx), ctx.body["value"]
    ctx.state.calls.put(replace(call, muted=value, participants=_own_side(call, muted=value)))
    call_log.add_step(_step_context(ctx, call), "muted" if value else "unmuted")


@operation("setCallHold")
def _set_call_hold(ctx: Context) -> None:
    connected.hold(_step_context(ctx, _call(ctx)), on=ctx.body["value"])


@operation("setCallRecording")
def _set_call_recording(ctx: Context) -> None:
    call, value = _call(ctx), ctx.body["value"]
    announced = ctx.body.get("announcement", True)
    if ctx.neo and value and not announced:
        raise bad_request("A recording cannot be unannounced on this account", "/announcement")
    connected.record(_step_context(ctx, call), on=value, announced=announced)


@operation("startCallAnnouncement")
def _start_call_announcement(ctx: Context) -> None:
    call, url = _call(ctx), ctx.body["url"]
    if not url.startswith(("http://", "https://")):
        raise bad_request("url must start with http:// or https://", "/url")
    ctx.state.calls.put(replace(call, announcements=(*call.announcements, url)))
    payloads.queue_sound_download(_step_context(ctx, call), url)


@operation("sendCallDtmf")
def _send_call_dtmf(ctx: Context) -> None:
    call, digits = _call(ctx), ctx.body["sequence"]
    if not _DIGITS.match(digits):
        raise bad_request("sequence must consist of 0-9, A-D, # and *", "/sequence")
    ctx.state.calls.put(replace(call, digits=call.digits + digits))
    call_log.add_step(_step_context(ctx, call), "sendsDigits", digits=digits)


@operation("transferCall")
def _transfer_call(ctx: Context) -> None:
    """Transfer the other party to another number. This starts a new call that refers to the original call.

    A ringing call can be transferred if its caller has heard a sound, because the push API recommends playing a sound
    and then transferring the call.
    """
    flow = ctx.state.call_flows.get(ctx.path["callId"])
    call = _call(ctx, ringing=flow is not None and flow.announced)
    number = number_in(ctx.body["phoneNumber"], "phoneNumber")
    connected.transfer(_step_context(ctx, call), number, attended=ctx.body["attended"])


@operation("hangupCall")
def _hangup_call(ctx: Context) -> None:
    call = _call(ctx, ringing=True)
    ending.hang_up(_step_context(ctx, call), "callee" if call.direction == "INCOMING" else "caller")


@operation("startCall")
def _start_call(ctx: Context) -> Response:
    """Start a call on a neo account; `callSid` in the response is the id of the live call."""
    device = own_device(ctx, ctx.body["deviceId"])
    if device.id[0] in CANNOT_START_CALLS:
        raise bad_request(f"The device {device.id} cannot start calls", "/deviceId")
    target = ctx.body["targetNumber"]
    if not _WITHOUT_PLUS.match(target):
        raise bad_request("targetNumber must be in E.164 without the plus", "/targetNumber")
    caller_id = ctx.body.get("callerId") or device.caller_id
    if ctx.body.get("callerId") and not _WITHOUT_PLUS.match(caller_id):
        raise bad_request("callerId must be in E.164 without the plus", "/callerId")
    channel = _channel(ctx, device.owner)
    number = caller_id if caller_id.startswith("+") else f"+{caller_id}"
    started = start_call(ctx, f"+{target}", "", device.id, number, channel.id)
    return json_response(ctx.rules.start_call_status, {"callSid": started})


def _channel(ctx: Context, user_id: str) -> Channel:
    channel_id = ctx.body.get("channelId")
    channels = [row for row in ctx.state.channels if any(user.id == user_id for user in row.users)]
    if channel_id:
        channels = [row for row in ctx.state.channels if row.id == channel_id]
    if not channels:
        raise ApiError(403, NOT_YOURS)
    return channels[0]
