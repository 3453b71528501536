"""Webhook payloads: determines the URL and the form fields for each event in sipgate's push API, and queues them."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from ..call_engine import call_log, number_routing
from ..call_engine.call_log import caller_and_callee, direction_of
from ..call_engine.scenario import from_json
from ..events.scheduler import StepContext
from ..state import State
from ..state.call_engine import CallFlow, WebhookDelivery
from ..state.calls_and_history import LiveCall

VOICEMAIL_USER: Final = "voicemail"
"""The user name when a voicemail picks up. In this case, the payload contains no user ids."""


def webhook_of(state: State, call: LiveCall) -> tuple[str, str]:
    """Return the webhook URL for a call, and the phoneline whose log contains the webhook ("" for the account's log).

    A phoneline's own webhook takes precedence over the account's webhook. The URL is "" if none is set, the extension
    is not on the whitelist, the feature `sipgateio` is not active, or the call is an emergency call.
    """
    incoming = call.direction == "INCOMING"
    if "sipgateio" in state.account.missing_features or (
        not incoming and caller_and_callee(call)[1] in number_routing.EMERGENCY
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
    # A whitelist contains phonelines and groups, which neo accounts do not have. Channels are not filtered here.
    if whitelist is None or (state.account.platform == "neo" and whitelist):
        return True
    return endpoint_id in whitelist


def number_on_wire(number: str) -> str:
    """Return a number as webhooks send it: in E.164 without the plus, or `anonymous`."""
    return number.removeprefix("+")


def queue_new_call(context: StepContext, call: LiveCall, flow: CallFlow) -> str:
    """Queue the `newCall` event, and return the id of the delivery."""
    from_, to = caller_and_callee(call)
    pairs = [
        ("event", "newCall"),
        ("direction", direction_of(call)),
        ("from", number_on_wire(from_)),
        ("to", number_on_wire(to)),
        *_ids(call),
        *_users(context.state, flow),
        *_origin(call, flow),
    ]
    return _queue(context, call, flow, "newCall", flow.url, pairs)


def queue_answer(context: StepContext, call: LiveCall, flow: CallFlow) -> None:
    """Queue the `answer` event if the webhook's response contained `onAnswer` and the scenario does not lose it."""
    from_, to = caller_and_callee(call)
    pairs = [
        ("event", "answer"),
        ("direction", direction_of(call)),
        ("from", number_on_wire(from_)),
        ("to", number_on_wire(to)),
        *_ids(call),
        *_user(context.state, call, flow),
        ("answeringNumber", number_on_wire(flow.answering_number)),
        *_origin(call, flow),
    ]
    if flow.on_answer and not _is_lost(context, flow, "answer"):
        _queue(context, call, flow, "answer", flow.on_answer, pairs)


def queue_hangup(context: StepContext, call: LiveCall, flow: CallFlow, cause: str) -> None:
    """Queue the `hangup` event if the webhook's response contained `onHangup` and the scenario does not lose it."""
    from_, to = caller_and_callee(call)
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
    if flow.on_hangup and not _is_lost(context, flow, "hangup"):
        _queue(context, call, flow, "hangup", flow.on_hangup, pairs)


def queue_digits(context: StepContext, call: LiveCall, flow: CallFlow, url: str, digits: str) -> str:
    """Queue the `dtmf` event with the gathered digits, and return the id of the delivery.

    If no digits were pressed, `Rules.empty_dtmf` determines whether the field `dtmf` is missing or empty.
    """
    has_field = digits or context.rules.empty_dtmf == "empty"
    pairs = [("event", "dtmf"), *_ids(call), *([("dtmf", digits)] if has_field else ())]
    return _queue(context, call, flow, "dtmf", url, pairs)


def queue_hangup_in_gather(context: StepContext, call: LiveCall, flow: CallFlow) -> None:
    """Queue a `dtmf` event with `dtmf=-1` if the call is gathering digits and `Rules.hangup_in_gather` requires it."""
    if flow.phase != "gathering" or flow.gathering is None or context.rules.hangup_in_gather != "dtmf=-1":
        return
    pairs = [("event", "dtmf"), *_ids(call), ("dtmf", "-1")]
    _queue(context, call, flow, "dtmf", flow.gathering.url, pairs, decides=False)


def _is_lost(context: StepContext, flow: CallFlow, event: str) -> bool:
    """Return whether the scenario loses an event, and add a lost event to the call log."""
    lost = event in from_json(flow.scenario).lost
    if lost:
        call_log.add_step(context, "lost", event=event)
    return lost


def queue_sound_download(context: StepContext, url: str) -> None:
    """Queue the download of a sound that is played into an established call."""
    state, call = context.state, context.state.calls[context.subject]
    flow = state.call_flows.get(call.id)
    key = f"{state.count('delivery'):012d}"
    xcid = flow.xcid if flow else call.id
    state.deliveries.put(
        WebhookDelivery(key, call.id, xcid, "sound", url, "", direction_of(call), context.at)
    )


def _queue(
    context: StepContext,
    call: LiveCall,
    flow: CallFlow,
    event: str,
    url: str,
    pairs: list[tuple[str, str]],
    *,
    decides: bool = True,
) -> str:
    key = f"{context.state.count('delivery'):012d}"
    context.state.deliveries.put(
        WebhookDelivery(
            id=key,
            call_id=call.id,
            xcid=flow.xcid,
            event=event,
            url=url,
            body=urlencode(pairs),
            direction=direction_of(call),
            at=context.at,
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
