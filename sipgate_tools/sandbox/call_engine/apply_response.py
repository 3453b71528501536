"""Applies the response to a webhook: runs the actions in the response, or lets the call ring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, assert_never

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

DECIDING_EVENTS: Final = ("newCall", "dtmf")
"""The events whose responses can control the call. Responses to `answer` and `hangup` are discarded."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A downloaded sound, with the length in seconds, or else the reason why the sound cannot be played."""

    seconds: float = 0.0
    problem: str = ""


def apply_response(
    context: StepContext, delivery: WebhookDelivery, response: ParsedResponse, sounds: Sequence[Sound]
) -> None:
    """Continue a call with the response to a webhook, unless the call no longer waits for that response.

    Args:
        context: The state, and the time of the response.
        delivery: The webhook that was sent.
        response: The parsed response, which is empty if no valid response arrived.
        sounds: The downloaded sound for each action in the response, in the same order.
    """
    state = context.state
    flow = state.call_flows.get(delivery.call_id)
    if flow is None or flow.asked != delivery.id or flow.phase != "asking":
        return
    call_context = replace(context, subject=delivery.call_id)
    pairs = zip(response.actions, sounds, strict=True)
    state.call_flows.put(
        replace(
            flow,
            asked="",
            on_answer=response.on_answer or flow.on_answer,
            on_hangup=response.on_hangup or flow.on_hangup,
            queued=tuple(QueuedAction(to_value(action), sound.seconds) for action, sound in pairs),
        )
    )
    resume(call_context)


def resume(context: StepContext) -> None:
    """Run the next queued action of the response, or let the call ring if no action is left."""
    state = context.state
    flow = state.call_flows[context.subject]
    if not flow.queued:
        ring(context)
        return
    # Only a sound is followed by the next action. Every other action determines how the call continues.
    first, *following = flow.queued
    state.call_flows.put(replace(flow, queued=tuple(following)))
    _apply(context, from_value(first.action), first.seconds)


def _apply(context: StepContext, action: Action, sound_seconds: float) -> None:
    match action:
        case DialAction():
            _redirect(context, action)
        case VoicemailAction():
            _to_voicemail(context)
        case RejectAction(reason="busy"):
            ending.end(context, "busy", by="webhook")
        case RejectAction():
            ending.end(context, "noAnswer", by="webhook", call_status="REJECTED")
        case HangupAction():
            call = context.state.calls[context.subject]
            ending.hang_up(context, "callee" if call.direction == "INCOMING" else "caller")
        case GatherAction():
            playback.gather(context, action, sound_seconds)
        case PlayAction() if sound_seconds:
            playback.play(context, sound_seconds)
        case PlayAction():  # the sound cannot be played
            resume(context)
        case _:
            assert_never(action)


@step("call.sound_over")
def _after_sound(context: StepContext) -> None:
    resume(context)


def _redirect(context: StepContext, action: DialAction) -> None:
    """Ring the numbers of a Dial action in the same call, whose `answeringNumber` is the number that picks up."""
    state = context.state
    flow = state.call_flows[context.subject]
    rings = tuple(_ring(context, number) for number in action.numbers)
    state.call_flows.put(replace(flow, rings=rings, redirected=True, mailbox=""))
    hidden = "anonymous" if action.anonymous else ""
    call_log.add_step(context, "redirects", to=list(action.numbers), shown=hidden or action.caller_id)
    ring(context)


def _ring(context: StepContext, number: str) -> Ring:
    line = number_routing.route_for(context.state, number)
    own = number_routing.rings_of(context.state, line) if line else ()
    return own[0] if own else Ring(number)


def _to_voicemail(context: StepContext) -> None:
    state = context.state
    call, flow = state.calls[context.subject], state.call_flows[context.subject]
    mailbox = flow.mailbox or number_routing.mailbox_of(state, call.endpoint_id, flow.user_ids)
    if not mailbox:
        call_log.add_step(context, "ignored", why="there is no voicemail")
    state.call_flows.put(replace(flow, mailbox=mailbox))
    ring(context)
