"""`sipgate-tools numbers`: the account's telephone numbers."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from .._support.output import Column
from .._support.session import Session, add_command, make_app

app = make_app("List the account's telephone numbers.")

_COLUMNS: Final = [
    Column("Number", lambda number: number.number),
    Column("Type", lambda number: number.type),
    Column("Rings at", lambda number: number.endpoint_alias, flexible=True),
    Column("Id", lambda number: number.endpoint_id),
]


@add_command(app, "list", example="sipgate-tools numbers list")
def list_numbers(
    session: Session,
    *,
    user: Annotated[
        str | None, typer.Option(help="Only the numbers of this user, such as w0.", show_default=False)
    ] = None,
) -> None:
    """List the numbers and where they ring."""
    client = session.client
    found = client.numbers.iterate() if user is None else client.numbers.of_user(user)
    session.output.records(found, _COLUMNS, empty="The account has no numbers.")
