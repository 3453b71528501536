"""Live calls from ringing to hung up, and the history they leave behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from . import agenda
from .agenda import Moment, step
from .past import remember
from .state import State
from .state.happenings import Endpoint, Entry, LiveCall, Participant

UNREACHABLE = "+4922147110000"
"""Calls to this number are busy, faxes to it fail: so that somebody can see what then happens."""


def start(
    state: State,
    now: datetime,
    ring: timedelta,
    *,
    user_id: str,
    endpoint_id: str,
    device_id: str,
    own_number: str,
    callee: str,
    channel_id: str = "",
) -> LiveCall:
    """Start an outgoing call: it rings, and is established or ends after `ring`."""
    call = LiveCall(
        id=state.new_hex("call"),
        direction="OUTGOING",
        participants=(
            Participant("1", own_number, owner=True),
            Participant("2", callee, owner=False),
        ),
        user_id=user_id,
        endpoint_id=endpoint_id,
        device_id=device_id,
        started=now,
        channel_id=channel_id,
    )
    state.calls.put(call)
    agenda.schedule(state, now + ring, "call.busy" if callee == UNREACHABLE else "call.established", call.id)
    return call


@step("call.established")
def _established(moment: Moment) -> None:
    call = moment.state.calls.get(moment.subject)
    if call is not None:
        moment.state.calls.put(replace(call, established=moment.at))


@step("call.busy")
def _busy(moment: Moment) -> None:
    call = moment.state.calls.get(moment.subject)
    if call is not None:
        hang_up(moment.state, call, moment.at, moment.rules.history_lag, call_status="BUSY")


def hang_up(
    state: State, call: LiveCall, now: datetime, lag: timedelta, *, call_status: str = "", status: str = ""
) -> Entry:
    """End a call; its entry is in the history (classic) or among the channel's events (neo) after `lag`.

    Args:
        state: the account.
        call: the live call.
        now: when it ends.
        lag: how late the history is.
        call_status: the entry's `callStatus`, if not what follows from the call.
        status: the entry's `status`, if not what follows from the call.
    """
    agenda.forget(state, call.id)
    state.calls.remove(call.id)
    entry = _entry(state, call, now)
    if call_status:
        entry = replace(
            entry, call_status=call_status, status="BUSY" if call_status == "BUSY" else entry.status
        )
    if status:
        entry = replace(entry, status=status)
    return remember(state, entry, now, lag)


def _entry(state: State, call: LiveCall, now: datetime) -> Entry:
    own = next(one for one in call.participants if one.owner)
    others = [one for one in call.participants if not one.owner]
    other = others[0].phone_number if others else ""
    incoming = call.direction == "INCOMING"
    missed = call.established is None
    entry_id = str(state.count("history", start=4_200_000_000))
    recordings = call.recordings + (
        (_recording_id(entry_id, len(call.recordings)),) if call.recording else ()
    )
    endpoints = [Endpoint("ROUTED", call.endpoint_id, "PHONELINE")] if call.endpoint_id else []
    if not missed and call.device_id:
        endpoints.append(Endpoint("PICKUP", call.device_id, _DEVICE_TYPES.get(call.device_id[0], "REGISTER")))
    source, target = (other, own.phone_number) if incoming else (own.phone_number, other)
    return Entry(
        id=entry_id,
        type="CALL",
        created=call.started,
        direction=("MISSED_" if missed else "") + call.direction,
        source=source,
        target=target,
        source_alias=name_of(state, source),
        target_alias=name_of(state, target),
        status="NOPICKUP" if missed else "PICKUP",
        connection_ids=(call.endpoint_id,) if call.endpoint_id else (),
        owner=call.user_id,
        endpoints=tuple(endpoints),
        read=not (missed and incoming),
        last_modified=now,
        duration=0 if call.established is None else int((now - call.established).total_seconds()),
        call_id=call.id,
        call_status="MISSED" if missed else "SUCCESS",
        recordings=tuple(f"{entry_id}-{index + 1}" for index, _ in enumerate(recordings)),
        channel_id=call.channel_id,
    )


_DEVICE_TYPES = {"e": "REGISTER", "x": "EXTERNAL", "y": "MOBILE", "p": "PHONELINE"}


def _recording_id(entry_id: str, index: int) -> str:
    return f"{entry_id}-{index + 1}"


def name_of(state: State, number: str) -> str:
    """The name of a contact with this number, the number itself for a stranger."""
    for contact in state.contacts.alike(number):
        if any(one.get("number") == number for one in contact.numbers):
            return contact.name
    return number
