"""`sipgate-tools sms send-many` and `sms settle`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from sipgate_tools.models.bulk_sms.messages import SmsMessage
from sipgate_tools.models.bulk_sms.report import SmsBulkReport

from . import failures
from .progress import progress_line
from .session import Session


def send_many(
    session: Session,
    file: Annotated[Path, typer.Argument(help="A CSV file with one message per row.")],
    *,
    text: Annotated[
        str, typer.Option("--text", help='The text, such as "Hello {name}": columns are in braces.')
    ],
    to: Annotated[str, typer.Option("--to", help="The column with the recipient's number.")] = "number",
    at: Annotated[
        str | None,
        typer.Option("--at", help="The column with the time to send the message.", show_default=False),
    ] = None,
    key: Annotated[
        str | None,
        typer.Option(
            "--key",
            help="The column that identifies a message; by default the recipient's number.",
            show_default=False,
        ),
    ] = None,
    sender: Annotated[
        str | None,
        typer.Option("--from", help="A verified number to send from; see sms senders.", show_default=False),
    ] = None,
    checkpoint: Annotated[
        Path | None,
        typer.Option(
            "--checkpoint",
            help="The file with which an interrupted run continues; by default FILE.checkpoint.",
            show_default=False,
        ),
    ] = None,
    skip_invalid: Annotated[
        bool, typer.Option("--skip-invalid", help="Report invalid rows, and send the others.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Report the parts and the estimated cost, and send nothing.")
    ] = False,
) -> None:
    """Send an SMS for each row of a CSV file. Each part of a message costs money."""
    messages = SmsMessage.from_csv(
        file,
        text=text,
        to=to,
        send_at=at,
        key=key,
        zone=session.zone if at else None,
        default_region=session.region,
    )
    arguments: dict[str, Any] = {
        "messages": messages,
        "skip_invalid": skip_invalid,
        "from_": sender and session.number(sender),
        "checkpoint": checkpoint or Path(f"{file}.checkpoint"),
    }
    plan = session.client.sms.send_many(**arguments, dry_run=True)
    if dry_run or not plan.skipped:
        _report(session, plan)
        return
    session.confirm(
        f"Send {len(plan.skipped)} SMS?",
        parts=plan.parts,
        cost=f"about {plan.estimated_cost:.2f} EUR",
        refused=len(plan.failed) or None,
        times=None if at is None else "Scheduled messages can be neither listed nor canceled.",
    )
    _report(session, session.client.sms.send_many(**arguments, progress=progress_line()))


def settle(
    session: Session,
    checkpoint: Annotated[Path, typer.Argument(help="The checkpoint file of sms send-many.")],
    *,
    resend_missing: Annotated[
        bool,
        typer.Option(
            "--resend-missing",
            help="Let the next sms send-many send the messages that are not in the history.",
        ),
    ] = False,
) -> None:
    """Find the messages whose outcome is unknown in the history."""
    found = session.client.sms.settle(checkpoint, resend_missing=resend_missing)
    session.output.report(
        f"{len(found.sent)} were sent, {len(found.not_sent)} were not sent, {len(found.uncertain)} are uncertain."
        + "".join(f"\n  uncertain: {key}" for key in found.uncertain),
        sent=list(found.sent),
        notSent=list(found.not_sent),
        uncertain=list(found.uncertain),
    )
    if found.uncertain:
        raise typer.Exit(failures.OUTCOME_UNKNOWN)


def _report(session: Session, report: SmsBulkReport) -> None:
    """Print a report.

    Raises:
        typer.Exit: Messages were refused or have an unknown outcome, or the run stopped.
    """
    cost = f"{report.parts} parts, about {report.estimated_cost:.2f} EUR"
    counts = (
        f"{len(report.done_before)} sent before, {len(report.failed)} refused, {len(report.unknown)} unknown"
    )
    begin = f"{len(report.skipped)} to send" if report.dry_run else f"{len(report.done_now)} sent now"
    lines = [f"{begin} ({cost}), {counts}."]
    lines += [f"  refused: {key}: {error}" for key, error in report.failed]
    lines += [f"  unknown: {key}; see sms settle" for key in report.unknown]
    lines += [f"{report.stopped} {len(report.skipped)} were not sent."] if report.stopped else []
    session.output.report(
        "\n".join(lines),
        dryRun=report.dry_run,
        sentNow=list(report.done_now),
        sentBefore=list(report.done_before),
        refused=[{"key": key, **failures.error_fields(error)} for key, error in report.failed],
        unknown=list(report.unknown),
        notSent=list(report.skipped),
        parts=report.parts,
        estimatedCost=str(report.estimated_cost),
        stopped=report.stopped,
    )
    if report.unknown:
        raise typer.Exit(failures.OUTCOME_UNKNOWN)
    if report.failed or report.stopped:
        raise typer.Exit(failures.FAILED)
