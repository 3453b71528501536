"""Webhooks have answered: the call does what they say, or goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..events.scheduler import StepContext, step
from ..state.call_engine import QueuedAction, Ring, WebhookDelivery
from ..webhooks.actions import (
    Action,
    DialAction,
    GatherAction,
    HangupAction,
    ParsedResponse,
    PlayAction,
    RejectAction,
    VoicemailAction,
    from_value,
    to_value,
)
from . import call_log, ending, number_routing, playback
from .ringing import ring

DECIDING = ("newCall", "dtmf")
"""The events whose answers count; those to `answer` and `hangup` are discarded."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound that was fetched: how long it is, or what is wrong with it."""

    seconds: float = 0.0
    problem: str = ""


def apply_response(
    moment: StepContext, delivery: WebhookDelivery, reading: ParsedResponse, sounds: Sequence[Sound]
) -> None:
    """Let a call go on after a webhook's answer.

    Args:
        moment: when the answer was there.
        delivery: what was sent.
        reading: the answer as understood; an empty one when there was none that could be read.
        sounds: what was found where each of its actions wants a sound played.
    """
    state = moment.state
    flow = state.call_flows.get(delivery.call_id)
    if flow is None or flow.asked != delivery.id or flow.phase != "asking":
        return
    about = replace(moment, subject=delivery.call_id)
    doable = zip(reading.actions, sounds, strict=True)
    state.call_flows.put(
        replace(
            flow,
            asked="",
            on_answer=reading.on_answer or flow.on_answer,
            on_hangup=reading.on_hangup or flow.on_hangup,
            queued=tuple(QueuedAction(to_value(action), sound.seconds) for action, sound in doable),
        )
    )
    resume(about)


def resume(moment: StepContext) -> None:
    """Do the next action of the answer, or let the call ring when there is none."""
    state = moment.state
    flow = state.call_flows[moment.subject]
    if not flow.queued:
        ring(moment)
        return
    # What follows comes after a sound only: every other action says itself how the call goes on.
    first, *following = flow.queued
    state.call_flows.put(replace(flow, queued=tuple(following)))
    _apply(moment, from_value(first.action), first.seconds)


def _apply(moment: StepContext, action: Action, sound_seconds: float) -> None:
    match action:
        case DialAction():
            _redirect(moment, action)
        case VoicemailAction():
            _to_voicemail(moment)
        case RejectAction(reason="busy"):
            ending.end(moment, "busy", by="webhook")
        case RejectAction():
            ending.end(moment, "noAnswer", by="webhook", call_status="REJECTED")
        case HangupAction():
            call = moment.state.calls[moment.subject]
            ending.hang_up(moment, "callee" if call.direction == "INCOMING" else "caller")
        case GatherAction():
            playback.gather(moment, action, sound_seconds)
        case PlayAction() if sound_seconds:
            playback.play(moment, sound_seconds)
        case _:
            resume(moment)


@step("call.sound_over")
def _after_sound(moment: StepContext) -> None:
    resume(moment)


def _redirect(moment: StepContext, action: DialAction) -> None:
    """Let the numbers ring that the answer names. It stays the same call: who picks up is its answeringNumber."""
    state = moment.state
    flow = state.call_flows[moment.subject]
    rings = tuple(_ring(moment, number) for number in action.numbers)
    state.call_flows.put(replace(flow, rings=rings, redirected=True, mailbox=""))
    hidden = "anonymous" if action.anonymous else ""
    call_log.note(moment, "redirects", to=list(action.numbers), shown=hidden or action.caller_id)
    ring(moment)


def _ring(moment: StepContext, number: str) -> Ring:
    line = number_routing.route_for(moment.state, number)
    own = number_routing.rings_of(moment.state, line) if line else ()
    return own[0] if own else Ring(number)


def _to_voicemail(moment: StepContext) -> None:
    state = moment.state
    call, flow = state.calls[moment.subject], state.call_flows[moment.subject]
    mailbox = flow.mailbox or number_routing.mailbox_of(state, call.endpoint_id, flow.user_ids)
    if not mailbox:
        call_log.note(moment, "ignored", why="there is no voicemail")
    state.call_flows.put(replace(flow, mailbox=mailbox))
    ring(moment)
