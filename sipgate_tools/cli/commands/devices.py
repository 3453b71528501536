"""`sipgate-tools devices`: telephones, apps and SIP devices."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from .._support.output import Column
from .._support.session import Session, add_command, make_app

app = make_app("List telephones, apps and SIP devices.")

_COLUMNS: Final = [
    Column("Id", lambda device: device.id),
    Column("Name", lambda device: device.alias, flexible=True),
    Column("Type", lambda device: device.type),
    Column("Online", lambda device: device.online),
    Column("Do not disturb", lambda device: device.dnd),
    Column("Number", lambda device: device.number),
]


@add_command(app, "list", example="sipgate-tools devices list")
def list_devices(
    session: Session,
    *,
    user: Annotated[
        str | None,
        typer.Option(help="The user whose devices to list; by default you.", show_default=False),
    ] = None,
) -> None:
    """List a user's devices."""
    session.output.records(session.client.devices.list(user), _COLUMNS, empty="The user has no devices.")
