"""What remains of a call: its entry in the history, or among the events of its channel."""

from __future__ import annotations

from datetime import timedelta

from ..state import State
from ..state.calls_and_history import Endpoint, HistoryRow, LiveCall
from . import scheduler
from .history_writer import add_history_entry
from .scheduler import StepContext

UNREACHABLE = "+4922147110000"
"""Calls to this number are busy, faxes to it fail: so that somebody can see what then happens."""

_DEVICE_TYPES = {"e": "REGISTER", "x": "EXTERNAL", "y": "MOBILE", "p": "PHONELINE"}


def hang_up(state: State, entry: HistoryRow, moment: StepContext, lag: timedelta) -> HistoryRow:
    """Take a call off the live ones; its entry shows up later.

    Args:
        state: the account.
        entry: what is to be remembered of it, made from `entry_of`.
        moment: when it ends, and which call it is.
        lag: how much later.
    """
    scheduler.forget(state, moment.subject)
    state.calls.remove(moment.subject)
    return add_history_entry(state, entry, moment.at, lag)


def entry_of(state: State, call: LiveCall, moment: StepContext) -> HistoryRow:
    """The entry of a call that ends now; `status` and `call_status` are for whoever knows why it ends."""
    own = next(one for one in call.participants if one.owner)
    others = [one for one in call.participants if not one.owner]
    other = others[0].phone_number if others else ""
    incoming = call.direction == "INCOMING"
    missed = call.established is None
    entry_id = str(state.count("history", start=4_200_000_000))
    recordings = len(call.recordings) + call.recording
    endpoints = [Endpoint("ROUTED", call.endpoint_id, _type_of(call.endpoint_id))] if call.endpoint_id else []
    if not missed and call.device_id:
        device = state.devices.get(call.device_id)
        kind = device.kind if device else _DEVICE_TYPES.get(call.device_id[0], "REGISTER")
        endpoints.append(Endpoint("PICKUP", call.device_id, kind))
    source, target = (other, own.phone_number) if incoming else (own.phone_number, other)
    return HistoryRow(
        id=entry_id,
        type="CALL",
        created=call.started,
        direction=("MISSED_" if missed else "") + call.direction,
        source=source,
        target=target,
        source_alias=name_of(state, source) if incoming else own_name(state, call.user_id, source),
        target_alias=own_name(state, call.user_id, target) if incoming else name_of(state, target),
        connection_ids=(call.endpoint_id,) if call.endpoint_id else (),
        owner=call.user_id,
        endpoints=tuple(endpoints),
        read=not (missed and incoming),
        last_modified=moment.at,
        duration=0 if call.established is None else int((moment.at - call.established).total_seconds()),
        call_id=call.id,
        recordings=tuple(f"{entry_id}-{index + 1}" for index in range(recordings)),
        channel_id=call.channel_id,
    )


def _type_of(extension: str) -> str:
    return "GROUP" if extension.startswith("g") else "PHONELINE"


def name_of(state: State, number: str) -> str:
    """The name of a contact with this number, the number itself for a stranger."""
    for contact in state.contacts.alike(number):
        if any(one.get("number") == number for one in contact.numbers):
            return contact.name
    return number


def own_name(state: State, owner: str, number: str) -> str:
    """The account's side of an entry: the user whose it is, the group, or else as `name_of`."""
    user, group = state.users.get(owner), state.groups.get(owner)
    if user is not None:
        return f"{user.firstname} {user.lastname}".strip()
    return group.alias if group is not None else name_of(state, number)
