"""`sipgate-tools calls`: start calls and control live calls."""

from __future__ import annotations

from typing import Annotated, Any, Final

import typer

from sipgate_tools.models.rtcm import LiveCall

from .._support.output import Column
from .._support.session import Session, add_command, make_app

app = make_app("Start calls and control live calls.")

CallId = Annotated[str, typer.Argument(metavar="ID", help="The id of a live call, from calls live.")]


def _parties(call: LiveCall) -> str:
    return " - ".join(str(one.phone_number or one.owner or "?") for one in call.participants)


_LIVE: Final = [
    Column("Id", lambda call: call.call_id),
    Column("Between", _parties),
    Column("On hold", lambda call: call.hold),
    Column("Muted", lambda call: call.muted),
    Column("Recording", lambda call: call.recording),
]


@add_command(app, "start", example="sipgate-tools calls start 0211123456 --from e0")
def start(
    session: Session,
    to: Annotated[str, typer.Argument(help="The number to call.")],
    *,
    caller: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="What rings first: a device such as e0, or a number. By default your default device.",
            show_default=False,
        ),
    ] = None,
    caller_id: Annotated[
        str | None, typer.Option(help="The number that the callee sees.", show_default=False)
    ] = None,
    channel: Annotated[
        str | None, typer.Option(help="On neo: the channel to call from.", show_default=False)
    ] = None,
) -> None:
    """Start a call: your phone rings, and when you pick up, the other number is called. Calls cost money."""
    client = session.client
    first = caller or client.users.me().default_device
    if not first:
        raise typer.BadParameter("You have no default device. Choose what rings first with --from.")
    callee, visible_id = session.number(to), caller_id and session.number(caller_id)
    session.confirm("Start this call?", to=session.with_name(callee), from_=first, caller_id=visible_id)
    call_id = client.calls.start(
        caller=session.number(first), callee=callee, caller_id=visible_id, channel_id=channel
    )
    session.output.report(f"{first} rings now. Pick up to be connected with {callee}.", id=call_id)


@add_command(app, "live", example="sipgate-tools calls live")
def live(session: Session) -> None:
    """List the calls that are established now."""
    session.output.records(session.client.rtcm.calls(), _LIVE, empty="There are no live calls.")


@add_command(app, "hold", example="sipgate-tools calls hold CALL_ID")
def hold(session: Session, call_id: CallId) -> None:
    """Put a call on hold."""
    session.client.rtcm.hold(call_id, True)
    _report(session, call_id, "The call is on hold.")


@add_command(app, "resume", example="sipgate-tools calls resume CALL_ID")
def resume(session: Session, call_id: CallId) -> None:
    """Continue a call that is on hold."""
    session.client.rtcm.hold(call_id, False)
    _report(session, call_id, "The call continues.")


@add_command(app, "mute", example="sipgate-tools calls mute CALL_ID")
def mute(session: Session, call_id: CallId) -> None:
    """Mute your side of a call. Not available on neo."""
    session.client.rtcm.mute(call_id, True)
    _report(session, call_id, "Your side is muted.")


@add_command(app, "unmute", example="sipgate-tools calls unmute CALL_ID")
def unmute(session: Session, call_id: CallId) -> None:
    """Unmute your side of a call."""
    session.client.rtcm.mute(call_id, False)
    _report(session, call_id, "Your side is audible again.")


@add_command(app, "record", example="sipgate-tools calls record CALL_ID")
def record(
    session: Session,
    call_id: CallId,
    *,
    stop: Annotated[bool, typer.Option("--stop", help="Stop the recording.")] = False,
    announcement: Annotated[
        bool | None,
        typer.Option(
            "--announcement/--no-announcement",
            help="Whether the participants hear that the call is recorded.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Start or stop recording a call. All participants must agree to a recording."""
    if not stop:
        session.confirm("Record this call?", call=call_id)
    session.client.rtcm.record(call_id, not stop, announcement=announcement)
    _report(session, call_id, "The recording has stopped." if stop else "The call is being recorded.")


@add_command(app, "dtmf", example="sipgate-tools calls dtmf CALL_ID 1#")
def dtmf(
    session: Session,
    call_id: CallId,
    digits: Annotated[str, typer.Argument(help="The tones to send: 0-9, A-D, * and #.")],
) -> None:
    """Send DTMF tones."""
    session.client.rtcm.send_dtmf(call_id, digits)
    _report(session, call_id, "The tones were sent.")


@add_command(app, "transfer", example="sipgate-tools calls transfer CALL_ID 0211123456")
def transfer(
    session: Session,
    call_id: CallId,
    to: Annotated[str, typer.Argument(help="The number to transfer the call to.")],
    *,
    attended: Annotated[
        bool, typer.Option("--attended", help="Talk to the new participant before the transfer.")
    ] = False,
) -> None:
    """Transfer a call to another number."""
    target = session.number(to)
    session.confirm("Transfer this call?", call=call_id, to=session.with_name(target))
    session.client.rtcm.transfer(call_id, target, attended=attended)
    _report(session, call_id, f"The call was transferred to {target}.")


@add_command(app, "hang-up", example="sipgate-tools calls hang-up CALL_ID")
def hang_up(session: Session, call_id: CallId) -> None:
    """End a call."""
    session.confirm("End this call?", call=call_id)
    session.client.rtcm.hang_up(call_id)
    _report(session, call_id, "The call has ended.")


def _report(session: Session, call_id: str, sentence: str, **fields: Any) -> None:
    session.output.report(sentence, id=call_id, **fields)
