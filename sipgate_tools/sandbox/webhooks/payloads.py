"""What webhooks are told: which URL, and the form of each event, as sipgate's push API has them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from ..call_engine import call_log, number_routing
from ..call_engine.call_log import direction_of, ends_of
from ..call_engine.scenario import from_json
from ..events.scheduler import StepContext
from ..state import State
from ..state.call_engine import CallFlow, WebhookDelivery
from ..state.calls_and_history import LiveCall

VOICEMAIL_USER = "voicemail"
"""Who is named as the user, without ids, when a voicemail picks up."""


def webhook_of(state: State, call: LiveCall) -> tuple[str, str]:
    """The webhook that is asked about a call, and the phoneline in whose log that belongs.

    A phoneline's own webhook goes before the account's. ("", "") for none: no URL is set, the extension is not on
    the whitelist, sipgate.io is not booked, or it is an emergency call.
    """
    incoming = call.direction == "INCOMING"
    if "sipgateio" in state.account.missing_features or (
        not incoming and ends_of(call)[1] in number_routing.EMERGENCY
    ):
        return "", ""
    line = state.phonelines.get(call.endpoint_id)
    if line is not None:
        own = line.webhooks
        active, url = (
            (own.incoming_active, own.incoming_url) if incoming else (own.outgoing_active, own.outgoing_url)
        )
        if active and url:
            return url, line.id
    settings = state.webhook_settings
    if not _on_whitelist(state, settings.whitelist, call.endpoint_id):
        return "", ""
    return (settings.incoming_url if incoming else settings.outgoing_url), ""


def _on_whitelist(state: State, whitelist: tuple[str, ...] | None, endpoint_id: str) -> bool:
    # A whitelist names phonelines and groups; a neo account has none, its channels are chosen elsewhere.
    if whitelist is None or (state.account.platform == "neo" and whitelist):
        return True
    return endpoint_id in whitelist


def number_on_wire(number: str) -> str:
    """A number as webhooks have it: E.164 without plus, or `anonymous`."""
    return number.removeprefix("+")


def queue_new_call(moment: StepContext, call: LiveCall, flow: CallFlow) -> str:
    """Write down that the webhook is asked what happens to a call; returns the id of the delivery."""
    from_, to = ends_of(call)
    pairs = [
        ("event", "newCall"),
        ("direction", direction_of(call)),
        ("from", number_on_wire(from_)),
        ("to", number_on_wire(to)),
        *_ids(call),
        *_users(moment.state, flow),
        *_origin(call, flow),
    ]
    return _queue(moment, call, flow, "newCall", flow.url, pairs)


def queue_answer(moment: StepContext, call: LiveCall, flow: CallFlow) -> None:
    """Write down that the webhook is told who picked up, if it asked for that."""
    from_, to = ends_of(call)
    pairs = [
        ("event", "answer"),
        ("direction", direction_of(call)),
        ("from", number_on_wire(from_)),
        ("to", number_on_wire(to)),
        *_ids(call),
        *_user(moment.state, call, flow),
        ("answeringNumber", number_on_wire(flow.answering_number)),
        *_origin(call, flow),
    ]
    if flow.on_answer and not _is_lost(moment, flow, "answer"):
        _queue(moment, call, flow, "answer", flow.on_answer, pairs)


def queue_hangup(moment: StepContext, call: LiveCall, flow: CallFlow, cause: str) -> None:
    """Write down that the webhook is told why a call is over, if it asked for that."""
    from_, to = ends_of(call)
    pairs = [
        ("event", "hangup"),
        ("direction", direction_of(call)),
        ("from", number_on_wire(from_)),
        ("to", number_on_wire(to)),
        *_ids(call),
        ("cause", cause),
        *([("answeringNumber", number_on_wire(flow.answering_number))] if flow.answering_number else ()),
        *_origin(call, flow),
    ]
    if flow.on_hangup and not _is_lost(moment, flow, "hangup"):
        _queue(moment, call, flow, "hangup", flow.on_hangup, pairs)


def queue_digits(moment: StepContext, call: LiveCall, flow: CallFlow, url: str, digits: str) -> str:
    """Write down that the webhook is told what was pressed; returns the id of the delivery.

    When nothing was pressed the field `dtmf` is missing or empty: `Rules.empty_dtmf`.
    """
    there = digits or moment.rules.empty_dtmf == "empty"
    pairs = [("event", "dtmf"), *_ids(call), *([("dtmf", digits)] if there else ())]
    return _queue(moment, call, flow, "dtmf", url, pairs)


def queue_hangup_in_gather(moment: StepContext, call: LiveCall, flow: CallFlow) -> None:
    """Write down that the webhook is sent `dtmf=-1`, where `Rules.hangup_in_gather` says so."""
    if flow.phase != "gathering" or flow.gathering is None or moment.rules.hangup_in_gather != "dtmf=-1":
        return
    pairs = [("event", "dtmf"), *_ids(call), ("dtmf", "-1")]
    _queue(moment, call, flow, "dtmf", flow.gathering.url, pairs, decides=False)


def _is_lost(moment: StepContext, flow: CallFlow, event: str) -> bool:
    """Whether the scenario lets a webhook get lost; the record of the call has that."""
    lost = event in from_json(flow.scenario).lost
    if lost:
        call_log.note(moment, "lost", event=event)
    return lost


def queue_sound_download(moment: StepContext, url: str) -> None:
    """Write down that a sound is fetched that is played into an established call."""
    state, call = moment.state, moment.state.calls[moment.subject]
    flow = state.call_flows.get(call.id)
    key = f"{state.count('delivery'):012d}"
    xcid = flow.xcid if flow else call.id
    state.deliveries.put(WebhookDelivery(key, call.id, xcid, "sound", url, "", direction_of(call), moment.at))


def _queue(
    moment: StepContext,
    call: LiveCall,
    flow: CallFlow,
    event: str,
    url: str,
    pairs: list[tuple[str, str]],
    *,
    decides: bool = True,
) -> str:
    key = f"{moment.state.count('delivery'):012d}"
    moment.state.deliveries.put(
        WebhookDelivery(
            id=key,
            call_id=call.id,
            xcid=flow.xcid,
            event=event,
            url=url,
            body=urlencode(pairs),
            direction=direction_of(call),
            at=moment.at,
            log_of=flow.log_of,
            decides=decides,
        )
    )
    return key


def _ids(call: LiveCall) -> list[tuple[str, str]]:
    return [("callId", call.id), ("origCallId", call.orig_call_id or call.id)]


def _users(state: State, flow: CallFlow) -> list[tuple[str, str]]:
    if flow.mailbox:
        return [("user[]", VOICEMAIL_USER)]
    if not flow.user_ids:
        return [("user[]", "")]
    account = state.account.master_sip_id
    return [
        *(("user[]", number_routing.name_of_user(state, key)) for key in flow.user_ids),
        *(("userId[]", key) for key in flow.user_ids),
        *(("fullUserId[]", f"{account}{key}") for key in flow.user_ids),
    ]


def _user(state: State, call: LiveCall, flow: CallFlow) -> list[tuple[str, str]]:
    if flow.mailbox:
        return [("user", VOICEMAIL_USER)]
    if call.direction != "INCOMING" or not flow.answered_by:
        return []
    key = flow.answered_by
    name = number_routing.name_of_user(state, key)
    return [("user", name), ("userId", key), ("fullUserId", f"{state.account.master_sip_id}{key}")]


def _origin(call: LiveCall, flow: CallFlow) -> list[tuple[str, Any]]:
    return [("xcid", flow.xcid), *([("diversion", number_on_wire(call.diversion))] if call.diversion else ())]
