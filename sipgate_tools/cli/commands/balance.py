"""`sipgate-tools balance`: the account's balance."""

from __future__ import annotations

from .._support.output import Column
from .._support.session import Session, single_command


@single_command(example="sipgate-tools balance")
def command(session: Session) -> None:
    """Show the account's balance."""
    balance = session.client.account.balance()
    record = {"amount": f"{balance.amount:.2f}", "currency": balance.currency}
    if session.output.form == "text":
        session.output.text(str(balance))
        return
    session.output.record(
        record,
        [
            Column("Amount", lambda one: one["amount"]),
            Column("Currency", lambda one: one["currency"]),
        ],
    )
