"""Formatting of events and calls: one line of text or one line of JSON each."""

from __future__ import annotations

import json
from typing import Any

from sipgate_tools.webhooks.events import Answer, Dtmf, HangUp, NewCall
from sipgate_tools.webhooks.store import StoredCall, StoredEvent


def _event_fields(stored: StoredEvent, *, digits: bool) -> dict[str, Any]:
    event = stored.event
    fields: dict[str, Any] = {
        "id": stored.id,
        "received_at": stored.received_at.isoformat(timespec="milliseconds"),
        "event": event.event,
        "call_id": event.call_id,
        "original_call_id": event.original_call_id,
    }
    if isinstance(event, NewCall | Answer | HangUp):
        fields |= {
            "direction": event.direction,
            "from": event.from_,
            "to": event.to,
            "diversion": event.diversion,
        }
    if isinstance(event, NewCall):
        fields |= {"users": event.users, "user_ids": event.user_ids}
    if isinstance(event, Answer):
        fields |= {
            "answered_by": event.answered_by,
            "user": event.user,
            "user_id": event.user_id,
            "answering_number": event.answering_number,
        }
    if isinstance(event, HangUp):
        fields |= {"cause": event.cause, "answering_number": event.answering_number}
    if isinstance(event, Dtmf):
        fields |= {"dtmf": event.dtmf} if digits else {"digits": len(event.dtmf)}
    return fields


def event_json(stored: StoredEvent, *, digits: bool) -> str:
    """Return an event as one line of JSON, with the pressed digits only if `digits` is `True`."""
    return json.dumps(_event_fields(stored, digits=digits), ensure_ascii=False)


def event_line(stored: StoredEvent, *, digits: bool) -> str:
    """Return an event as one line of text, with the pressed digits only if `digits` is `True`."""
    event = stored.event
    parts = [f"{stored.received_at.astimezone():%Y-%m-%d %H:%M:%S}", f"{event.event:8}"]
    match event:
        case NewCall():
            parts += [event.direction, f"{event.from_} -> {event.to}", ", ".join(event.users)]
        case Answer():
            parts += [
                event.direction,
                f"{event.from_} -> {event.to}",
                event.answered_by or event.answering_number or "",
            ]
        case HangUp():
            parts += [event.direction, f"{event.from_} -> {event.to}", event.cause]
        case Dtmf():
            parts.append((event.dtmf if digits else f"{len(event.dtmf)} digits") if event.dtmf else "nothing")
        case _:
            pass
    return "  ".join([*(part for part in parts if part), f"[{event.call_id}]"])


def call_json(call: StoredCall) -> str:
    """Return a call as one line of JSON."""
    fields = {
        "id": call.id,
        "direction": call.direction,
        "from": call.from_,
        "to": call.to,
        "started_at": call.started_at.isoformat(timespec="milliseconds"),
        "status": call.status,
        "cause": call.cause,
        "duration_seconds": call.duration_seconds,
        "answered_by": call.answered_by,
        "answered_by_person": call.answered_by_person,
        "hangup_missing": call.hangup_missing,
        "legs": [leg.call_id for leg in call.legs],
    }
    return json.dumps(fields, ensure_ascii=False)


def call_line(call: StoredCall) -> str:
    """Return a call as one line of text."""
    seconds = call.duration_seconds
    length = "" if seconds is None else f"{int(seconds) // 60}:{int(seconds) % 60:02}"
    ending = call.cause or ("ended, hang-up missing" if call.hangup_missing else call.status)
    parts = [
        f"{call.started_at.astimezone():%Y-%m-%d %H:%M:%S}",
        call.direction,
        f"{call.from_} -> {call.to}",
    ]
    parts += [ending, length, ", ".join(call.answered_by)]
    return "  ".join([*(part for part in parts if part), f"[{call.id}]"])
