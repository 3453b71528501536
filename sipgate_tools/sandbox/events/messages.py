"""SMS and faxes after they were accepted: what becomes of them by the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from ..rules import Rules
from ..state import State
from ..state.calls_and_history import Endpoint, HistoryRow
from ..state.messages import Faxline, SentFax, SentSms
from . import scheduler
from .call_history import UNREACHABLE, name_of, own_name
from .history_writer import add_history_entry
from .scheduler import StepContext, step

GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€"
)
TWO_PLACES = frozenset("^{}\\[~]|€")


def sms_parts(message: str) -> int:
    """How many SMS a text takes, in GSM-7 where it fits, else in UCS-2."""
    if GSM_7.issuperset(message):
        length, single, joined = len(message) + sum(char in TWO_PLACES for char in message), 160, 153
    else:
        length, single, joined = len(message.encode("utf-16-be")) // 2, 70, 67
    return 1 if length <= single else -(-length // joined)


def send_sms(
    state: State, now: datetime, rules: Rules, *, sms_id: str, sender: str, recipient: str, message: str,
    send_at: datetime | None,
) -> SentSms:  # fmt: skip
    """Accept an SMS: it is in the outbox now and in the history after the lag, or after `send_at` and the lag."""
    key = str(state.count("history", start=4_200_000_000))
    sms = state.sent_sms.put(SentSms(key, sms_id, sender, recipient, message, now, send_at))
    if send_at is None:
        _to_history(state, sms, now, rules)
    else:
        scheduler.schedule(state, send_at, "sms.leaves", key)
    return sms


@step("sms.leaves")
def _sms_leaves(moment: StepContext) -> None:
    sms = moment.state.sent_sms.get(moment.subject)
    if sms is not None:
        _to_history(moment.state, sms, moment.at, moment.rules)


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
    """Accept a fax: it waits, is sent, and ends as SENT or FAILED by the clock. Its id is that of its entry."""
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
def _fax_sending(moment: StepContext) -> None:
    _set_fax_status(moment, "SENDING")
    scheduler.schedule(moment.state, moment.at + moment.rules.fax_sending, "fax.done", moment.subject)


@step("fax.done")
def _fax_done(moment: StepContext) -> None:
    entry = moment.state.history.get(moment.subject)
    _set_fax_status(moment, "FAILED" if entry is not None and entry.target == UNREACHABLE else "SENT")


def _set_fax_status(moment: StepContext, status: str) -> None:
    entry = moment.state.history.get(moment.subject)
    if entry is not None:
        moment.state.history.put(replace(entry, fax_status=status, last_modified=moment.at))
