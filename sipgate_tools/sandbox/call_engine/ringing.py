"""Phones ring: what rings, and how that will end if nobody does anything else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from ..events import scheduler
from ..events.scheduler import StepContext
from ..state.call_engine import CallFlow, Ring, RingOutcome
from ..state.calls_and_history import LiveCall
from . import call_log, number_routing
from .call_log import ends_of
from .scenario import Scenario, from_json

RING_LIMIT = 120.0
"""Seconds after which ringing is given up."""
VOICEMAIL_SECONDS = 1.0
"""Seconds until a voicemail picks up."""
REFUSALS = {
    "busy": ("busy", "BUSY"),
    "rejects": ("noAnswer", "REJECTED"),
    "unreachable": ("congestion", "FAILURE"),
    "unknown": ("notFound", "FAILURE"),
}
"""What becomes of a call when the callee does this: hang-up cause and `callStatus`, the most telling one first."""


def wait_until(moment: StepContext, at: datetime, step: str) -> None:
    """Let a step of the call come at a moment, instead of what it waited for before; sooner the caller may give up."""
    state = moment.state
    scheduler.forget(state, moment.subject)
    flow = state.call_flows.get(moment.subject)
    deadline = flow.gives_up_at if flow and state.calls[moment.subject].established is None else None
    if deadline is not None and deadline <= at:
        at, step = max(deadline, moment.at), "call.gives_up"
    scheduler.schedule(state, at, step, moment.subject)


def ring(moment: StepContext) -> None:
    """Let the phones of a call ring: those a webhook named, or those the number leads to."""
    state = moment.state
    call, flow = state.calls[moment.subject], state.call_flows[moment.subject]
    rings = _rings(moment, call, flow)
    seconds, outcome = _how_it_ends(moment, call, flow, rings)
    call_log.enter(moment, "ringing", rings=rings, outcome=outcome)
    shown = [{"number": one.number, "device": one.device_id, "user": one.user_id} for one in rings]
    call_log.note(moment, "rings", targets=shown, voicemail=flow.mailbox)
    wait_until(moment, moment.at + timedelta(seconds=seconds), "call.rung")


def _rings(moment: StepContext, call: LiveCall, flow: CallFlow) -> tuple[Ring, ...]:
    if flow.redirected:
        return flow.rings
    if flow.mailbox:
        return ()
    if call.direction == "OUTGOING":
        return (Ring(ends_of(call)[1]),)
    return number_routing.rings_of(moment.state, _line(call, flow))


def _line(call: LiveCall, flow: CallFlow) -> number_routing.CallRoute:
    return number_routing.CallRoute(
        ends_of(call)[1], call.endpoint_id, call.channel_id, flow.user_ids, flow.device_ids
    )


def _how_it_ends(
    moment: StepContext, call: LiveCall, flow: CallFlow, rings: tuple[Ring, ...]
) -> tuple[float, RingOutcome]:
    """After how many seconds of ringing what happens, as far as can be foreseen."""
    if flow.mailbox:
        return VOICEMAIL_SECONDS, RingOutcome("answers", Ring(ends_of(call)[1]))
    own = call.direction == "INCOMING" and not flow.redirected
    forwarding = number_routing.forwarding_of(moment.state, call.endpoint_id, flow.user_ids) if own else None
    hindrance = number_routing.unreachable(moment.state, _line(call, flow)) if own else None
    if hindrance is not None:
        if forwarding is not None:
            return 0.0, RingOutcome("forwards", to=forwarding[1])
        return 1.0, RingOutcome("ends", cause=hindrance[0], call_status=hindrance[1])
    foreseen = list(_what_they_do(from_json(flow.scenario), rings))
    if forwarding is not None:
        foreseen.append((forwarding[0], RingOutcome("forwards", to=forwarding[1])))
    foreseen.append((RING_LIMIT, RingOutcome("ends", cause="noAnswer")))
    return min(foreseen, key=lambda one: one[0])


def _what_they_do(scenario: Scenario, rings: tuple[Ring, ...]) -> Iterator[tuple[float, RingOutcome]]:
    """What those do whose phones ring. It ends with a refusal only when all of them refuse."""
    refusals: list[tuple[float, str]] = []
    numbers = list(dict.fromkeys(one.number for one in rings))
    for number in numbers:
        callee = scenario.callee_at(number)
        phones = [one for one in rings if one.number == number]
        if callee.does == "answers":
            chosen = next((one for one in phones if one.device_id == callee.device), phones[0])
            yield callee.seconds, RingOutcome("answers", chosen)
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
