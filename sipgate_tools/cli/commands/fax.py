"""`sipgate-tools fax`: send and receive faxes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from .._support import failures
from .._support.output import Column
from .._support.session import Session, add_command, make_app

app = make_app("Send and receive faxes.")

_LINES: Final = [
    Column("Id", lambda line: line.id),
    Column("Name", lambda line: line.alias, flexible=True),
    Column("Sends", lambda line: line.can_send),
    Column("Receives", lambda line: line.can_receive),
    Column("Header", lambda line: line.tagline, flexible=True),
]
_FAX: Final = [
    Column("Id", lambda fax: fax.id),
    Column("Status", lambda fax: fax.fax_status_type),
    Column("From", lambda fax: fax.source_alias or fax.source),
    Column("To", lambda fax: fax.target_alias or fax.target),
    Column("Pages", lambda fax: fax.page_count),
    Column("Created", lambda fax: fax.created),
]
FaxId = Annotated[str, typer.Argument(metavar="ID", help="The id of the fax, from fax send or history list.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="The file to write.", show_default=False)]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace an existing file.")]


@add_command(app, "send", example="sipgate-tools fax send 0211123456 contract.pdf --wait")
def send(
    session: Session,
    to: Annotated[str, typer.Argument(help="The recipient's fax number.")],
    file: Annotated[Path, typer.Argument(help="The PDF to send.")],
    *,
    line: Annotated[
        str | None,
        typer.Option("--from", help="The faxline to send from; see fax lines.", show_default=False),
    ] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until the fax is sent, or has failed.")] = False,
    timeout: Annotated[int, typer.Option(min=1, max=86_400, help="How long --wait waits, in seconds.")] = 600,
) -> None:
    """Send a PDF as a fax. Each page costs money. The exit code after --wait is 1 if the fax failed."""
    recipient = session.number(to)
    session.confirm("Send this fax?", to=session.with_name(recipient), file=file.name, from_=line)
    client = session.client
    fax_id = client.fax.send(to=recipient, content=file, faxline_id=line)
    if not wait:
        session.output.report(f"Queued as {fax_id}. Its status: sipgate-tools fax status {fax_id}", id=fax_id)
        return
    session.output.say(f"Queued as {fax_id}. Waiting for the transmission.")
    sent = client.fax.wait(
        fax_id, timeout=timeout, progress=lambda status: session.output.say(f"  {status.value.lower()}")
    )
    session.output.record(sent, _FAX)
    if str(getattr(sent.fax_status_type, "value", "")) == "FAILED":
        raise typer.Exit(failures.FAILED)


@add_command(app, "status", example="sipgate-tools fax status 4200000018")
def status(session: Session, fax_id: FaxId) -> None:
    """Show the status of a fax."""
    session.output.record(session.client.fax.get(fax_id), _FAX)


@add_command(app, "download", example="sipgate-tools fax download 4200000018 -o fax.pdf")
def download(
    session: Session,
    fax_id: FaxId,
    *,
    output: Output = None,
    report: Annotated[
        bool, typer.Option("--report", help="Download the transmission report instead.")
    ] = False,
    overwrite: Overwrite = False,
) -> None:
    """Download a fax as PDF."""
    client = session.client
    path = output or Path(f"fax-{fax_id}{'-report' if report else ''}.pdf")
    fetch = client.fax.download_report if report else client.fax.download
    saved = fetch(fax_id, path, overwrite=overwrite)
    session.output.report(f"Saved {saved}.", path=str(saved))


@add_command(app, "resend", example="sipgate-tools fax resend 4200000018")
def resend(
    session: Session,
    fax_id: FaxId,
    *,
    line: Annotated[
        str | None, typer.Option("--from", help="The faxline to send from.", show_default=False)
    ] = None,
) -> None:
    """Send a fax again that was sent before. Each page costs money."""
    fax = session.client.fax.get(fax_id)
    session.confirm("Send this fax again?", to=fax.target_alias or fax.target, pages=fax.page_count)
    session.client.fax.resend(fax_id, faxline_id=line)
    session.output.report("Queued again.", id=fax_id)


@add_command(app, "lines", example="sipgate-tools fax lines")
def lines(session: Session) -> None:
    """List your faxlines."""
    session.output.records(session.client.fax.lines(), _LINES, empty="You have no faxline.")
