"""Sessions: sending SMS and faxes, starting calls."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from ..call_engine import dialing
from ..call_engine.number_routing import CallRoute
from ..dispatch.api_errors import ApiError, bad_request, no_money
from ..dispatch.http import Response
from ..dispatch.permissions import check_owner
from ..dispatch.registry import Context, operation
from ..events.media import pages_of
from ..events.messages import send_fax, send_sms, sms_parts
from ..events.scheduler import StepContext
from ..phone_numbers import is_extension, number_in
from ..state.messages import Faxline, StartedCall
from .lookups import get_or_404, own_device
from .sms import default_caller_id

MAX_DELAY: Final = timedelta(days=30)
NOT_YOURS: Final = "Cannot access extension - not found or forbidden"


def _charge(ctx: Context, amount: int) -> None:
    account = ctx.state.account
    if account.balance < max(amount, 1):
        raise no_money()
    ctx.state.account = replace(account, balance=account.balance - amount)


@operation("sendWebSms")
def _send_web_sms(ctx: Context) -> Response:
    """Send an SMS from the default caller id of the extension, now or at `sendAt` (Unix seconds)."""
    extension = ctx.state.sms_extensions.get(ctx.body["smsId"])
    if extension is None or extension.owner != ctx.identity.id:
        raise ApiError(403, "Not your SMS extension")
    recipient = number_in(ctx.body["recipient"], "recipient")
    message = ctx.body["message"]
    if not message:
        raise bad_request("The message is empty", "/message")
    send_at = _send_at(ctx)
    sender = default_caller_id(ctx.state, extension.id)
    if sender is None:
        raise ApiError(403, "The SMS extension has no verified default caller id")
    _charge(ctx, sms_parts(message) * ctx.rules.sms_price)
    send_sms(
        ctx.state,
        ctx.now,
        ctx.rules,
        sms_id=extension.id,
        sender=sender.phonenumber,
        recipient=recipient,
        message=message,
        send_at=send_at,
    )
    return Response(ctx.rules.sms_status)


def _send_at(ctx: Context) -> datetime | None:
    seconds = ctx.body.get("sendAt")
    if seconds is None:
        return None
    try:
        send_at = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise bad_request("sendAt is not a Unix time", "/sendAt") from None
    if send_at < ctx.now - timedelta(seconds=1):
        raise bad_request("sendAt is in the past", "/sendAt")
    if send_at > ctx.now + MAX_DELAY:
        raise bad_request("sendAt is more than 30 days ahead", "/sendAt")
    return send_at


def _faxline(ctx: Context, faxline_id: str) -> Faxline:
    line = ctx.state.faxlines.get(faxline_id)
    members = ctx.state.groups[line.owner].user_ids if line and line.owner in ctx.state.groups else ()
    if line is None or (not ctx.identity.admin and ctx.identity.id not in (line.owner, *members)):
        raise ApiError(403, NOT_YOURS)
    if not line.can_send:
        raise ApiError(403, "The faxline cannot send")
    return line


@operation("sendFax")
def _send_fax(ctx: Context) -> dict[str, str]:
    line = _faxline(ctx, ctx.body["faxlineId"])
    recipient = number_in(ctx.body["recipient"], "recipient")
    pages = pages_of(ctx.body["base64Content"])
    _charge(ctx, pages * ctx.rules.fax_price)
    fax = send_fax(
        ctx.state,
        ctx.now,
        ctx.rules,
        line=line,
        recipient=recipient,
        filename=ctx.body["filename"],
        base64_content=ctx.body["base64Content"],
        pages=pages,
    )
    return {"sessionId": fax.id}


@operation("resendFax")
def _resend_fax(ctx: Context) -> None:
    """Send a fax in the outbox again, by default through the same faxline."""
    sent = get_or_404(ctx.state.sent_faxes, ctx.body["faxId"], "Fax")
    line = _faxline(ctx, ctx.body.get("faxlineId", sent.faxline_id))
    _charge(ctx, sent.pages * ctx.rules.fax_price)
    send_fax(
        ctx.state,
        ctx.now,
        ctx.rules,
        line=line,
        recipient=sent.recipient,
        filename=sent.filename,
        base64_content=sent.base64_content,
        pages=sent.pages,
    )


@operation("newCall")
def _new_call(ctx: Context) -> dict[str, str]:
    """Ring the caller's phone, then the callee; the session id is the id of the live call."""
    body = ctx.body
    callee = number_in(body["callee"], "callee")
    endpoint_id, device_id, own_number = _caller(ctx)
    caller_id = number_in(body["callerId"], "callerId") if body.get("callerId") else own_number
    return {"sessionId": start_call(ctx, callee, endpoint_id, device_id, caller_id)}


def start_call(
    ctx: Context, callee: str, endpoint_id: str, device_id: str, own_number: str, channel_id: str = ""
) -> str:
    """Start a call for the authenticated user, charge it, add it to the outbox, and return the call id."""
    _charge(ctx, ctx.rules.call_price)
    devices = (device_id,) if device_id else ()
    line = CallRoute(own_number, endpoint_id, channel_id, (ctx.identity.id,), devices)
    context = StepContext(ctx.state, ctx.now, ctx.rules, "")
    call = dialing.start_from_api(context, dialing.Leg("OUTGOING", own_number, callee, line))
    caller = endpoint_id or device_id
    ctx.state.started_calls.put(StartedCall(call.id, caller, callee, own_number, device_id, ctx.now))
    return call.id


def _caller(ctx: Context) -> tuple[str, str, str]:
    """Return the phoneline id, the device id and the number of the caller; "" for an id that does not apply."""
    caller, device_id = ctx.body["caller"], ctx.body.get("deviceId", "")
    if is_extension(caller, "p"):
        line = ctx.state.phonelines.get(caller)
        if line is None:
            raise ApiError(403, NOT_YOURS)
        check_owner(line.owner, ctx.identity)
        return line.id, device_id or next(iter(line.device_ids), ""), _number_of(ctx, line.id)
    if is_extension(caller, "exy"):
        return _from_device(ctx, caller)
    number = number_in(caller, "caller")
    if not device_id:
        raise bad_request("deviceId is required if the caller is a phone number", "/deviceId")
    line_id, device_id, _ = _from_device(ctx, device_id)
    return line_id, device_id, number


def _from_device(ctx: Context, device_id: str) -> tuple[str, str, str]:
    if is_extension(device_id, "p"):
        line = ctx.state.phonelines.get(device_id)
        if line is None:
            raise ApiError(403, NOT_YOURS)
        check_owner(line.owner, ctx.identity)
        return line.id, next(iter(line.device_ids), ""), _number_of(ctx, line.id)
    if device_id not in ctx.state.devices:
        raise ApiError(403, NOT_YOURS)
    device = own_device(ctx, device_id)
    line = next((row for row in ctx.state.phonelines if device.id in row.device_ids), None)
    number = device.caller_id or (_number_of(ctx, line.id) if line else "")
    return (line.id if line else ""), device.id, number


def _number_of(ctx: Context, endpoint_id: str) -> str:
    return next((row.number for row in ctx.state.numbers if row.endpoint_id == endpoint_id), "anonymous")


def _service_call(ctx: Context, callee: str) -> dict[str, str]:
    """Start a call from the voice system to a device of the user."""
    device_id = ctx.body.get("deviceId") or (ctx.identity.user.default_device if ctx.identity.user else "")
    if device_id not in ctx.state.devices:
        raise bad_request(f"Unknown device {device_id}", "/deviceId")
    line_id, device_id, number = _from_device(ctx, device_id)
    return {"sessionId": start_call(ctx, callee, line_id, device_id, number)}


@operation("playRecording")
def _play_recording(ctx: Context) -> dict[str, str]:
    entry = ctx.state.history.get(ctx.body.get("datadId", ""))
    if entry is None or not entry.recordings:
        raise bad_request("datadId is not the id of a recording", "/datadId")
    return _service_call(ctx, entry.source)


@operation("newRecording")
def _new_recording(ctx: Context) -> dict[str, str]:
    target = ctx.body.get("targetId", "")
    if target not in ctx.state.voicemails:
        raise bad_request("targetId is not the id of a voicemail", "/targetId")
    return _service_call(ctx, ctx.state.voicemails[target].access_number)


@operation("newIvrRecording")
def _new_ivr_recording(ctx: Context) -> dict[str, str]:
    if not is_extension(ctx.body.get("targetId", ""), "h"):
        raise bad_request("targetId is not the id of an IVR", "/targetId")
    raise ApiError(403, "The feature ivr is not active for this account")
