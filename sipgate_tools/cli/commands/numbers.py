"""`sipgate-tools numbers`: the account's telephone numbers."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from .._support.failures import NOT_FOUND, fail
from .._support.output import Column
from .._support.session import Session, add_command, make_app

app = make_app("List and route the account's telephone numbers.")

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


@add_command(app, "route", example="sipgate-tools numbers route 030123456 p0")
def route(
    session: Session,
    number: Annotated[str, typer.Argument(help="A number of the account.")],
    to: Annotated[
        str, typer.Argument(help="What rings: a phoneline or group such as p0, or a channel; see lines list.")
    ],
) -> None:
    """Route a number to a line. Calls go there at once."""
    checked = session.number(number)
    session.confirm("Route this number?", number=checked, to=to)
    session.client.numbers.route(checked, to=to)
    session.output.report(f"{checked} rings at {to}.", number=checked, to=to)


@add_command(app, "who", example="sipgate-tools numbers who 01512345678")
def who(
    session: Session,
    number: Annotated[str, typer.Argument(help="A number, an extension such as p0, or a channel id.")],
) -> None:
    """Show who a number or an extension belongs to: a user, group or channel of the account, or a contact."""
    found = session.client.directory.who(session.number(number))
    if found is None:
        fail("Unknown.", NOT_FOUND)
    session.output.record(found, _WHO)


_WHO: Final = [
    Column("Name", lambda found: found.name),
    Column("Kind", lambda found: found.kind),
    Column("Id", lambda found: found.id),
    Column("User", lambda found: found.user_name),
    Column("Numbers", lambda found: found.numbers),
]
