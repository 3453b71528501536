"""Accepts SMS and faxes, and updates them as the clock advances."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from ..rules import Rules
from ..state import State
from ..state.calls_and_history import Endpoint, HistoryRow
from ..state.messages import Faxline, SentFax, SentSms
from . import scheduler
from .call_history import UNREACHABLE, name_of, own_name
from .history_writer import add_history_entry
from .scheduler import StepContext, step

GSM_7: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€"
)
EXTENDED_GSM_7: Final = frozenset("^{}\\[~]|€")


def sms_parts(message: str) -> int:
    """Return the number of SMS parts that a message needs, in GSM-7 if possible and otherwise in UCS-2."""
    if GSM_7.issuperset(message):
        length, single, joined = len(message) + sum(char in EXTENDED_GSM_7 for char in message), 160, 153
    else:
        length, single, joined = len(message.encode("utf-16-be")) // 2, 70, 67
    return 1 if length <= single else -(-length // joined)


def send_sms(
    state: State, now: datetime, rules: Rules, *, sms_id: str, sender: str, recipient: str, message: str,
    send_at: datetime | None,
) -> SentSms:  # fmt: skip
    """Accept an SMS and add it to the outbox. It appears in the history `Rules.history_lag` after it is sent."""
    key = str(state.count("history", start=4_200_000_000))
    sms = state.sent_sms.put(SentSms(key, sms_id, sender, recipient, message, now, send_at))
    if send_at is None:
        _to_history(state, sms, now, rules)
    else:
        scheduler.schedule(state, send_at, "sms.leaves", key)
    return sms


@step("sms.leaves")
def _sms_leaves(context: StepContext) -> None:
    sms = context.state.sent_sms.get(context.subject)
    if sms is not None:
        _to_history(context.state, sms, context.at, context.rules)


def _to_history(state: State, sms: SentSms, at: datetime, rules: Rules) -> None:
    extension = state.sms_extensions.get(sms.sms_id)
    owner = extension.owner if extension is not None else ""
    entry = HistoryRow(
        id=sms.id,
        type="SMS",
        created=at,
        direction="OUTGOING",
        source=sms.sender,
        target=sms.recipient,
        source_alias=own_name(state, owner, sms.sender),
        target_alias=name_of(state, sms.recipient),
        connection_ids=(sms.sms_id,),
        owner=owner,
        endpoints=(Endpoint("ROUTED", sms.sms_id, "SMS"),),
        last_modified=at,
        scheduled=sms.send_at,
        text=sms.message,
    )
    add_history_entry(state, entry, at, rules.history_lag)


def send_fax(
    state: State, now: datetime, rules: Rules, *, line: Faxline, recipient: str, filename: str,
    base64_content: str, pages: int,
) -> SentFax:  # fmt: skip
    """Accept a fax, add it to the outbox and the history, and return it.

    As the clock advances, its status becomes PENDING, SENDING, and finally SENT or FAILED. The fax has the same id as
    its history entry.
    """
    key = str(state.count("history", start=4_200_000_000))
    fax = SentFax(key, line.id, line.caller_id, recipient, filename, base64_content, pages, now)
    state.sent_faxes.put(fax)
    state.history.put(
        HistoryRow(
            id=key,
            type="FAX",
            created=now,
            direction="OUTGOING",
            source=line.caller_id,
            target=recipient,
            source_alias=own_name(state, line.owner, line.caller_id),
            target_alias=name_of(state, recipient),
            connection_ids=(line.id,),
            owner=line.owner,
            endpoints=(Endpoint("ROUTED", line.id, "FAX"),),
            last_modified=now,
            fax_status="PENDING",
            pages=pages,
            faxline_id=line.id,
        )
    )
    scheduler.schedule(state, now + rules.fax_pending, "fax.sending", key)
    return fax


@step("fax.sending")
def _fax_sending(context: StepContext) -> None:
    _set_fax_status(context, "SENDING")
    scheduler.schedule(context.state, context.at + context.rules.fax_sending, "fax.done", context.subject)


@step("fax.done")
def _fax_done(context: StepContext) -> None:
    entry = context.state.history.get(context.subject)
    _set_fax_status(context, "FAILED" if entry is not None and entry.target == UNREACHABLE else "SENT")


def _set_fax_status(context: StepContext, status: str) -> None:
    entry = context.state.history.get(context.subject)
    if entry is not None:
        context.state.history.put(replace(entry, fax_status=status, last_modified=context.at))
