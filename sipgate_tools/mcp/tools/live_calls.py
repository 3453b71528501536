"""Tools that list and control live calls (RTCM)."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated, Any, Final, Literal

from pydantic import Field
from sipgate_api.types import Request

from sipgate_tools._async.telephony.rtcm import check_platform
from sipgate_tools.errors import SipgateError
from sipgate_tools.requests.live_calls import (
    announce_request,
    dtmf_request,
    hang_up_request,
    hold_request,
    mute_request,
    record_request,
    transfer_request,
)

from ..account import McpAccount
from ..policy.request_facts import Id
from ..presentation.display_names import name_of, number_with_name
from ..presentation.sanitize import one_line, sanitize
from ..tool_context import ToolContext
from .messages import Repeat
from .registry import Result, tool

CallId = Annotated[str, Field(description="call_id from list_live_calls or start_call")]


class CallParticipant(Result):
    """One side of a call."""

    number: str | None = None
    ours: bool


class LiveCallSummary(Result):
    """The current state of a call."""

    call_id: str
    sides: list[CallParticipant]
    muted: bool
    on_hold: bool
    recording: bool


class LiveCallList(Result):
    """The live calls."""

    calls: list[LiveCallSummary]
    note: str | None = None


class CallActionResult(Result):
    """The result of an action on a call."""

    call_id: str
    done: str
    next: str | None = None


@tool("List live calls", toolset="live_calls", operations=("getCalls",))
async def list_live_calls(call: ToolContext) -> LiveCallList:
    """List the calls in progress, with the call_id for the other call tools.

    A call that still rings is not listed.
    """
    return await live_calls(call.account)


async def live_calls(account: McpAccount) -> LiveCallList:
    """Return the live calls that the user may see, for the tool and the resource."""
    found = await account.client.rtcm.calls()
    if await account.ownership.access() == "user":
        unowned = await account.ownership.unowned({Id("call", one.call_id) for one in found})
        mine = {one.call_id for one in found} - {one.value for one in unowned}
        others, found = len(found) - len(mine), [one for one in found if one.call_id in mine]
    else:
        others = 0
    calls = [
        LiveCallSummary(
            call_id=one.call_id,
            sides=[
                CallParticipant(number=sanitize(s.phone_number or "", 40) or None, ours=s.owner)
                for s in one.participants
            ],
            muted=one.muted,
            on_hold=one.hold,
            recording=one.recording,
        )
        for one in found
    ]
    return LiveCallList(calls=calls, note=f"Not listed, calls of other users: {others}." if others else None)


_QUESTIONS: Final[Mapping[str, str]] = {
    "mute": "Mute our side of the live call {call}?",
    "unmute": "Unmute our side of the live call {call}?",
    "hold": "Put the live call {call} on hold?",
    "resume": "Resume the live call {call} that is on hold?",
    "start_recording": "Start recording the live call {call}?",
    "stop_recording": "Stop recording the live call {call}?",
}
_ATTENDED: Final = "Attended: our side speaks to them first, and the call waits on hold meanwhile."
_AFTER_ATTENDED: Final = (
    "When it is picked up, our side speaks to it and hangs up the phone to complete the transfer; otherwise the call "
    "returns to us. control_call with action=resume takes the call back; list_live_calls has its state."
)
_ANNOUNCED: Final = "An announcement tells the other side."
_SECRET: Final = "SECRETLY: the other side gets no announcement. In many countries this is a crime."  # noqa: S105 - no password
_DONE: Final[Mapping[str, str]] = {
    "mute": "Muted",
    "unmute": "No longer muted",
    "hold": "On hold",
    "resume": "Resumed from hold",
    "start_recording": "Recording",
    "stop_recording": "No longer recording",
}


@tool(
    "Mute, hold or record a live call",
    toolset="live_calls",
    operations=(
        "setCallMuted",
        "setCallHold",
        "setCallRecording",
        "getCalls",
        "getContacts",
        "getGroups",
        "getChannels",
    ),
    effect="write",
)
async def control_call(
    call: ToolContext,
    call_id: CallId,
    action: Annotated[
        Literal["mute", "unmute", "hold", "resume", "start_recording", "stop_recording"],
        Field(description="mute and unmute: classic accounts only"),
    ],
    announce_recording: Annotated[
        bool,
        Field(description="true (default): the other side hears that recording starts; always so on neo"),
    ] = True,
) -> CallActionResult:
    """Mute or unmute our side, put the other side on hold or resume, start or stop recording.

    The user is asked before recording.
    """
    request = _control_request(call_id, action, announce=announce_recording)
    await check_platform(call.client.resource, request)
    label, names = await _call_label(call, call_id)
    question = _QUESTIONS[action].format(call=label) + names
    if action == "start_recording":
        question += "\n" + (_ANNOUNCED if announce_recording else _SECRET)
    await call.send(request, question)
    return CallActionResult(call_id=call_id, done=_DONE[action])


def _control_request(call_id: str, action: str, *, announce: bool) -> Request[Any]:
    match action:
        case "mute" | "unmute":
            return mute_request(call_id, action == "mute")
        case "hold" | "resume":
            return hold_request(call_id, action == "hold")
        case _:
            return record_request(call_id, action == "start_recording", announcement=announce)


@tool(
    "Play an announcement into a live call",
    toolset="live_calls",
    operations=("startCallAnnouncement", "getGroups", "getChannels"),
    effect="write",
    idempotent=False,
)
async def announce_to_call(
    call: ToolContext,
    call_id: CallId,
    url: Annotated[str, Field(description="https URL of a WAV file: mono, 16 bit PCM, 8 kHz")],
) -> CallActionResult:
    """Play a sound file to both sides of a call. Classic accounts only."""
    request = announce_request(call_id, url)
    await check_platform(call.client.resource, request)
    question = f"Play the sound file {one_line(url, 400)} into the live call {one_line(call_id, 60)}?"
    await call.send(request, question)
    return CallActionResult(call_id=call_id, done="Announcement started")


@tool(
    "Press keys in a live call",
    toolset="live_calls",
    operations=("sendCallDtmf",),
    effect="write",
    idempotent=False,
)
async def send_dtmf(
    call: ToolContext,
    call_id: CallId,
    digits: Annotated[str, Field(description="Keys to press: 0-9, A-D, # and *; at most 64", max_length=64)],
) -> CallActionResult:
    """Press keys (DTMF) in a call, for example to choose from a voice menu."""
    request = dtmf_request(call_id, digits)
    pressed = request.json["sequence"]
    await call.send(request, f"Press {pressed} in the live call {one_line(call_id, 60)}?")
    return CallActionResult(call_id=call_id, done=f"Pressed {pressed}")


async def _call_label(call: ToolContext, call_id: str) -> tuple[str, str]:
    """Return a label that identifies a call for the user, and lines with names.

    The label contains the numbers of the other side, if they can be read, and the id. The lines contain the names for
    the first three of these numbers.
    """
    name = one_line(call_id, 60)
    with suppress(SipgateError):
        for one in await call.client.rtcm.calls():
            others = [side.phone_number for side in one.participants if not side.owner and side.phone_number]
            if one.call_id == call_id and others:
                people = [(number, await name_of(call.account, "number", number)) for number in others[:3]]
                names = [f"{one_line(number, 40)} is {person}." for number, person in people if person]
                numbers = " and ".join(one_line(number, 40) for number in others)
                return f"with {numbers} ({name})", "".join(f"\n{line}" for line in names)
    return name, ""


@tool(
    "Transfer a live call",
    toolset="live_calls",
    operations=("transferCall", "getCalls", "getContacts"),
    effect="destructive",
    idempotent=False,
)
async def transfer_call(
    call: ToolContext,
    call_id: CallId,
    to: Annotated[str, Field(description="Number to transfer to, as +4921112345")],
    attended: Annotated[bool, Field(description="true: our side speaks to that person first")] = False,
    repeat: Repeat = False,
) -> CallActionResult:
    """Transfer a call to another number: blind, our side leaves; attended, the call waits on hold meanwhile.

    The user is asked first. It may cost money.
    """
    request = transfer_request(call_id, to, attended=attended)
    number = request.json["phoneNumber"]
    to_whom = await number_with_name(call.account, number)
    label, names = await _call_label(call, call_id)
    question = f"Transfer the live call {label} to {to_whom}?{names}\n"
    question += (
        _ATTENDED if attended else "Immediately, without speaking to them first: our side leaves the call."
    )
    await call.send(request, question, repeat=repeat)
    if not attended:
        return CallActionResult(call_id=call_id, done=f"Transferred to {number}")
    return CallActionResult(
        call_id=call_id,
        done=f"Not transferred yet: {number} is being called, and the call waits on hold",
        next=_AFTER_ATTENDED,
    )


@tool(
    "Hang up a live call",
    toolset="live_calls",
    operations=("hangupCall", "getCalls", "getContacts"),
    effect="destructive",
)
async def hang_up_call(call: ToolContext, call_id: CallId) -> CallActionResult:
    """End a call, also one that still rings. The user is asked first."""
    request = hang_up_request(call_id)
    label, names = await _call_label(call, call_id)
    await call.send(request, f"Hang up the call {label}?{names}")
    return CallActionResult(call_id=call_id, done="Hung up")
