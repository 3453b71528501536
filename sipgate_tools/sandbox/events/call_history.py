"""Creates the history entries of calls, in the history or in the events of a channel."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from ..state import State
from ..state.calls_and_history import Endpoint, HistoryRow, LiveCall
from . import scheduler
from .history_writer import add_history_entry
from .scheduler import StepContext

UNREACHABLE: Final = "+4922147110000"
"""A number where calls are busy and faxes fail, for trying both cases."""

_DEVICE_TYPES: Final = {"e": "REGISTER", "x": "EXTERNAL", "y": "MOBILE", "p": "PHONELINE"}


def hang_up(state: State, entry: HistoryRow, context: StepContext, lag: timedelta) -> HistoryRow:
    """Remove a live call, and add its history entry after `lag`. Return the entry.

    Args:
        state: The account.
        entry: The history entry, created with `entry_of`.
        context: The time at which the call ends, and the call id.
        lag: The delay before the entry appears.
    """
    scheduler.cancel_steps(state, context.subject)
    state.calls.remove(context.subject)
    return add_history_entry(state, entry, context.at, lag)


def entry_of(state: State, call: LiveCall, context: StepContext) -> HistoryRow:
    """Return the history entry for a call that ends now, without `status` and `call_status`."""
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
        last_modified=context.at,
        duration=0 if call.established is None else int((context.at - call.established).total_seconds()),
        call_id=call.id,
        recordings=tuple(f"{entry_id}-{index + 1}" for index in range(recordings)),
        channel_id=call.channel_id,
    )


def _type_of(extension: str) -> str:
    return "GROUP" if extension.startswith("g") else "PHONELINE"


def name_of(state: State, number: str) -> str:
    """Return the name of a contact with this number, or the number itself if no contact has it."""
    for contact in state.contacts.with_similar_number(number):
        if any(one.get("number") == number for one in contact.numbers):
            return contact.name
    return number


def own_name(state: State, owner: str, number: str) -> str:
    """Return the name of the user or group that owns an entry, or else the result of `name_of`."""
    user, group = state.users.get(owner), state.groups.get(owner)
    if user is not None:
        return f"{user.firstname} {user.lastname}".strip()
    return group.alias if group is not None else name_of(state, number)
