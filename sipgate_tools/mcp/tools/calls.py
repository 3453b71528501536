"""The tool that starts calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, cast

from pydantic import Field

from sipgate_tools._async._support.platform import is_neo
from sipgate_tools.errors import InvalidInput, SipgateError
from sipgate_tools.requests.calls import OutgoingCall, call_id_of
from sipgate_tools.values import phone_number

from ..presentation.display_names import id_with_name, number_with_name
from ..presentation.sanitize import one_line
from ..tool_context import ToolContext
from .messages import Repeat
from .registry import Result, tool


class CallStarted(Result):
    """A call that rings."""

    call_id: str
    rings_first: str
    device_name: str | None = None
    to: str
    next: str


@tool(
    "Start a call",
    toolset="calls",
    operations=(
        "newCall",
        "startCall",
        "getCallerId",
        "getDevices",
        "getContacts",
        "getGroups",
        "getChannels",
        "getUser",
        "userinfo",
    ),
    effect="write",
    idempotent=False,
)
async def start_call(
    call: ToolContext,
    to: Annotated[str, Field(description="Number to call, as +4921112345")],
    device_id: Annotated[
        str | None,
        Field(description="Own device or phoneline that rings first, as e0; default: the user's own"),
    ] = None,
    caller_id: Annotated[str | None, Field(description="Own number that the called person sees")] = None,
    repeat: Repeat = False,
) -> CallStarted:
    """Call a number: the user's device rings first, then the number. The user is asked first. It costs money."""
    # Invalid arguments fail before the user is asked.
    number = phone_number(to, argument="number to call")
    display_number = None if caller_id is None else phone_number(caller_id, argument="caller id")
    device = device_id or (await call.client.users.me()).default_device
    if not device:
        raise InvalidInput(
            "The user has no default device.", hint="Pass device_id, one of the devices in get_overview."
        )
    new_call = OutgoingCall.checked(caller=device, callee=number, caller_id=display_number)
    request = new_call.request(neo=await is_neo(call.client.resource))
    phone = await id_with_name(call.account, "device", device)
    question = (
        f"Call {await number_with_name(call.account, number)}?\n{phone} rings first.\n"
        f"{await _display_sentence(call, device, display_number)}"
    )
    async with call.approve(request, question, repeat=repeat):
        call_id = call_id_of(await call.client.api.payload(request))
    call.account.ownership.learn("call", [call_id])
    return CallStarted(
        call_id=call_id,
        rings_first=device,
        device_name=phone.removesuffix(f" ({device})") if phone != device else None,
        to=number,
        next="hang_up_call works immediately; list_live_calls lists it once it is picked up.",
    )


async def _display_sentence(call: ToolContext, device: str, chosen: str | None) -> str:
    """Return the sentence about the number that the callee sees, which is `chosen` or set for the device."""
    if chosen:
        return f"The callee sees {chosen}."
    try:
        settings = await call.account.read("getCallerId", {"deviceId": device})
    except SipgateError:
        return "The callee sees the number that sipgate chooses or that is set for the device; it could not be read."
    value = str(cast("Mapping[str, Any]", settings).get("value") or "") if settings else ""
    if value == "anonymous":
        return "The callee sees no number: the device is set to anonymous."
    if value:
        return f"The callee sees {one_line(value, 60)}, which is set for the device."
    return "The callee sees the number that sipgate chooses: none is set for the device."
