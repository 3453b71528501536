"""What happened in a call, written down step by step."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..events.scheduler import StepContext
from ..state import State
from ..state.call_engine import CallRecord, Phase, Step
from ..state.calls_and_history import LiveCall

MOST_RECORDS = 500
"""Calls that are remembered; the oldest ones that are over go first."""


def ends_of(call: LiveCall) -> tuple[str, str]:
    """The numbers a call goes from and to."""
    own = next(one.phone_number for one in call.participants if one.owner)
    other = next((one.phone_number for one in call.participants if not one.owner), own)
    return (other, own) if call.direction == "INCOMING" else (own, other)


def direction_of(call: LiveCall) -> str:
    """The direction as webhooks have it."""
    return "in" if call.direction == "INCOMING" else "out"


def begin(moment: StepContext, call: LiveCall, xcid: str, user_ids: tuple[str, ...]) -> None:
    """Remember a new call."""
    state = moment.state
    _make_room(state)
    from_, to = ends_of(call)
    state.call_records.put(
        CallRecord(
            id=call.id,
            xcid=xcid,
            orig_call_id=call.orig_call_id or call.id,
            direction=direction_of(call),
            from_=from_,
            to=to,
            diversion=call.diversion,
            user_ids=user_ids,
            started=moment.at,
        )
    )


def _make_room(state: State) -> None:
    if len(state.call_records) >= MOST_RECORDS:
        over = [record for record in state.call_records if record.ended]
        for record in over[: MOST_RECORDS // 10]:
            state.call_records.remove(record.id)


def note(moment: StepContext, what: str, **detail: Any) -> None:
    """Write down a step of the call the moment is about; what is empty or None is left out of the detail."""
    record = moment.state.call_records.get(moment.subject)
    if record is None:
        return
    kept = {name: value for name, value in detail.items() if value not in (None, "", (), [])}
    step = Step(moment.state.count("call step"), moment.at, what, kept)
    moment.state.call_records.put(replace(record, steps=(*record.steps, step)))


def change(moment: StepContext, **fields: Any) -> None:
    """Change what is remembered of the call itself."""
    record = moment.state.call_records.get(moment.subject)
    if record is not None:
        moment.state.call_records.put(replace(record, **fields))


def enter(moment: StepContext, phase: Phase, **fields: Any) -> None:
    """Let the call be in another phase, in its flow and in its record; `fields` are changed in the flow."""
    flow = moment.state.call_flows[moment.subject]
    moment.state.call_flows.put(replace(flow, phase=phase, **fields))
    change(moment, phase=phase)
