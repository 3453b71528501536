"""`sipgate-tools users`: the users of the account."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from .._support.output import Column
from .._support.session import Session, add_command, make_app

app = make_app("List the users of the account.")

_COLUMNS: Final = [
    Column("Id", lambda user: user.id),
    Column("Name", lambda user: user.name, flexible=True),
    Column("E-mail", lambda user: user.email, flexible=True),
    Column("Administrator", lambda user: user.admin),
    Column("Time zone", lambda user: user.timezone),
]


@add_command(app, "list", example="sipgate-tools users list")
def list_users(session: Session) -> None:
    """List the users of the account. Only administrators see all of them."""
    session.output.records(session.client.users.list(), _COLUMNS, empty="The account has no users.")


@add_command(app, "show", example="sipgate-tools users show w0")
def show(
    session: Session,
    user: Annotated[
        str | None, typer.Argument(help="The user id, such as w0; by default you.", show_default=False)
    ] = None,
) -> None:
    """Show a user."""
    client = session.client
    session.output.record(client.users.me() if user is None else client.users.get(user), _COLUMNS)
