"""`sipgate-tools sms`: send and schedule SMS."""

from __future__ import annotations

import sys
from typing import Annotated, Final

import typer

from sipgate_tools.errors import InvalidInput
from sipgate_tools.models.sms import sms_size
from sipgate_tools.times import parse_time

from .._support.bulk_sms import send_many, settle
from .._support.output import Column
from .._support.session import Session, add_command, make_app

app = make_app("Send and schedule SMS.")

_SENDERS: Final = [
    Column("Extension", lambda row: row["extension"]),
    Column("Number", lambda row: row["number"]),
    Column("Verified", lambda row: row["verified"]),
    Column("Default", lambda row: row["default"]),
]


@add_command(app, "send", example='sipgate-tools sms send 01512345678 "On my way" --at "tomorrow 8:00"')
def send(
    session: Session,
    to: Annotated[str, typer.Argument(help="The recipient's number, such as 01512345678 or +491512345678.")],
    text: Annotated[
        str | None,
        typer.Argument(help="The text; by default it is read from stdin.", show_default=False),
    ] = None,
    *,
    sender: Annotated[
        str | None,
        typer.Option("--from", help="A verified number to send from; see sms senders.", show_default=False),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            help='When to send it, at most 30 days ahead, such as "tomorrow 8:00". It cannot be canceled.',
            show_default=False,
        ),
    ] = None,
) -> None:
    """Send an SMS, now or at a time. Each part of a message costs money."""
    recipient = session.number(to)
    message = _text_from_stdin() if text is None else text
    send_at = None if at is None else parse_time(at, session.zone, argument="--at", future=True)
    size = sms_size(message)
    session.confirm(
        "Send this SMS?",
        to=session.with_name(recipient),
        from_=sender,
        at=None if send_at is None else f"{send_at.astimezone(session.zone):%Y-%m-%d %H:%M %Z}",
        parts=size.parts,
        text=message,
    )
    receipt = session.client.sms.send(
        to=recipient, message=message, from_=sender and session.number(sender), send_at=send_at
    )
    for note in receipt.notes:
        session.output.say(note)
    when = "Sent" if receipt.send_at is None else f"Scheduled for {send_at:%Y-%m-%d %H:%M}"
    session.output.report(
        f"{when} to {receipt.recipient} ({receipt.size.parts} part{'s' * (receipt.size.parts != 1)})."
        + ("" if receipt.send_at is None else " Scheduled messages can be neither listed nor canceled."),
        recipient=receipt.recipient,
        smsId=receipt.sms_id,
        sender=receipt.sender,
        sendAt=receipt.send_at,
        parts=receipt.size.parts,
    )


@add_command(app, "senders", example="sipgate-tools sms senders")
def senders(session: Session) -> None:
    """List the numbers that SMS can be sent from."""
    client = session.client
    rows = (
        {
            "extension": extension.id,
            "number": caller_id.phonenumber,
            "verified": caller_id.verified,
            "default": caller_id.default_number,
        }
        for extension in client.sms.extensions()
        for caller_id in client.sms.caller_ids(extension.id)
    )
    session.output.records(rows, _SENDERS, empty="You have no SMS extension.")


add_command(
    app, "send-many", example='sipgate-tools sms send-many people.csv --text "Hello {name}" --to phone'
)(send_many)
add_command(app, "settle", example="sipgate-tools sms settle people.csv.checkpoint")(settle)


def _text_from_stdin() -> str:
    """Return the text from stdin without the line break at its end.

    Raises:
        InvalidInput: Stdin is a terminal, or it is empty.
    """
    if sys.stdin is None or sys.stdin.isatty():
        raise InvalidInput("The text is missing.", hint='Use: sipgate-tools sms send NUMBER "TEXT".')
    text = sys.stdin.read().rstrip("\n")
    if not text:
        raise InvalidInput("The text is empty.")
    return text
