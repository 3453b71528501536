"""Calls begin: somebody dials, the webhook is asked, and the call goes on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from ..events.call_history import UNREACHABLE
from ..events.scheduler import StepContext
from ..state.call_engine import CallFlow
from ..state.calls_and_history import LiveCall, Participant
from ..webhooks import payloads
from . import call_log, ending, number_routing
from .number_routing import CallRoute
from .ringing import ring
from .scenario import Callee, Scenario, ScenarioError, to_json

CALL_ID_DIGITS = 76
"""Hexadecimal digits of a call id, as in the one signed delivery of sipgate's that is public."""


@dataclass(frozen=True, slots=True)
class Leg:
    """A call that is about to begin.

    Attributes:
        direction: INCOMING or OUTGOING, seen from the account.
        own: the account's number in it, or that of whoever it was transferred or forwarded for.
        other: the other number.
        line: what of the account is involved.
        orig_call_id, diversion, xcid, hops: of the call it came from; "" and 0 for none.
        mailbox: the voicemail it goes to.
        consulted_by: the call on hold that becomes this one (attended transfer).
        clock_moves: whether the clock is moved along with it.
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


def dial(moment: StepContext, scenario: Scenario, *, clock_moves: bool = False) -> LiveCall:
    """Begin the call of a scenario.

    Raises:
        ScenarioError: neither number is the account's, or not the one its direction wants.
    """
    state = moment.state
    callee, caller = (
        number_routing.route_for(state, scenario.to),
        number_routing.outgoing_route(state, scenario.from_),
    )
    if scenario.direction == "out" or (not scenario.direction and callee is None):
        if caller is None:
            raise ScenarioError(
                "from is neither an extension nor a number of this account"
                if scenario.direction
                else "Neither from nor to is an extension or a number of this account"
            )
        return place(
            moment, Leg("OUTGOING", caller.number, scenario.to, caller, clock_moves=clock_moves), scenario
        )
    if callee is None:
        raise ScenarioError("to is no number of this account")
    own = caller.number if caller is not None else scenario.from_
    return place(moment, Leg("INCOMING", scenario.to, own, callee, clock_moves=clock_moves), scenario)


def start(moment: StepContext, leg: Leg) -> LiveCall:
    """Begin a call that somebody started through the API: it is answered after `Rules.ring`, and lasts."""
    seconds = moment.rules.ring.total_seconds()
    callee = Callee("busy" if leg.other == UNREACHABLE else "answers", seconds)
    return place(moment, leg, Scenario(leg.own, leg.other, callee=callee, talk_seconds=None))


def place(moment: StepContext, leg: Leg, scenario: Scenario) -> LiveCall:
    """Begin a call: it is there, and its webhook is asked what happens to it."""
    state = moment.state
    call = state.calls.put(_live_call(moment, leg))
    patience = scenario.gives_up_after
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
            gives_up_at=None if patience is None else moment.at + timedelta(seconds=patience),
            consulted_by=leg.consulted_by,
        )
    )
    about = replace(moment, subject=call.id)
    call_log.begin(about, call, flow.xcid, leg.line.user_ids)
    call_log.note(about, "dialled", voicemail=leg.mailbox, diversion=leg.diversion)
    _ask(about, call, flow)
    return state.calls.get(call.id) or call


def _live_call(moment: StepContext, leg: Leg) -> LiveCall:
    return LiveCall(
        id=moment.state.new_hex("call", CALL_ID_DIGITS),
        direction=leg.direction,
        participants=(Participant("1", leg.own, owner=True), Participant("2", leg.other, owner=False)),
        user_id=next(iter(leg.line.user_ids), ""),
        endpoint_id=leg.line.endpoint_id,
        device_id=next(iter(leg.line.device_ids), ""),
        started=moment.at,
        channel_id=leg.line.channel_id,
        orig_call_id=leg.orig_call_id,
        diversion=leg.diversion,
    )


def _ask(moment: StepContext, call: LiveCall, flow: CallFlow) -> None:
    state = moment.state
    hindrance = (
        number_routing.blocked_by(state, call) if call.direction == "INCOMING" and not flow.mailbox else None
    )
    if hindrance is not None:
        call_log.note(moment, "barred")
        if hindrance[0] == "rejects":
            ending.end(moment, "noAnswer", by="account", call_status="REJECTED")
            return
        state.call_flows.put(replace(flow, mailbox=hindrance[1]))
        ring(moment)
    elif flow.url:
        state.call_flows.put(replace(flow, asked=payloads.queue_new_call(moment, call, flow)))
    else:
        ring(moment)
