"""Receives messages that the console sends to the account: SMS, faxes and voicemail messages."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any, Final

from ..dispatch.api_errors import bad_request, conflict, not_found
from ..dispatch.dispatcher import Dispatcher
from ..events.call_history import name_of, own_name
from ..events.history_writer import add_history_entry
from ..events.media import document, pages_of
from ..state import State
from ..state.calls_and_history import Endpoint, HistoryRow
from ..state.messages import Faxline, ReceivedFax
from ..state.phones import Voicemail
from . import fields

Body = dict[str, Any]

MAX_FAX_CHARS: Final = 28_330_000
"""The maximum number of base64 characters, as for an outgoing fax."""
MAX_PAGES: Final = 50
MAX_MESSAGE_SECONDS: Final = 600
"""The maximum length of a voicemail message in seconds."""


def receive_sms(dispatcher: Dispatcher, body: Body) -> dict[str, str]:
    """Handle `POST /console/api/sms {from, to, message}`. `to` must be a verified caller id of an SMS extension."""
    state = dispatcher.state
    sender, to, message = fields.sender(body), fields.string(body, "to"), fields.string(body, "message")
    if not message:
        raise bad_request("The message is empty", "/message")
    number = next((one for one in state.sms_caller_ids if one.verified and one.phonenumber == to), None)
    extension = state.sms_extensions.get(number.sms_id) if number else None
    if extension is None:
        raise not_found("SMS number", to)
    endpoint = Endpoint("ROUTED", extension.id, "SMS")
    entry = _entry(dispatcher, "SMS", sender, to, endpoint, owner=extension.owner)
    return _add_entry(dispatcher, replace(entry, text=message))


def receive_fax(dispatcher: Dispatcher, body: Body) -> dict[str, str]:
    """Handle `POST /console/api/faxes {from, faxlineId, filename?, base64Content?, text?, pages?}`.

    Without `base64Content`, the fax is a generated document that contains `text` and has `pages` pages.
    """
    state, sender, faxline_id = dispatcher.state, fields.sender(body), fields.string(body, "faxlineId")
    line = state.faxlines.get(faxline_id)
    if line is None:
        raise not_found("Faxline", faxline_id)
    if not line.can_receive:
        raise conflict("The faxline cannot receive faxes")
    content = fields.string(body, "base64Content", max_length=MAX_FAX_CHARS) or _pdf(body, sender, line)
    endpoint = Endpoint("ROUTED", line.id, "FAX")
    entry = _entry(dispatcher, "FAX", sender, line.caller_id, endpoint, owner=owner_of(state, line.owner))
    filename = fields.string(body, "filename", "Fax.pdf", max_length=200)
    state.received_faxes.put(ReceivedFax(entry.id, filename, content))
    return _add_entry(
        dispatcher, replace(entry, fax_status="SENT", pages=pages_of(content), faxline_id=line.id)
    )


def _pdf(body: Body, sender: str, line: Faxline) -> str:
    lines = [
        f"From: {sender}",
        f"To: {line.alias} {line.caller_id}",
        "",
        *fields.string(body, "text").splitlines(),
    ]
    return base64.b64encode(document(lines, fields.integer(body, "pages", 1, 1, MAX_PAGES))).decode()


def receive_voicemail(dispatcher: Dispatcher, body: Body) -> dict[str, str]:
    """Handle `POST /console/api/voicemails {from, voicemailId, message?, seconds?}`.

    `message` is the transcription. The voicemail appears in the history as after an unanswered call, but no webhook is
    sent. To test webhooks, start a call instead.
    """
    state, sender, voicemail_id = dispatcher.state, fields.sender(body), fields.string(body, "voicemailId")
    mailbox = state.voicemails.get(voicemail_id)
    if mailbox is None:
        raise not_found("Voicemail", voicemail_id)
    message, seconds = (
        fields.string(body, "message"),
        fields.integer(body, "seconds", 12, 1, MAX_MESSAGE_SECONDS),
    )
    endpoint = Endpoint("ROUTED", mailbox.id, "VOICEMAIL")
    line = mailbox.endpoint_id
    owner = owner_of(state, line)
    entry = _entry(dispatcher, "VOICEMAIL", sender, number_of(state, mailbox), endpoint, owner=owner)
    connection = line if line in state.phonelines or line in state.groups else mailbox.id
    return _add_entry(
        dispatcher,
        replace(
            entry,
            connection_ids=(connection,),
            status="FORWARD",
            recordings=(entry.id,),
            transcription=message if mailbox.transcription else "",
            duration=seconds,
        ),
    )


def number_of(state: State, mailbox: Voicemail) -> str:
    """Return the number whose calls reach a voicemail, or `anonymous` if no number leads to it."""
    behind = mailbox.endpoint_id
    behind_channels = {row.id for row in state.channels if any(user.id == behind for user in row.users)}
    leading = (
        row.number for row in state.numbers if row.endpoint_id == behind or row.channel_id in behind_channels
    )
    return next(leading, fields.ANONYMOUS)


def owner_of(state: State, extension: str) -> str:
    """Return the owner of a phoneline, the first user of a group, or any other extension unchanged.

    For a group without users, return an empty string.
    """
    line, group = state.phonelines.get(extension), state.groups.get(extension)
    if line is not None:
        return line.owner
    return next(iter(group.user_ids), "") if group is not None else extension


def _entry(
    dispatcher: Dispatcher, kind: str, sender: str, to: str, endpoint: Endpoint, *, owner: str
) -> HistoryRow:
    state, now = dispatcher.state, dispatcher.clock.now()
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


def _add_entry(dispatcher: Dispatcher, entry: HistoryRow) -> dict[str, str]:
    add_history_entry(dispatcher.state, entry, entry.created, dispatcher.rules.history_lag)
    return {"id": entry.id}
