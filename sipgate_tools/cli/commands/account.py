"""`sipgate-tools account`: the account, its platform and its balance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from sipgate_tools.errors import SipgateError

from .._support.output import Column
from .._support.session import Session, add_command, make_app

T = TypeVar("T")

app = make_app("Show the account.")

_FIELDS: Final = {
    "account": "Account",
    "company": "Company",
    "platform": "Platform",
    "balance": "Balance",
    "currency": "Currency",
    "user": "User",
    "name": "Name",
    "email": "E-mail",
    "admin": "Administrator",
    "timezone": "Time zone",
}


def _column(name: str, title: str) -> Column:
    return Column(title, lambda record: record[name])


@add_command(app, "show", example="sipgate-tools account show")
def show(session: Session) -> None:
    """Show the account, its platform, its balance and the user. What the token may not read is left out."""
    client = session.client
    info = client.users.info()
    user = _or_none(client.users.me)
    account = _or_none(client.account.get)
    balance = _or_none(client.account.balance)
    platform = _or_none(client.account.platform)
    record = {
        "account": info.master_sip_id,
        "company": None if account is None else account.company,
        "platform": None if platform is None else platform.value,
        "balance": None if balance is None else f"{balance.amount:.2f}",
        "currency": None if balance is None else balance.currency,
        "user": info.sub,
        "name": None if user is None else user.name,
        "email": None if user is None else user.email,
        "admin": None if user is None else user.admin,
        "timezone": None if user is None else user.timezone,
    }
    session.output.record(record, [_column(name, title) for name, title in _FIELDS.items()])


def _or_none(read: Callable[[], T]) -> T | None:
    try:
        return read()
    except SipgateError:
        return None
