"""What reaches the account from outside: an SMS, a fax, a message on a voicemail."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..dispatch.api_errors import bad_request, conflict, not_found
from ..events.call_history import name_of, own_name
from ..events.history_writer import add_history_entry
from ..events.media import document, pages_of
from ..state import State
from ..state.calls_and_history import Endpoint, HistoryRow
from ..state.messages import Faxline, ReceivedFax
from ..state.phones import Voicemail
from . import fields

if TYPE_CHECKING:
    from ..sandbox import Sandbox

Body = dict[str, Any]

LONGEST_FAX = 28_330_000
"""Characters of base64, as for a fax that is sent."""
MOST_PAGES = 50
LONGEST_MESSAGE = 600
"""Seconds."""


def receive_sms(sandbox: Sandbox, body: Body) -> dict[str, str]:
    """`POST /console/api/sms {from, to, message}`: `to` is a verified number of one of the SMS extensions."""
    state = sandbox.state
    sender, to, message = fields.sender(body), fields.text(body, "to"), fields.text(body, "message")
    if not message:
        raise bad_request("The message is empty", "/message")
    number = next((one for one in state.sms_caller_ids if one.verified and one.phonenumber == to), None)
    extension = state.sms_extensions.get(number.sms_id) if number else None
    if extension is None:
        raise not_found("SMS number", to)
    endpoint = Endpoint("ROUTED", extension.id, "SMS")
    entry = _entry(sandbox, "SMS", sender, to, endpoint, owner=extension.owner)
    return _arrives(sandbox, replace(entry, text=message))


def receive_fax(sandbox: Sandbox, body: Body) -> dict[str, str]:
    """`POST /console/api/faxes {from, faxlineId, filename?, base64Content?, text?, pages?}`.

    Without a document one is made of `text`, with as many `pages`.
    """
    state, sender, faxline_id = sandbox.state, fields.sender(body), fields.text(body, "faxlineId")
    line = state.faxlines.get(faxline_id)
    if line is None:
        raise not_found("Faxline", faxline_id)
    if not line.can_receive:
        raise conflict("The faxline receives nothing")
    content = fields.text(body, "base64Content", longest=LONGEST_FAX) or _paper(body, sender, line)
    endpoint = Endpoint("ROUTED", line.id, "FAX")
    entry = _entry(sandbox, "FAX", sender, line.caller_id, endpoint, owner=owner_of(state, line.owner))
    filename = fields.text(body, "filename", "Fax.pdf", longest=200)
    state.received_faxes.put(ReceivedFax(entry.id, filename, content))
    return _arrives(sandbox, replace(entry, fax_status="SENT", pages=pages_of(content), faxline_id=line.id))


def _paper(body: Body, sender: str, line: Faxline) -> str:
    lines = [
        f"From: {sender}",
        f"To: {line.alias} {line.caller_id}",
        "",
        *fields.text(body, "text").splitlines(),
    ]
    return base64.b64encode(document(lines, fields.whole(body, "pages", 1, 1, MOST_PAGES))).decode()


def receive_voicemail(sandbox: Sandbox, body: Body) -> dict[str, str]:
    """`POST /console/api/voicemails {from, voicemailId, message?, seconds?}`: `message` is what was said.

    It is there as if somebody had called and nobody had picked up, but no webhook is asked: dial in for that.
    """
    state, sender, voicemail_id = sandbox.state, fields.sender(body), fields.text(body, "voicemailId")
    mailbox = state.voicemails.get(voicemail_id)
    if mailbox is None:
        raise not_found("Voicemail", voicemail_id)
    said, seconds = fields.text(body, "message"), fields.whole(body, "seconds", 12, 1, LONGEST_MESSAGE)
    endpoint = Endpoint("ROUTED", mailbox.id, "VOICEMAIL")
    line = mailbox.endpoint_id
    owner = owner_of(state, line)
    entry = _entry(sandbox, "VOICEMAIL", sender, number_of(state, mailbox), endpoint, owner=owner)
    connection = line if line in state.phonelines or line in state.groups else mailbox.id
    return _arrives(
        sandbox,
        replace(
            entry,
            connection_ids=(connection,),
            status="FORWARD",
            recordings=(entry.id,),
            transcription=said if mailbox.transcription else "",
            duration=seconds,
        ),
    )


def number_of(state: State, mailbox: Voicemail) -> str:
    """The number whose calls a voicemail takes; `anonymous` when none leads to it."""
    behind = mailbox.endpoint_id
    behind_channels = {row.id for row in state.channels if any(user.id == behind for user in row.users)}
    leading = (
        row.number for row in state.numbers if row.endpoint_id == behind or row.channel_id in behind_channels
    )
    return next(leading, fields.ANONYMOUS)


def owner_of(state: State, extension: str) -> str:
    """The user whose a phoneline is, the first of a group; the user of a user."""
    line, group = state.phonelines.get(extension), state.groups.get(extension)
    if line is not None:
        return line.owner
    return next(iter(group.user_ids), "") if group is not None else extension


def _entry(
    sandbox: Sandbox, kind: str, sender: str, to: str, endpoint: Endpoint, *, owner: str
) -> HistoryRow:
    state, now = sandbox.state, sandbox.clock.now()
    return HistoryRow(
        id=str(state.count("history", start=4_200_000_000)),
        type=kind,
        created=now,
        direction="INCOMING",
        source=sender,
        target=to,
        source_alias=name_of(state, sender),
        target_alias=own_name(state, owner, to),
        owner=owner,
        connection_ids=(endpoint.extension,),
        endpoints=(endpoint,),
        read=False,
        last_modified=now,
    )


def _arrives(sandbox: Sandbox, entry: HistoryRow) -> dict[str, str]:
    add_history_entry(sandbox.state, entry, entry.created, sandbox.rules.history_lag)
    return {"id": entry.id}
