"""Plays sounds and gathers DTMF digits before pick-up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from ..events.scheduler import StepContext, step
from ..state.call_engine import Gathering
from ..webhooks import payloads
from ..webhooks.actions import GatherAction
from . import call_log, ending
from .ringing import wait_until
from .scenario import from_json

MAX_GATHERS: Final = 50
"""The number of Gather actions that one call can have, so that a webhook that always gathers cannot loop forever."""


def play(context: StepContext, seconds: float) -> None:
    """Play a sound. When the sound has ended, the call continues (`apply_response.resume`)."""
    call_log.enter_phase(context, "playing", announced=True)
    call_log.add_step(context, "plays", seconds=round(seconds, 3))
    wait_until(context, context.at + timedelta(seconds=seconds), "call.sound_over")


def gather(context: StepContext, action: GatherAction, seconds: float) -> None:
    """Gather digits. The timeout starts when the sound has ended.

    Args:
        context: The time and the call.
        action: The Gather action, with the number of digits, the timeout, and the URL that receives the digits.
        seconds: The length of the sound that is played first; 0 for none.
    """
    flow = context.state.call_flows[context.subject]
    if flow.gathers >= MAX_GATHERS:
        ending.hang_up(context, "caller")
        return
    if seconds:
        call_log.add_step(context, "plays", seconds=round(seconds, 3))
    since = context.at + timedelta(seconds=seconds)
    collecting = Gathering(action.on_data, action.max_digits, action.timeout_seconds, since)
    call_log.enter_phase(context, "gathering", announced=True, gathering=collecting)
    _wait(context)


def _wait(context: StepContext) -> None:
    """Schedule the next key press of the scenario, or else the timeout."""
    flow = context.state.call_flows[context.subject]
    collecting = flow.gathering
    if collecting is None:
        return
    scenario = from_json(flow.scenario)
    more = scenario.pressed(flow.gathers)[len(collecting.pressed) :]
    if more and scenario.key_seconds <= collecting.timeout_seconds:
        wait_until(context, collecting.since + timedelta(seconds=scenario.key_seconds), "call.key")
    else:
        wait_until(context, collecting.since + timedelta(seconds=collecting.timeout_seconds), "call.gathered")


@step("call.key")
def _press_next_key(context: StepContext) -> None:
    flow = context.state.call_flows[context.subject]
    if flow.gathering is not None:
        pressed = from_json(flow.scenario).pressed(flow.gathers)
        press(context, pressed[len(flow.gathering.pressed) :][:1])


def press(context: StepContext, digits: str) -> None:
    """Add the digits that the caller presses to the running Gather action, or to the established call."""
    state = context.state
    call, flow = state.calls[context.subject], state.call_flows.get(context.subject)
    if flow is None or flow.gathering is None or flow.phase != "gathering":
        if call.established is not None:
            state.calls.put(replace(call, digits=call.digits + digits))
        call_log.add_step(context, "presses", digits=digits)
        return
    collecting = flow.gathering
    pressed = (collecting.pressed + digits)[: collecting.max_digits]
    call_log.add_step(context, "presses", digits=digits)
    # The first digit stops the sound, so the next timeout starts now.
    state.call_flows.put(replace(flow, gathering=replace(collecting, pressed=pressed, since=context.at)))
    if len(pressed) == collecting.max_digits:
        _send_digits(context)
    else:
        _wait(context)


@step("call.gathered")
def _send_digits(context: StepContext) -> None:
    """Queue the `dtmf` webhook with the gathered digits, and wait for its response."""
    state = context.state
    call, flow = state.calls[context.subject], state.call_flows[context.subject]
    collecting = flow.gathering
    if collecting is None:
        return
    asked = payloads.queue_digits(context, call, flow, collecting.url, collecting.pressed)
    call_log.add_step(context, "gathered", digits=collecting.pressed)
    call_log.enter_phase(context, "asking", asked=asked, gathering=None, gathers=flow.gathers + 1)
