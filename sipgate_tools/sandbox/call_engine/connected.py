"""Established calls: somebody picked up, talks, is put on hold, is transferred, and hangs up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from ..events import scheduler
from ..events.scheduler import StepContext, step
from ..state.call_engine import CallFlow, Ring
from ..state.calls_and_history import LiveCall
from ..webhooks import payloads
from . import call_log, dialing, ending, number_routing
from .call_log import ends_of
from .playback import press
from .scenario import Act, Scenario, from_json

MOST_HOPS = 5
"""A call that was passed on more often than this goes round in circles, and ends."""


def establish(moment: StepContext, by: Ring | None = None) -> None:
    """Somebody picks up the call the moment is about; by default whoever's phone rings first."""
    state = moment.state
    call, flow = state.calls[moment.subject], state.call_flows[moment.subject]
    who = by or next(iter(flow.rings), Ring(ends_of(call)[1]))
    recorded = state.auto_recordings.get(call.endpoint_id)
    call = state.calls.put(
        replace(
            call,
            established=moment.at,
            device_id=who.device_id or ("" if flow.mailbox or flow.redirected else call.device_id),
            user_id=who.user_id or call.user_id,
            recording=recorded is not None and recorded.active,
        )
    )
    call_log.enter(moment, "talking", answering_number=who.number, answered_by=who.user_id, outcome=None)
    call_log.change(moment, answered=moment.at)
    call_log.note(
        moment, "answered", number=who.number, device=who.device_id, user=who.user_id, voicemail=flow.mailbox
    )
    payloads.queue_answer(moment, call, state.call_flows[call.id])
    if flow.consulted_by:
        ending.end(
            replace(moment, subject=flow.consulted_by), "normalClearing", by="callee", status="FORWARD"
        )
    _next_act(moment)


def _acts(flow: CallFlow) -> list[Act]:
    scenario = from_json(flow.scenario)
    if flow.mailbox:
        return [Act(max(scenario.message_seconds, 1.0), "hangUp", "caller")]
    acts = list(scenario.then)
    if scenario.talk_seconds is not None:
        acts.append(Act(scenario.talk_seconds, "hangUp", scenario.hangs_up))
    return sorted(acts, key=lambda act: act.after)


def _next_act(moment: StepContext) -> None:
    flow, call = moment.state.call_flows[moment.subject], moment.state.calls[moment.subject]
    acts = _acts(flow)
    scheduler.forget(moment.state, moment.subject)
    if call.established is not None and flow.acts < len(acts):
        at = call.established + timedelta(seconds=acts[flow.acts].after)
        scheduler.schedule(moment.state, at, "call.act", call.id)


@step("call.act")
def _act(moment: StepContext) -> None:
    state = moment.state
    flow = state.call_flows[moment.subject]
    act = _acts(flow)[flow.acts]
    state.call_flows.put(replace(flow, acts=flow.acts + 1))
    match act.do:
        case "hangUp":
            ending.hang_up(moment, act.by)
        case "transfer":
            transfer(moment, act.to, attended=act.attended)
        case "hold" | "resume":
            hold(moment, on=act.do == "hold")
        case "press":
            press(moment, act.digits)
        case "record" | "stopRecording":
            record(moment, on=act.do == "record", announced=True)
    if moment.subject in state.call_flows:
        _next_act(moment)


def hold(moment: StepContext, *, on: bool) -> None:
    """Put the other side of an established call on hold, or fetch it back."""
    call = moment.state.calls[moment.subject]
    sides = tuple(replace(one, hold=on) if one.owner else one for one in call.participants)
    moment.state.calls.put(replace(call, hold=on, participants=sides))
    call_log.note(moment, "held" if on else "resumed")


def record(moment: StepContext, *, on: bool, announced: bool) -> None:
    """Start or stop recording an established call; each stop finishes a file."""
    call = moment.state.calls[moment.subject]
    if call.recording and not on:
        call = replace(call, recordings=(*call.recordings, str(len(call.recordings) + 1)))
    moment.state.calls.put(replace(call, recording=on, recording_announced=on and announced))
    call_log.note(moment, "records" if on else "stopsRecording")


def transfer(moment: StepContext, number: str, *, attended: bool) -> LiveCall:
    """Connect the other side with somebody else: a new call, which names the one it came from.

    A blind transfer ends the first call at once. With an attended one it stays, on hold, until the new one is
    answered, and goes on when that fails.
    """
    state, call = moment.state, moment.state.calls[moment.subject]
    other = next((one.phone_number for one in call.participants if not one.owner), "")
    call_log.note(moment, "transfers", to=number, attended=attended)
    if attended:
        hold(moment, on=True)
    following = _pass_on(moment, call, state.call_flows.get(call.id), other, number, attended=attended)
    if not attended:
        cause = "normalClearing" if call.established is not None else "forwarded"
        ending.end(moment, cause, by="callee" if call.direction == "INCOMING" else "caller", status="FORWARD")
    return following


def forward(moment: StepContext, to: str) -> None:
    """Let somebody else's phone ring, or the voicemail: the call ends as forwarded and a new one begins."""
    state = moment.state
    call, flow = state.calls[moment.subject], state.call_flows[moment.subject]
    if flow.hops >= MOST_HOPS or (to.startswith("v") and to not in state.voicemails):
        ending.end(moment, "congestion")
        return
    call_log.note(moment, "forwards", to=to)
    ending.end(moment, "forwarded")
    _pass_on(moment, call, flow, ends_of(call)[0], to)


def _pass_on(
    moment: StepContext, call: LiveCall, flow: CallFlow | None, other: str, to: str, *, attended: bool = False
) -> LiveCall:
    """Begin the call that follows from a call, for the side that stays."""
    state = moment.state
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
        return dialing.start(moment, leg)
    return dialing.place(moment, leg, _what_follows(from_json(flow.scenario), flow))


def _what_follows(scenario: Scenario, flow: CallFlow) -> Scenario:
    """What the people do in the call that follows: the caller's acts and presses so far are done."""
    return replace(scenario, then=(), digits=scenario.digits[flow.gathers :])


@step("call.rung")
def _answer_transfer(moment: StepContext) -> None:
    """The ringing ends as was foreseen."""
    outcome = moment.state.call_flows[moment.subject].outcome
    if outcome is None:
        return
    match outcome.what:
        case "answers":
            establish(moment, outcome.ring)
        case "forwards":
            forward(moment, outcome.to)
        case _:
            ending.end(moment, outcome.cause, call_status=outcome.call_status)
