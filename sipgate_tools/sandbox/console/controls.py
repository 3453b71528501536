"""What is set on the account itself: its balance, its webhooks, and what goes wrong on purpose."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from ..api.phonelines import webhook_url_problem
from ..dispatch.api_errors import bad_request, not_found
from ..phone_numbers import is_extension
from . import fields, overview

if TYPE_CHECKING:
    from ..sandbox import Sandbox

Body = dict[str, Any]

HIGHEST_BALANCE = 2**31 - 1
LONGEST_URL = 2000


def set_balance(sandbox: Sandbox, body: Body) -> dict[str, int]:
    """`PUT /console/api/balance {amount}`, in ten-thousandths of the currency unit."""
    amount = fields.whole(body, "amount", None, 0, HIGHEST_BALANCE)
    sandbox.state.account = replace(sandbox.state.account, balance=amount)
    return {"amount": amount}


def set_webhooks(sandbox: Sandbox, body: Body) -> dict[str, Any]:
    """`PUT /console/api/webhooks {incomingUrl, outgoingUrl, log, whitelist}`, as `setSipgateIoUrls` takes them."""
    neo = sandbox.state.account.platform == "neo"
    urls = {
        name: fields.text(body, name, longest=LONGEST_URL).strip() for name in ("incomingUrl", "outgoingUrl")
    }
    for name, url in urls.items():
        problem = webhook_url_problem(url, neo=neo)
        if problem:
            raise bad_request(problem, f"/{name}")
    sandbox.state.webhook_settings = replace(
        sandbox.state.webhook_settings,
        incoming_url=urls["incomingUrl"],
        outgoing_url=urls["outgoingUrl"],
        log=fields.switch(body, "log", default=False),
        whitelist=_whitelist(body.get("whitelist")),
    )
    return overview.webhooks(sandbox.state)


def _whitelist(value: Any) -> tuple[str, ...] | None:
    if value is None:
        return None
    given: list[Any] = cast("list[Any]", value) if isinstance(value, list) else [None]
    if not all(isinstance(one, str) and is_extension(one, "pg") for one in given):
        raise bad_request("The whitelist takes phonelines and groups only", "/whitelist")
    return tuple(cast("list[str]", given))


def add_fault(sandbox: Sandbox, body: Body) -> dict[str, Any]:
    """`POST /console/api/faults {fault}`, written as for the command line: `429:retry-after=2@sendWebSms*1`."""
    try:
        sandbox.faults.add(fields.text(body, "fault", longest=200))
    except ValueError as error:
        raise bad_request(str(error), "/fault") from None
    return {"faults": overview.faults(sandbox)}


def remove_fault(sandbox: Sandbox, body: Body) -> dict[str, Any]:
    """`DELETE /console/api/faults {fault}`: lets it not happen any more; without a body none of them."""
    wanted = fields.text(body, "fault")
    kept = [fault for fault in sandbox.faults if wanted and str(fault) != wanted]
    if wanted and len(kept) == len(list(sandbox.faults)):
        raise not_found("Fault", wanted)
    sandbox.faults.clear()
    for fault in kept:
        sandbox.faults.add(fault)
    return {"faults": overview.faults(sandbox)}
