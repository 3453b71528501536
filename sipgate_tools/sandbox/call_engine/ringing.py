"""Ringing: which phones ring, and how the ringing ends unless a participant acts first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from ..events import scheduler
from ..events.scheduler import StepContext
from ..state.call_engine import CallFlow, Ring, RingOutcome
from ..state.calls_and_history import LiveCall
from . import call_log, number_routing
from .call_log import caller_and_callee
from .scenario import Scenario, from_json

RING_LIMIT: Final = 120.0
"""Seconds after which ringing ends with `noAnswer`."""
VOICEMAIL_SECONDS: Final = 1.0
"""Seconds until a voicemail picks up."""
REFUSALS: Final = {
    "busy": ("busy", "BUSY"),
    "rejects": ("noAnswer", "REJECTED"),
    "unreachable": ("congestion", "FAILURE"),
    "unknown": ("notFound", "FAILURE"),
}
"""The hang-up cause and the `callStatus` for each way in which a callee refuses a call, the most specific first."""


def wait_until(context: StepContext, at: datetime, step: str) -> None:
    """Schedule the next step of the call in place of its other steps, unless the caller gives up before that time."""
    state = context.state
    scheduler.cancel_steps(state, context.subject)
    flow = state.call_flows.get(context.subject)
    deadline = flow.gives_up_at if flow and state.calls[context.subject].established is None else None
    if deadline is not None and deadline <= at:
        at, step = max(deadline, context.at), "call.gives_up"
    scheduler.schedule(state, at, step, context.subject)


def ring(context: StepContext) -> None:
    """Ring the phones that a webhook specified, or else the phones of the dialed number."""
    state = context.state
    call, flow = state.calls[context.subject], state.call_flows[context.subject]
    rings = _rings(context, call, flow)
    seconds, outcome = _expected_outcome(context, call, flow, rings)
    call_log.enter_phase(context, "ringing", rings=rings, outcome=outcome)
    targets = [{"number": one.number, "device": one.device_id, "user": one.user_id} for one in rings]
    call_log.add_step(context, "rings", targets=targets, voicemail=flow.mailbox)
    wait_until(context, context.at + timedelta(seconds=seconds), "call.rung")


def _rings(context: StepContext, call: LiveCall, flow: CallFlow) -> tuple[Ring, ...]:
    if flow.redirected:
        return flow.rings
    if flow.mailbox:
        return ()
    if call.direction == "OUTGOING":
        return (Ring(caller_and_callee(call)[1]),)
    return number_routing.rings_of(context.state, _line(call, flow))


def _line(call: LiveCall, flow: CallFlow) -> number_routing.CallRoute:
    return number_routing.CallRoute(
        caller_and_callee(call)[1], call.endpoint_id, call.channel_id, flow.user_ids, flow.device_ids
    )


def _expected_outcome(
    context: StepContext, call: LiveCall, flow: CallFlow, rings: tuple[Ring, ...]
) -> tuple[float, RingOutcome]:
    """Return the expected outcome, with the seconds of ringing before it."""
    if flow.mailbox:
        return VOICEMAIL_SECONDS, RingOutcome("answers", Ring(caller_and_callee(call)[1]))
    own = call.direction == "INCOMING" and not flow.redirected
    forwarding = number_routing.forwarding_of(context.state, call.endpoint_id, flow.user_ids) if own else None
    unreachable = number_routing.unreachable_reason(context.state, _line(call, flow)) if own else None
    if unreachable is not None:
        if forwarding is not None:
            return 0.0, RingOutcome("forwards", to=forwarding[1])
        return 1.0, RingOutcome("ends", cause=unreachable[0], call_status=unreachable[1])
    outcomes = list(_callee_outcomes(from_json(flow.scenario), rings))
    if forwarding is not None:
        outcomes.append((forwarding[0], RingOutcome("forwards", to=forwarding[1])))
    outcomes.append((RING_LIMIT, RingOutcome("ends", cause="noAnswer")))
    return min(outcomes, key=lambda one: one[0])


def _callee_outcomes(scenario: Scenario, rings: tuple[Ring, ...]) -> Iterator[tuple[float, RingOutcome]]:
    """Yield the outcomes of the callees in the scenario. A refusal counts only if all callees refuse."""
    refusals: list[tuple[float, str]] = []
    numbers = list(dict.fromkeys(one.number for one in rings))
    for number in numbers:
        callee = scenario.callee_at(number)
        phones = [one for one in rings if one.number == number]
        if callee.does == "answers":
            phone = next((one for one in phones if one.device_id == callee.device), phones[0])
            yield callee.seconds, RingOutcome("answers", phone)
        elif callee.does == "forwards":
            yield callee.seconds, RingOutcome("forwards", to=callee.to)
        elif callee.does in REFUSALS:
            refusals.append((callee.seconds, callee.does))
    if refusals and len(refusals) == len(numbers):
        word = min((word for _, word in refusals), key=list(REFUSALS).index)
        cause, call_status = REFUSALS[word]
        yield (
            max(seconds for seconds, _ in refusals),
            RingOutcome("ends", cause=cause, call_status=call_status),
        )
