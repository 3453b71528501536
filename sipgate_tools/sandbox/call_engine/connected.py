"""Established calls: pick-up, hold, recording, transfer and forwarding."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from ..events import scheduler
from ..events.scheduler import StepContext, step
from ..state.call_engine import CallFlow, Ring
from ..state.calls_and_history import LiveCall
from ..webhooks import payloads
from . import call_log, dialing, ending, number_routing
from .call_log import caller_and_callee
from .playback import press
from .scenario import Act, Scenario, from_json

MAX_HOPS: Final = 5
"""The number of consecutive forwards and transfers. A call that is forwarded more often ends with `congestion`."""


def establish(context: StepContext, by: Ring | None = None) -> None:
    """Establish the call. The phone that picks up is `by`, or by default the first phone that rings."""
    state = context.state
    call, flow = state.calls[context.subject], state.call_flows[context.subject]
    phone = by or next(iter(flow.rings), Ring(caller_and_callee(call)[1]))
    recorded = state.auto_recordings.get(call.endpoint_id)
    call = state.calls.put(
        replace(
            call,
            established=context.at,
            device_id=phone.device_id or ("" if flow.mailbox or flow.redirected else call.device_id),
            user_id=phone.user_id or call.user_id,
            recording=recorded is not None and recorded.active,
        )
    )
    call_log.enter_phase(
        context, "talking", answering_number=phone.number, answered_by=phone.user_id, outcome=None
    )
    call_log.update(context, answered=context.at)
    call_log.add_step(
        context,
        "answered",
        number=phone.number,
        device=phone.device_id,
        user=phone.user_id,
        voicemail=flow.mailbox,
    )
    payloads.queue_answer(context, call, state.call_flows[call.id])
    if flow.consulted_by:
        ending.end(
            replace(context, subject=flow.consulted_by), "normalClearing", by="callee", status="FORWARD"
        )
    _next_act(context)


def _acts(flow: CallFlow) -> list[Act]:
    scenario = from_json(flow.scenario)
    if flow.mailbox:
        return [Act(max(scenario.message_seconds, 1.0), "hangUp", "caller")]
    acts = list(scenario.then)
    if scenario.talk_seconds is not None:
        acts.append(Act(scenario.talk_seconds, "hangUp", scenario.hangs_up))
    return sorted(acts, key=lambda act: act.after)


def _next_act(context: StepContext) -> None:
    flow, call = context.state.call_flows[context.subject], context.state.calls[context.subject]
    acts = _acts(flow)
    scheduler.cancel_steps(context.state, context.subject)
    if call.established is not None and flow.acts < len(acts):
        at = call.established + timedelta(seconds=acts[flow.acts].after)
        scheduler.schedule(context.state, at, "call.act", call.id)


@step("call.act")
def _act(context: StepContext) -> None:
    state = context.state
    flow = state.call_flows[context.subject]
    act = _acts(flow)[flow.acts]
    state.call_flows.put(replace(flow, acts=flow.acts + 1))
    match act.do:
        case "hangUp":
            ending.hang_up(context, act.by)
        case "transfer":
            transfer(context, act.to, attended=act.attended)
        case "hold" | "resume":
            hold(context, on=act.do == "hold")
        case "press":
            press(context, act.digits)
        case "record" | "stopRecording":
            record(context, on=act.do == "record", announced=True)
    if context.subject in state.call_flows:
        _next_act(context)


def hold(context: StepContext, *, on: bool) -> None:
    """Put the other party of an established call on hold, or resume the call."""
    call = context.state.calls[context.subject]
    sides = tuple(replace(one, hold=on) if one.owner else one for one in call.participants)
    context.state.calls.put(replace(call, hold=on, participants=sides))
    call_log.add_step(context, "held" if on else "resumed")


def record(context: StepContext, *, on: bool, announced: bool) -> None:
    """Start or stop recording an established call. Each stop completes one recording file."""
    call = context.state.calls[context.subject]
    if call.recording and not on:
        call = replace(call, recordings=(*call.recordings, str(len(call.recordings) + 1)))
    context.state.calls.put(replace(call, recording=on, recording_announced=on and announced))
    call_log.add_step(context, "records" if on else "stopsRecording")


def transfer(context: StepContext, number: str, *, attended: bool) -> LiveCall:
    """Transfer the other party to another number. Start and return a new call that refers to the original call.

    A blind transfer ends the first call immediately. In an attended transfer, the first call stays on hold until the
    new call is answered. If the new call is not answered, the first call resumes.
    """
    state, call = context.state, context.state.calls[context.subject]
    other = next((one.phone_number for one in call.participants if not one.owner), "")
    call_log.add_step(context, "transfers", to=number, attended=attended)
    if attended:
        hold(context, on=True)
    following = _start_following_call(
        context, call, state.call_flows.get(call.id), other, number, attended=attended
    )
    if not attended:
        cause = "normalClearing" if call.established is not None else "forwarded"
        ending.end(
            context, cause, by="callee" if call.direction == "INCOMING" else "caller", status="FORWARD"
        )
    return following


def forward(context: StepContext, to: str) -> None:
    """Forward a ringing call to a number or a voicemail. The call ends as `forwarded`, and a new call starts.

    After `MAX_HOPS` forwards and transfers, or if the voicemail is unknown, the call ends with `congestion` instead.
    """
    state = context.state
    call, flow = state.calls[context.subject], state.call_flows[context.subject]
    if flow.hops >= MAX_HOPS or (to.startswith("v") and to not in state.voicemails):
        ending.end(context, "congestion")
        return
    call_log.add_step(context, "forwards", to=to)
    ending.end(context, "forwarded")
    _start_following_call(context, call, flow, caller_and_callee(call)[0], to)


def _start_following_call(
    context: StepContext,
    call: LiveCall,
    flow: CallFlow | None,
    other: str,
    to: str,
    *,
    attended: bool = False,
) -> LiveCall:
    """Start the call that follows a transfer or a forward, for the remaining party."""
    state = context.state
    own = next(one.phone_number for one in call.participants if one.owner)
    users = flow.user_ids if flow else (call.user_id,)
    mailbox = to if to in state.voicemails else ""
    before = number_routing.CallRoute(
        own, call.endpoint_id, call.channel_id, users, flow.device_ids if flow else (call.device_id,)
    )
    line = before if mailbox else number_routing.route_for(state, to)
    leg = (
        dialing.Leg("OUTGOING", other, to, before)
        if line is None
        else dialing.Leg("INCOMING", own if mailbox else to, other, line)
    )
    leg = replace(
        leg,
        orig_call_id=call.orig_call_id or call.id,
        diversion=own,
        xcid=flow.xcid if flow else "",
        hops=(flow.hops if flow else 0) + 1,
        mailbox=mailbox,
        consulted_by=call.id if attended else "",
        clock_moves=flow.clock_moves if flow else False,
    )
    if flow is None:
        return dialing.start_from_api(context, leg)
    return dialing.place(context, leg, _remaining_scenario(from_json(flow.scenario), flow))


def _remaining_scenario(scenario: Scenario, flow: CallFlow) -> Scenario:
    """Return the scenario for the following call, without the acts and without the digits that were already used."""
    return replace(scenario, then=(), digits=scenario.digits[flow.gathers :])


@step("call.rung")
def _finish_ringing(context: StepContext) -> None:
    """End the ringing with the expected outcome."""
    outcome = context.state.call_flows[context.subject].outcome
    if outcome is None:
        return
    match outcome.what:
        case "answers":
            establish(context, outcome.ring)
        case "forwards":
            forward(context, outcome.to)
        case _:
            ending.end(context, outcome.cause, call_status=outcome.call_status)
