"""The tool that sends text messages (SMS)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from sipgate_tools.errors import InvalidInput, PermissionDenied
from sipgate_tools.models.sms import check_message, checked_send_at, sms_size
from sipgate_tools.values import phone_number, same_phone_number

from ..display_names import id_with_name, number_with_name
from ..times import format_time, parse_time
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
    check_message(message)
    zone = await call.account.zone()
    when = parse_time(send_at, zone, argument="send_at") if send_at else None
    if when is not None:
        checked_send_at(when)
    extension = sms_id or await _extension(call)
    chosen = phone_number(sender, argument="sender") if sender else None
    sender_number = await _sender(call, extension, chosen)
    parts = sms_size(message).parts
    body: dict[str, Any] = {"smsId": extension, "recipient": recipient, "message": message}
    if when is not None:
        body["sendAt"] = int(when.timestamp())
    question = _question(
        await number_with_name(call.account, recipient),
        sender_number,
        await id_with_name(call.account, "sms", extension),
        message,
        parts,
        format_time(when, zone),
    )
    also = ("editCallerId",) if chosen else ()
    async with call.approve(
        "sendWebSms", question, body=body, also=also, repeat=repeat, message_text=message
    ):
        receipt = await call.client.sms.send(
            to=recipient, message=message, sms_id=extension, from_=chosen, send_at=when
        )
    return SmsSent(
        status="scheduled" if when else "accepted",
        to=recipient,
        sender=sender_number,
        sms_id=extension,
        parts=parts,
        send_at=format_time(when, zone),
        notes=list(receipt.notes) or None,
    )


async def _extension(call: ToolContext) -> str:
    found = await call.client.sms.extensions()
    if len(found) == 1:
        return found[0].id
    if not found:
        raise InvalidInput(
            "The user has no SMS extension.", hint="It has to be booked in the sipgate account."
        )
    names = ", ".join(one.id for one in found)
    raise InvalidInput(f"The user has several SMS extensions: {names}.", hint="Ask which, and give sms_id.")


async def _sender(call: ToolContext, extension: str, chosen: str | None) -> str | None:
    """Return the sender's number: the chosen one, or the extension's default.

    Raises:
        InvalidInput: The extension cannot send from the chosen number.
    """
    try:
        caller_ids = await call.client.sms.caller_ids(extension)
    except PermissionDenied:
        return chosen  # the token may send but not read senders: the question names the extension only
    if chosen is None:
        return next((one.phonenumber for one in caller_ids if one.default_number), None)
    verified = [one.phonenumber for one in caller_ids if one.verified and one.phonenumber]
    if not any(same_phone_number(one, chosen) for one in verified):
        raise InvalidInput(
            f"{extension} cannot send from that number.", hint=f"It can from: {', '.join(verified)}."
        )
    return chosen


def _question(to: str, sender: str | None, extension: str, message: str, parts: int, when: str | None) -> str:
    lines = [
        "Send this text message?",
        f"To: {to}",
        f"From: {sender or 'the default sender'} ({extension})",
        *([f"When: {when}"] if when else []),
        f"Text ({parts} part{'s' if parts > 1 else ''}): {message}",
    ]
    return "\n".join(lines)
