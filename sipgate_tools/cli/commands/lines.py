"""`sipgate-tools lines`: phonelines and channels, call forwarding and anonymous callers."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from sipgate_tools.models.lines import Forwarding, ForwardingChange
from sipgate_tools.requests.lines import MAX_RING_SECONDS

from .._support.output import Column
from .._support.session import Session, add_command, make_app

app = make_app("List lines and forward their calls.")

_LINES: Final = [
    Column("Id", lambda line: line.id),
    Column("Name", lambda line: line.name, flexible=True),
    Column("Kind", lambda line: line.kind, optional=True),
    Column("Users", lambda line: line.user_ids, flexible=True),
    Column("Numbers", lambda line: line.numbers, wrap=True),
]
_FORWARDINGS: Final = [
    Column("To", lambda one: one.destination),
    Column("After seconds", lambda one: one.timeout, right=True),
    Column("Active", lambda one: one.active),
    Column("Name", lambda one: one.alias, flexible=True, optional=True),
]
LineId = Annotated[str, typer.Argument(metavar="LINE", help="The id of a phoneline, such as p0.")]


@add_command(app, "list", example="sipgate-tools lines list")
def list_lines(
    session: Session,
    *,
    user: Annotated[
        str | None, typer.Option(help="Only the lines of this user, such as w0.", show_default=False)
    ] = None,
) -> None:
    """List phonelines (classic) or channels (neo), with their users and numbers."""
    session.output.records(session.client.lines.list(user), _LINES, empty="There are no lines.")


@add_command(app, "show", example="sipgate-tools lines show p0")
def show(session: Session, line: LineId) -> None:
    """Show where the calls of a phoneline are forwarded."""
    found = session.client.lines.forwardings(line)
    session.output.records(found, _FORWARDINGS, empty="The calls of this line are not forwarded.")


@add_command(app, "forward", example="sipgate-tools lines forward p0 01512345678 --after 20")
def forward(
    session: Session,
    line: LineId,
    to: Annotated[str, typer.Argument(help="The number to forward calls to.")],
    *,
    after: Annotated[
        int, typer.Option(min=0, max=MAX_RING_SECONDS, help="Seconds of ringing before calls are forwarded.")
    ] = 0,
) -> None:
    """Forward the calls of a phoneline to a number. Forwarded calls cost money. Classic only."""
    number = session.number(to)
    lines = session.client.lines
    before = lines.forwardings(line)
    session.confirm(
        "Forward the calls of this line?",
        line=line,
        to=session.with_name(number),
        after=f"{after} seconds",
        replaces=_numbers_of(before),
    )
    _report(session, lines.forward(line, to=number, after_seconds=after))


@add_command(app, "unforward", example="sipgate-tools lines unforward p0")
def unforward(session: Session, line: LineId) -> None:
    """End the forwarding of a phoneline to numbers; its voicemail stays."""
    _report(session, session.client.lines.unforward(line))


@add_command(app, "block-anonymous", example="sipgate-tools lines block-anonymous p0")
def block_anonymous(
    session: Session,
    line: LineId,
    *,
    off: Annotated[bool, typer.Option("--off", help="Admit callers without a number again.")] = False,
    voicemail: Annotated[
        bool, typer.Option("--voicemail", help="Send them to the voicemail instead of rejecting them.")
    ] = False,
) -> None:
    """Block callers who withhold their number. Classic only."""
    session.client.lines.block_anonymous(line, not off, target="VOICEMAIL" if voicemail else "REJECT")
    session.output.report("Admitted again." if off else "Blocked.", id=line, blocked=not off)


def _numbers_of(forwardings: tuple[Forwarding, ...]) -> str | None:
    return ", ".join(one.destination for one in forwardings if one.to_number) or None


def _report(session: Session, change: ForwardingChange) -> None:
    before, after = _numbers_of(change.before), _numbers_of(change.after)
    session.output.report(
        f"Before: {before or 'not forwarded'}. Now: {after or 'not forwarded'}.",
        line=change.line_id,
        before=[one.to_dict() for one in change.before],
        after=[one.to_dict() for one in change.after],
    )
