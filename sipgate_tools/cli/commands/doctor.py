"""`sipgate-tools doctor`: check what works and what does not."""

from __future__ import annotations

from dataclasses import asdict

import typer

from .._support.output import Column
from .._support.session import Session, single_command


@single_command(example="sipgate-tools doctor --json")
def command(session: Session) -> None:
    """Check credentials, network, scopes, platform, features, SMS senders, webhooks and clock. Nothing is changed.

    The exit code is 1 if a check reports `broken`.
    """
    checks = session.client.doctor()
    columns = [
        Column("State", lambda check: check["state"]),
        Column("Check", lambda check: check["name"]),
        Column("Result", lambda check: check["message"], wrap=True),
    ]
    session.output.records([asdict(check) for check in checks], columns, empty="No checks")
    if any(check.state == "broken" for check in checks):
        raise typer.Exit(1)
