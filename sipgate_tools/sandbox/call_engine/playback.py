"""What a caller hears and presses before anybody picks up: sounds, and digits that are collected."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from ..events.scheduler import StepContext, step
from ..state.call_engine import Gathering
from ..webhooks import payloads
from ..webhooks.actions import GatherAction
from . import call_log, ending
from .ringing import wait_until
from .scenario import from_json

MOST_GATHERS = 50
"""Nobody presses keys more often in one call: a webhook that asks for ever does not keep the sandbox busy for ever."""


def play(moment: StepContext, seconds: float) -> None:
    """Play a sound; when it is over the call goes on (`reacting.go_on`)."""
    call_log.enter(moment, "playing", announced=True)
    call_log.note(moment, "plays", seconds=round(seconds, 3))
    wait_until(moment, moment.at + timedelta(seconds=seconds), "call.sound_over")


def gather(moment: StepContext, wanted: GatherAction, seconds: float) -> None:
    """Collect digits; the time to press one starts when the sound is over.

    Args:
        moment: when, and in which call.
        wanted: how many digits, and how long to wait.
        seconds: how long the sound before them is; 0 for none.
    """
    flow = moment.state.call_flows[moment.subject]
    if flow.gathers >= MOST_GATHERS:
        ending.hang_up(moment, "caller")
        return
    if seconds:
        call_log.note(moment, "plays", seconds=round(seconds, 3))
    since = moment.at + timedelta(seconds=seconds)
    collecting = Gathering(wanted.on_data, wanted.max_digits, wanted.timeout_seconds, since)
    call_log.enter(moment, "gathering", announced=True, gathering=collecting)
    _wait(moment)


def _wait(moment: StepContext) -> None:
    """Wait for the next key of the scenario, or until the time for it is over."""
    flow = moment.state.call_flows[moment.subject]
    collecting = flow.gathering
    if collecting is None:
        return
    scenario = from_json(flow.scenario)
    more = scenario.pressed(flow.gathers)[len(collecting.pressed) :]
    if more and scenario.key_seconds <= collecting.timeout_seconds:
        wait_until(moment, collecting.since + timedelta(seconds=scenario.key_seconds), "call.key")
    else:
        wait_until(moment, collecting.since + timedelta(seconds=collecting.timeout_seconds), "call.gathered")


@step("call.key")
def _key(moment: StepContext) -> None:
    flow = moment.state.call_flows[moment.subject]
    if flow.gathering is not None:
        pressed = from_json(flow.scenario).pressed(flow.gathers)
        press(moment, pressed[len(flow.gathering.pressed) :][:1])


def press(moment: StepContext, digits: str) -> None:
    """The caller presses keys: they are collected where a webhook wants them, and heard where somebody talks."""
    state = moment.state
    call, flow = state.calls[moment.subject], state.call_flows.get(moment.subject)
    if flow is None or flow.gathering is None or flow.phase != "gathering":
        if call.established is not None:
            state.calls.put(replace(call, digits=call.digits + digits))
        call_log.note(moment, "presses", digits=digits)
        return
    collecting = flow.gathering
    pressed = (collecting.pressed + digits)[: collecting.max_digits]
    call_log.note(moment, "presses", digits=digits)
    # The first digit stops the sound, so the next wait starts now.
    state.call_flows.put(replace(flow, gathering=replace(collecting, pressed=pressed, since=moment.at)))
    if len(pressed) == collecting.max_digits:
        _gathered(moment)
    else:
        _wait(moment)


@step("call.gathered")
def _gathered(moment: StepContext) -> None:
    """Tell the webhook what was pressed, and wait for what it says to that."""
    state = moment.state
    call, flow = state.calls[moment.subject], state.call_flows[moment.subject]
    collecting = flow.gathering
    if collecting is None:
        return
    asked = payloads.queue_digits(moment, call, flow, collecting.url, collecting.pressed)
    call_log.note(moment, "gathered", digits=collecting.pressed)
    call_log.enter(moment, "asking", asked=asked, gathering=None, gathers=flow.gathers + 1)
