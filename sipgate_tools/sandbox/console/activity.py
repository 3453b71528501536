"""The console's activity lists: the outbox, the history, and the webhook log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from ..events import media
from ..events.call_history import name_of
from ..iso_time import iso
from ..state import State
from ..state.calls_and_history import HistoryRow
from ..state.history import entries
from ..webhooks.client import redact_url

MAX_ENTRIES: Final = 30
MAX_LOG_ROWS: Final = 50


def outbox(state: State) -> dict[str, Any]:
    """Return the latest SMS, faxes and calls that the API has sent or started, newest first, with the totals."""
    secret = state.account.secret
    sms, faxes = list(state.sent_sms), list(state.sent_faxes)
    started = list(state.started_calls)
    return {
        "sms": _latest(
            {"id": row.id, "from": row.sender, "to": row.recipient, "toName": _contact_name(state, row.recipient),
             "message": row.message, "sendAt": iso(row.send_at) if row.send_at else None, "at": iso(row.created)}
            for row in sms[-MAX_ENTRIES:]
        ),
        "faxes": _latest(
            {"id": row.id, "from": row.sender, "to": row.recipient, "toName": _contact_name(state, row.recipient),
             "filename": row.filename, "pages": row.pages, "at": iso(row.created),
             "status": entry.fax_status if (entry := state.history.get(row.id)) else "",
             "document": media.address(secret, "", "faxes", row.id)}
            for row in faxes[-MAX_ENTRIES:]
        ),
        "calls": _latest(
            {"id": row.id, "from": row.caller, "to": row.callee, "toName": _contact_name(state, row.callee),
             "at": iso(row.created)}
            for row in started[-MAX_ENTRIES:]
        ),
        "totals": {"sms": len(sms), "faxes": len(faxes), "calls": len(started)},
    }  # fmt: skip


def _latest(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return list(rows)[::-1]


def _contact_name(state: State, number: str) -> str:
    """Return the name of the contact with a number; "" if no contact has the number."""
    name = name_of(state, number)
    return "" if name == number else name


def history(state: State) -> list[dict[str, Any]]:
    """Return the latest entries from the history and from the events of channels."""
    page = entries([state.history, state.channel_events], lambda _: True, limit=MAX_ENTRIES)
    return [_entry(state, row) for row in page.rows]


def _entry(state: State, row: HistoryRow) -> dict[str, Any]:
    secret = state.account.secret
    incoming = "INCOMING" in row.direction
    number, alias = (row.source, row.source_alias) if incoming else (row.target, row.target_alias)
    return {
        "id": row.id,
        "type": row.type,
        "at": iso(row.created),
        "incoming": incoming,
        "missed": row.direction.startswith("MISSED"),
        "number": number,
        "name": "" if alias == number else alias,
        "own": row.target if incoming else row.source,
        "extension": next(iter(row.connection_ids), row.channel_id),
        "status": row.fax_status if row.type == "FAX" else row.call_status,
        "text": row.text or row.transcription,
        "seconds": row.duration,
        "pages": row.pages,
        "document": media.address(secret, "", "faxes", row.id) if row.type == "FAX" else "",
        "recordings": [media.address(secret, "", "recordings", key) for key in row.recordings],
        "callId": row.call_id,
    }


def log(state: State) -> dict[str, Any]:
    """Return the latest webhooks in the logs of the account and its phonelines, with passwords in URLs redacted."""
    latest = list(state.webhook_log)[-MAX_LOG_ROWS:]
    return {
        "total": len(state.webhook_log),
        "items": [
            {
                "id": row.id,
                "at": iso(row.created),
                "url": redact_url(row.url),
                "request": row.request,
                "response": row.response,
                "problem": row.xml_error,
                "status": row.status,
                "extension": row.endpoint_id,
                "callId": row.call_id,
            }
            for row in reversed(latest)
        ],
    }
