"""The log of each call: the call's steps in order, which remain after the call has ended."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from ..events.scheduler import StepContext
from ..state import State
from ..state.call_engine import CallRecord, Phase, Step
from ..state.calls_and_history import LiveCall

MAX_RECORDS: Final = 500
"""The number of calls whose logs are stored. The oldest ended calls are removed first."""


def caller_and_callee(call: LiveCall) -> tuple[str, str]:
    """Return the caller's and the callee's number."""
    own = next(one.phone_number for one in call.participants if one.owner)
    other = next((one.phone_number for one in call.participants if not one.owner), own)
    return (other, own) if call.direction == "INCOMING" else (own, other)


def direction_of(call: LiveCall) -> str:
    """Return the direction as webhooks send it: `in` or `out`."""
    return "in" if call.direction == "INCOMING" else "out"


def start_record(context: StepContext, call: LiveCall, xcid: str, user_ids: tuple[str, ...]) -> None:
    """Start the log of a new call."""
    state = context.state
    _drop_old_records(state)
    from_, to = caller_and_callee(call)
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
            started=context.at,
        )
    )


def _drop_old_records(state: State) -> None:
    if len(state.call_records) >= MAX_RECORDS:
        over = [record for record in state.call_records if record.ended]
        for record in over[: MAX_RECORDS // 10]:
            state.call_records.remove(record.id)


def add_step(context: StepContext, what: str, **detail: Any) -> None:
    """Append a step to the log of the call in `context`. Details that are empty or None are omitted."""
    record = context.state.call_records.get(context.subject)
    if record is None:
        return
    details = {name: value for name, value in detail.items() if value not in (None, "", (), [])}
    step = Step(context.state.count("call step"), context.at, what, details)
    context.state.call_records.put(replace(record, steps=(*record.steps, step)))


def update(context: StepContext, **fields: Any) -> None:
    """Update fields of the call's record."""
    record = context.state.call_records.get(context.subject)
    if record is not None:
        context.state.call_records.put(replace(record, **fields))


def enter_phase(context: StepContext, phase: Phase, **fields: Any) -> None:
    """Set the phase of a call in its flow and its record, and other `fields` of the flow."""
    flow = context.state.call_flows[context.subject]
    context.state.call_flows.put(replace(flow, phase=phase, **fields))
    update(context, phase=phase)
