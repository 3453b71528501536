"""`sipgate-tools devices`: telephones, apps and SIP devices."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from .._support.output import Column
from .._support.session import Session, add_command, make_app

app = make_app("List telephones and apps, and silence them.")

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


@add_command(app, "do-not-disturb", example="sipgate-tools devices do-not-disturb e0")
def do_not_disturb(
    session: Session,
    device: Annotated[str, typer.Argument(metavar="DEVICE", help="The id of a device, such as e0.")],
    *,
    off: Annotated[bool, typer.Option("--off", help="Let the device ring again.")] = False,
) -> None:
    """Let a device stay silent."""
    session.client.devices.do_not_disturb(device, not off)
    session.output.report(
        f"{device} rings again." if off else f"{device} stays silent.", id=device, dnd=not off
    )
