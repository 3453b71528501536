"""Starts calls: creates a call, then queues the call's webhook or lets the call ring."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final, Literal

from ..events.call_history import UNREACHABLE
from ..events.scheduler import StepContext
from ..state.call_engine import CallFlow
from ..state.calls_and_history import LiveCall, Participant
from ..webhooks import payloads
from . import call_log, ending, number_routing
from .number_routing import CallRoute
from .ringing import ring
from .scenario import Callee, Scenario, ScenarioError, to_json

CALL_ID_DIGITS: Final = 76
"""The number of hexadecimal digits in a call id, as in the only signed delivery from sipgate that is public."""


@dataclass(frozen=True, slots=True)
class Leg:
    """A call that is about to start.

    Attributes:
        direction: The direction from the account's point of view, INCOMING or OUTGOING.
        own: The account's number, or the number on whose behalf the call was transferred or forwarded.
        other: The other party's number.
        line: The extension, channel, users and devices of the account that take part in the call.
        orig_call_id, diversion, xcid, hops: The values from the preceding call; "" and 0 without a preceding call.
        mailbox: The id of the voicemail that the call goes to; "" for none.
        consulted_by: The id of the call on hold that this call replaces (attended transfer); "" for none.
        clock_moves: Whether the call is played without waiting, so that the clock moves to each step.
    """

    direction: Literal["INCOMING", "OUTGOING"]
    own: str
    other: str
    line: CallRoute
    orig_call_id: str = ""
    diversion: str = ""
    xcid: str = ""
    hops: int = 0
    mailbox: str = ""
    consulted_by: str = ""
    clock_moves: bool = False


def dial(context: StepContext, scenario: Scenario, *, clock_moves: bool = False) -> LiveCall:
    """Start the call of a scenario.

    Raises:
        ScenarioError: Neither number belongs to the account, or the number that the direction requires does not.
    """
    state = context.state
    callee, caller = (
        number_routing.route_for(state, scenario.to),
        number_routing.outgoing_route(state, scenario.from_),
    )
    if scenario.direction == "out" or (not scenario.direction and callee is None):
        if caller is None:
            raise ScenarioError(
                "from must be an extension or a number of this account"
                if scenario.direction
                else "from or to must be an extension or a number of this account"
            )
        return place(
            context, Leg("OUTGOING", caller.number, scenario.to, caller, clock_moves=clock_moves), scenario
        )
    if callee is None:
        raise ScenarioError("to must be a number of this account")
    own = caller.number if caller is not None else scenario.from_
    return place(context, Leg("INCOMING", scenario.to, own, callee, clock_moves=clock_moves), scenario)


def start_from_api(context: StepContext, leg: Leg) -> LiveCall:
    """Start a call that was requested through the API. It is answered after `Rules.ring` and has no time limit."""
    seconds = context.rules.ring.total_seconds()
    callee = Callee("busy" if leg.other == UNREACHABLE else "answers", seconds)
    return place(context, leg, Scenario(leg.own, leg.other, callee=callee, talk_seconds=None))


def place(context: StepContext, leg: Leg, scenario: Scenario) -> LiveCall:
    """Create a call and queue its `newCall` webhook. If no webhook is configured, the call rings."""
    state = context.state
    call = state.calls.put(_live_call(context, leg))
    gives_up_after = scenario.gives_up_after
    url, log_of = payloads.webhook_of(state, call)
    flow = state.call_flows.put(
        CallFlow(
            id=call.id,
            xcid=leg.xcid or state.new_hex("xcid", 16).lower(),
            phase="asking",
            scenario=to_json(scenario),
            clock_moves=leg.clock_moves,
            hops=leg.hops,
            user_ids=leg.line.user_ids,
            device_ids=leg.line.device_ids,
            mailbox=leg.mailbox,
            url=url,
            log_of=log_of,
            gives_up_at=None if gives_up_after is None else context.at + timedelta(seconds=gives_up_after),
            consulted_by=leg.consulted_by,
        )
    )
    call_context = replace(context, subject=call.id)
    call_log.start_record(call_context, call, flow.xcid, leg.line.user_ids)
    call_log.add_step(call_context, "dialled", voicemail=leg.mailbox, diversion=leg.diversion)
    _ask_webhook(call_context, call, flow)
    return state.calls.get(call.id) or call


def _live_call(context: StepContext, leg: Leg) -> LiveCall:
    return LiveCall(
        id=context.state.new_hex("call", CALL_ID_DIGITS),
        direction=leg.direction,
        participants=(Participant("1", leg.own, owner=True), Participant("2", leg.other, owner=False)),
        user_id=next(iter(leg.line.user_ids), ""),
        endpoint_id=leg.line.endpoint_id,
        device_id=next(iter(leg.line.device_ids), ""),
        started=context.at,
        channel_id=leg.line.channel_id,
        orig_call_id=leg.orig_call_id,
        diversion=leg.diversion,
    )


def _ask_webhook(context: StepContext, call: LiveCall, flow: CallFlow) -> None:
    state = context.state
    block = (
        number_routing.blocked_by(state, call) if call.direction == "INCOMING" and not flow.mailbox else None
    )
    if block is not None:
        call_log.add_step(context, "barred")
        if block[0] == "rejects":
            ending.end(context, "noAnswer", by="account", call_status="REJECTED")
            return
        state.call_flows.put(replace(flow, mailbox=block[1]))
        ring(context)
    elif flow.url:
        state.call_flows.put(replace(flow, asked=payloads.queue_new_call(context, call, flow)))
    else:
        ring(context)
