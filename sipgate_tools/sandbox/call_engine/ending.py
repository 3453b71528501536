"""Calls end: the webhook is told, the history has them, and nothing of them waits any longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from ..events import call_history
from ..events.scheduler import StepContext, step
from ..state.call_engine import CallFlow
from ..state.calls_and_history import Endpoint, HistoryRow, LiveCall
from ..webhooks import payloads
from . import call_log
from .scenario import Party, from_json

OUTCOMES = {
    "normalClearing": ("PICKUP", "SUCCESS"),
    "busy": ("BUSY", "BUSY"),
    "cancel": ("NOPICKUP", "MISSED"),
    "noAnswer": ("NOPICKUP", "MISSED"),
    "congestion": ("NOPICKUP", "FAILURE"),
    "notFound": ("NOPICKUP", "FAILURE"),
    "forwarded": ("FORWARD", "MISSED"),
}
"""What the history has for each hang-up cause: `status` and `callStatus`."""


def end(moment: StepContext, cause: str, *, by: str = "", status: str = "", call_status: str = "") -> None:
    """End the call the moment is about.

    Args:
        moment: when, and which call.
        cause: the hang-up cause of the push API.
        by: who ended it, for the record.
        status: the history's `status`, if not the cause's usual one.
        call_status: the history's `callStatus`, if not the cause's usual one.
    """
    state = moment.state
    call = state.calls.get(moment.subject)
    if call is None:
        return
    flow = state.call_flows.remove(call.id)
    sent = cause
    if flow is not None:
        sent = _cause_sent(call, flow, cause)
        payloads.queue_hangup_in_gather(moment, call, flow)
        if not _is_unheard(moment, call, flow, by):
            payloads.queue_hangup(moment, call, flow, sent)
    # Nobody waits for anything in a call of a script, so nobody waits for its entry.
    lag = timedelta() if flow is not None and flow.clock_moves else moment.rules.history_lag
    entry = call_history.hang_up(state, _entry(moment, call, flow, cause, status, call_status), moment, lag)
    call_log.note(moment, "ended", cause=sent, by=by, entry=entry.id, kind=entry.type)
    call_log.change(moment, phase="ended", ended=moment.at, cause=sent, entry_id=entry.id)
    if flow is not None:
        _part(moment, flow)


def _cause_sent(call: LiveCall, flow: CallFlow, cause: str) -> str:
    """The cause that webhooks are sent: a scenario may have another one for an answered call."""
    other = from_json(flow.scenario).hangup_cause
    return other if other and call.established is not None else cause


def _is_unheard(moment: StepContext, call: LiveCall, flow: CallFlow, by: str) -> bool:
    """Whether `Rules.hangup_unheard` lets the hangup get lost: of a caller who hears a sound or a voicemail."""
    on_voicemail = bool(flow.mailbox) and call.established is not None
    if (
        by != "caller"
        or moment.rules.hangup_unheard == "sent"
        or not (flow.phase == "playing" or on_voicemail)
    ):
        return False
    if flow.on_hangup:
        call_log.note(moment, "lost", event="hangup")
    return True


def _entry(
    moment: StepContext, call: LiveCall, flow: CallFlow | None, cause: str, status: str, call_status: str
) -> HistoryRow:
    usual_status, usual_call_status = OUTCOMES.get(cause, ("NOPICKUP", "FAILURE"))
    if cause == "normalClearing" and call.established is None:
        usual_status, usual_call_status = "NOPICKUP", "MISSED"
    entry = call_history.entry_of(moment.state, call, moment)
    entry = replace(entry, status=status or usual_status, call_status=call_status or usual_call_status)
    if flow is None or not flow.mailbox or call.established is None:
        return entry
    scenario = from_json(flow.scenario)
    if not scenario.message_seconds or not entry.duration:
        return replace(entry, call_status="VOICEMAIL_NO_MESSAGE", status="NOPICKUP")
    # A message is an entry of its own kind; on neo accounts too it is in the history and not in the channel.
    return replace(
        entry,
        type="VOICEMAIL",
        status="FORWARD",
        endpoints=(Endpoint("ROUTED", flow.mailbox, "VOICEMAIL"),),
        recordings=(entry.id,),
        transcription=scenario.message,
        read=False,
        call_status="",
        channel_id="",
    )


def _part(moment: StepContext, flow: CallFlow) -> None:
    """Undo what an attended transfer had begun: its first call goes on, or its second is not wanted any more."""
    state = moment.state
    first = state.calls.get(flow.consulted_by)
    if first is not None and flow.phase != "talking":
        state.calls.put(replace(first, hold=False))
        call_log.note(replace(moment, subject=first.id), "resumed")
    for other in state.call_flows:
        if other.consulted_by == flow.id and other.phase != "talking":
            end(replace(moment, subject=other.id), "cancel", by="caller")


def hang_up(moment: StepContext, by: Party) -> None:
    """Somebody hangs up the call the moment is about, or does not take it; the cause follows from how far it is."""
    call = moment.state.calls.get(moment.subject)
    flow = moment.state.call_flows.get(moment.subject)
    if call is None:
        return
    open_line = call.established is not None or (flow is not None and flow.announced and by == "callee")
    if open_line:
        end(moment, "normalClearing", by=by)
    elif by == "caller":
        end(moment, "cancel", by=by)
    else:
        end(moment, "noAnswer", by=by, call_status="REJECTED")


@step("call.gives_up")
def _gives_up(moment: StepContext) -> None:
    hang_up(moment, "caller")
