"""Ends calls: queues the `hangup` webhook, writes the history entry and cancels the scheduled steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from ..events import call_history
from ..events.scheduler import StepContext, step
from ..state.call_engine import CallFlow
from ..state.calls_and_history import Endpoint, HistoryRow, LiveCall
from ..webhooks import payloads
from . import call_log
from .scenario import Party, from_json

OUTCOMES: Final = {
    "normalClearing": ("PICKUP", "SUCCESS"),
    "busy": ("BUSY", "BUSY"),
    "cancel": ("NOPICKUP", "MISSED"),
    "noAnswer": ("NOPICKUP", "MISSED"),
    "congestion": ("NOPICKUP", "FAILURE"),
    "notFound": ("NOPICKUP", "FAILURE"),
    "forwarded": ("FORWARD", "MISSED"),
}
"""The history's `status` and `callStatus` for each hang-up cause."""


def end(context: StepContext, cause: str, *, by: str = "", status: str = "", call_status: str = "") -> None:
    """End the call in `context`.

    Args:
        context: The time and the call.
        cause: The hang-up cause in the push API's spelling, such as `normalClearing`.
        by: The party that ended the call, for the call log.
        status: The history's `status`, if it differs from the default for the cause.
        call_status: The history's `callStatus`, if it differs from the default for the cause.
    """
    state = context.state
    call = state.calls.get(context.subject)
    if call is None:
        return
    flow = state.call_flows.remove(call.id)
    sent = cause
    if flow is not None:
        sent = _webhook_cause(call, flow, cause)
        payloads.queue_hangup_in_gather(context, call, flow)
        if not _is_hangup_lost(context, call, flow, by):
            payloads.queue_hangup(context, call, flow, sent)
    # A scripted call is played without waiting, so its history entry appears immediately.
    lag = timedelta() if flow is not None and flow.clock_moves else context.rules.history_lag
    entry = call_history.hang_up(state, _entry(context, call, flow, cause, status, call_status), context, lag)
    call_log.add_step(context, "ended", cause=sent, by=by, entry=entry.id, kind=entry.type)
    call_log.update(context, phase="ended", ended=context.at, cause=sent, entry_id=entry.id)
    if flow is not None:
        _undo_attended_transfer(context, flow)


def _webhook_cause(call: LiveCall, flow: CallFlow, cause: str) -> str:
    """Return the cause to send to the webhook, which a scenario can replace for an answered call."""
    other = from_json(flow.scenario).hangup_cause
    return other if other and call.established is not None else cause


def _is_hangup_lost(context: StepContext, call: LiveCall, flow: CallFlow, by: str) -> bool:
    """Return whether the `hangup` event is lost because the caller hangs up during a sound or on a voicemail."""
    on_voicemail = bool(flow.mailbox) and call.established is not None
    if (
        by != "caller"
        or context.rules.hangup_unheard == "sent"
        or not (flow.phase == "playing" or on_voicemail)
    ):
        return False
    if flow.on_hangup:
        call_log.add_step(context, "lost", event="hangup")
    return True


def _entry(
    context: StepContext, call: LiveCall, flow: CallFlow | None, cause: str, status: str, call_status: str
) -> HistoryRow:
    usual_status, usual_call_status = OUTCOMES.get(cause, ("NOPICKUP", "FAILURE"))
    if cause == "normalClearing" and call.established is None:
        usual_status, usual_call_status = "NOPICKUP", "MISSED"
    entry = call_history.entry_of(context.state, call, context)
    entry = replace(entry, status=status or usual_status, call_status=call_status or usual_call_status)
    if flow is None or not flow.mailbox or call.established is None:
        return entry
    scenario = from_json(flow.scenario)
    if not scenario.message_seconds or not entry.duration:
        return replace(entry, call_status="VOICEMAIL_NO_MESSAGE", status="NOPICKUP")
    # A voicemail message is an entry of its own type; on neo accounts too it is in the history, not in the channel.
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


def _undo_attended_transfer(context: StepContext, flow: CallFlow) -> None:
    """Undo an unfinished attended transfer: resume the first call, or cancel the second call."""
    state = context.state
    first = state.calls.get(flow.consulted_by)
    if first is not None and flow.phase != "talking":
        state.calls.put(replace(first, hold=False))
        call_log.add_step(replace(context, subject=first.id), "resumed")
    for other in state.call_flows:
        if other.consulted_by == flow.id and other.phase != "talking":
            end(replace(context, subject=other.id), "cancel", by="caller")


def hang_up(context: StepContext, by: Party) -> None:
    """Hang up or reject the call. The hang-up cause depends on the call's phase."""
    call = context.state.calls.get(context.subject)
    flow = context.state.call_flows.get(context.subject)
    if call is None:
        return
    open_line = call.established is not None or (flow is not None and flow.announced and by == "callee")
    if open_line:
        end(context, "normalClearing", by=by)
    elif by == "caller":
        end(context, "cancel", by=by)
    else:
        end(context, "noAnswer", by=by, call_status="REJECTED")


@step("call.gives_up")
def _give_up(context: StepContext) -> None:
    hang_up(context, "caller")
