"""The tool that sends text messages (SMS)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field
from sipgate_api.types import Request

from sipgate_tools._async.messages.sms_sender import SmsSender, choose_sender, sender_in_force
from sipgate_tools.errors import PermissionDenied
from sipgate_tools.models.sms import sms_size
from sipgate_tools.requests.sms import CheckedSms, default_sender_request, verified_caller_id
from sipgate_tools.times import format_time, parse_time
from sipgate_tools.values import phone_number

from ..policy.action import Action
from ..presentation.display_names import id_with_name, number_with_name
from ..tool_context import ToolContext
from .registry import Result, tool

Repeat = Annotated[bool, Field(description="true only when the user wants the same again within minutes")]


class SmsSent(Result):
    """An SMS that sipgate accepted or scheduled."""

    status: Literal["accepted", "scheduled"]
    to: str
    sender: str | None = None
    sms_id: str
    parts: int
    send_at: str | None = None
    notes: list[str] | None = None


@tool(
    "Send a text message",
    toolset="sms",
    operations=(
        "sendWebSms",
        "getSmsExtensions",
        "getSmsCallerIds",
        "getContacts",
        "editCallerId",
        "getUser",
        "userinfo",
    ),
    effect="write",
    idempotent=False,
)
async def send_sms(
    call: ToolContext,
    to: Annotated[str, Field(description="Recipient in international form, as +4915799912345")],
    message: Annotated[
        str,
        Field(
            description="At most 2000 characters; each part of 160 is charged, of 70 with emoji or rare letters",
            max_length=2000,
        ),
    ],
    sender: Annotated[
        str | None,
        Field(description="One of the sender numbers in get_overview; default: the extension's own"),
    ] = None,
    sms_id: Annotated[str | None, Field(description="SMS extension, as s0; needed only with several")] = None,
    send_at: Annotated[
        str | None,
        Field(description="Send later, at most 30 days ahead: ISO 8601 time, user's zone by default"),
    ] = None,
    repeat: Repeat = False,
) -> SmsSent:
    """Send an SMS now or later.

    The user is asked first. It costs money and appears in search_history a little later.
    """
    # Invalid arguments fail before the user is asked.
    recipient = phone_number(to, argument="recipient")
    zone = await call.account.zone()
    when = parse_time(send_at, zone, argument="send_at") if send_at else None
    sms = CheckedSms.checked(message, sms_id=sms_id, from_=sender, send_at=when)
    resource = call.client.resource
    chosen = await choose_sender(resource, sms.sms_id, sms.sender)
    request = sms.request(chosen.extension, recipient)
    action = call.action(request)
    sender_number = await _add_sender(call, action, chosen)
    question = await _question(call, request, sender_number, format_time(when, zone))
    async with call.approve(action, question, repeat=repeat), sender_in_force(resource, chosen) as notes:
        await resource.confirm(request)
    return SmsSent(
        status="scheduled" if when else "accepted",
        to=recipient,
        sender=sender_number,
        sms_id=chosen.extension,
        parts=action.facts.amount,
        send_at=format_time(when, zone),
        notes=notes or None,
    )


async def _add_sender(call: ToolContext, action: Action, sender: SmsSender) -> str | None:
    """Return the sender's number, and add the requests that select the sender and restore the default to the action.

    Raises:
        InvalidInput: The extension cannot send from the chosen number.
    """
    user = await call.client.resource.user_id()
    try:
        caller_ids = await call.client.sms.caller_ids(sender.extension)
    except PermissionDenied:
        return (
            sender.number
        )  # the token may send but not read senders, so the question contains only the extension
    if sender.number is None:
        return next((one.phonenumber for one in caller_ids if one.default_number), None)
    verified_caller_id(sender.number, caller_ids)
    for one in caller_ids:
        action.add_companion(default_sender_request(user, sender.extension, one.id))
    return sender.number


async def _question(call: ToolContext, request: Request[Any], sender: str | None, when: str | None) -> str:
    body = request.json
    parts = sms_size(body["message"]).parts
    extension = await id_with_name(call.account, "sms", body["smsId"])
    lines = [
        "Send this text message?",
        f"To: {await number_with_name(call.account, body['recipient'])}",
        f"From: {sender or 'the default sender'} ({extension})",
        *([f"When: {when}"] if when else []),
        f"Text ({parts} part{'s' if parts > 1 else ''}): {body['message']}",
    ]
    return "\n".join(lines)
