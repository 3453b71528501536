"""The overview: everything that the console's page shows except calls, in one response."""

from __future__ import annotations

from typing import Any, Final

from sipgate_tools.spec import load

from ..call_engine import number_routing
from ..dispatch.dispatcher import Dispatcher
from ..iso_time import iso
from ..state import State
from ..state.calls_and_history import LiveCall
from ..state.phones import Device, Number
from . import activity
from .context import ConsoleContext
from .incoming import number_of

MAX_CONTACTS: Final = 200


def overview(console: ConsoleContext) -> dict[str, Any]:
    """Handle `GET /console/api/overview`."""
    dispatcher = console.dispatcher
    state = dispatcher.state
    account = state.account
    return {
        "account": {"company": account.company, "platform": account.platform},
        "balance": {"amount": account.balance, "currency": account.currency},
        "clock": {"now": iso(dispatcher.clock.now()), "running": dispatcher.clock.running},
        "connect": console.environment(),
        "numbers": [_number(state, row) for row in state.numbers if row.number.startswith("+")],
        "devices": [_device(state, row) for row in state.devices],
        "people": _people(state),
        "smsNumbers": _sms_numbers(state),
        "faxlines": [
            {"id": row.id, "name": row.alias, "number": row.caller_id}
            for row in state.faxlines
            if row.can_receive
        ],
        "voicemails": [
            {"id": row.id, "name": row.alias, "number": number_of(state, row)} for row in state.voicemails
        ],
        "webhooks": webhooks(state),
        "log": activity.log(state),
        "faults": faults(dispatcher),
        "outbox": activity.outbox(state),
        "history": activity.history(state),
        "otherCalls": [_other_call(state, row) for row in state.calls if row.id not in state.call_records],
    }


def operations(_: ConsoleContext) -> dict[str, list[str]]:
    """Handle `GET /console/api/operations`, which returns the ids of the operations that a fault can apply to."""
    return {"operations": sorted(load().operations)}


def _number(state: State, row: Number) -> dict[str, Any]:
    line = number_routing.route_for(state, row.number)
    rings = number_routing.rings_of(state, line) if line else ()
    return {
        "number": row.number,
        "localized": row.localized,
        "extension": row.endpoint_id or row.channel_id,
        "name": name_of_line(state, row.endpoint_id or row.channel_id),
        "rings": [{"device": one.device_id, "number": one.number} for one in rings],
        "block": row.block,
        "dialled": row.endpoint_id not in state.faxlines,
    }


def name_of_line(state: State, extension: str) -> str:
    """Return the alias of an extension or the name of a channel; "" if the id is unknown."""
    channel = state.channels.get(extension)
    if channel is not None:
        return channel.name
    for table in (state.phonelines, state.groups, state.devices, state.faxlines, state.voicemails):
        row = table.get(extension)
        if row is not None:
            return row.alias
    return ""


def _device(state: State, row: Device) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.alias,
        "kind": row.kind,
        "owner": number_routing.name_of_user(state, row.owner),
        "online": row.online,
        "doNotDisturb": row.dnd,
    }


def _people(state: State) -> list[dict[str, str]]:
    rows = state.contacts.slice(("PRIVATE", "SHARED"), limit=MAX_CONTACTS).rows
    return [
        {"number": number, "name": row.name}
        for row in rows
        for one in row.numbers
        if isinstance(number := one.get("number"), str)
    ]


def _sms_numbers(state: State) -> list[dict[str, str]]:
    return [
        {"number": row.phonenumber, "id": row.sms_id, "name": state.sms_extensions[row.sms_id].alias}
        for row in state.sms_caller_ids
        if row.verified and row.phonenumber.startswith("+") and row.sms_id in state.sms_extensions
    ]


def webhooks(state: State) -> dict[str, Any]:
    """Return the account's webhook settings, and the extensions that a whitelist can contain."""
    settings = state.webhook_settings
    return {
        "incomingUrl": settings.incoming_url,
        "outgoingUrl": settings.outgoing_url,
        "log": settings.log,
        "whitelist": None if settings.whitelist is None else list(settings.whitelist),
        "sipgateIoActive": "sipgateio" not in state.account.missing_features,
        "extensions": [{"id": row.id, "name": row.alias} for row in (*state.phonelines, *state.groups)],
        "ownWebhooks": [
            row.id for row in state.phonelines if row.webhooks.incoming_active or row.webhooks.outgoing_active
        ],
    }


def faults(dispatcher: Dispatcher) -> list[str]:
    """Return the active faults, in the notation of the command line."""
    return [str(fault) for fault in dispatcher.faults]


def _other_call(state: State, call: LiveCall) -> dict[str, Any]:
    """Return a live call that has no call record, such as a call from a seed."""
    own = next((one.phone_number for one in call.participants if one.owner), "")
    other = next((one.phone_number for one in call.participants if not one.owner), "")
    incoming = call.direction == "INCOMING"
    return {
        "id": call.id,
        "xcid": call.id,
        "direction": "in" if incoming else "out",
        "from": other if incoming else own,
        "to": own if incoming else other,
        "users": [{"id": call.user_id, "name": number_routing.name_of_user(state, call.user_id)}],
        "phase": "talking" if call.established else "ringing",
        "held": call.hold,
        "muted": call.muted,
        "recording": call.recording,
        "rings": [],
        "gathering": None,
        "started": iso(call.started),
        "answered": iso(call.established) if call.established else None,
        "ended": None,
        "cause": None,
        "steps": [],
    }
