"""Handles the settings in the console: the balance, webhooks and faults."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, cast

from ..api.phonelines import webhook_url_problem
from ..dispatch.api_errors import bad_request, not_found
from ..dispatch.dispatcher import Dispatcher
from ..phone_numbers import is_extension
from . import fields, overview

Body = dict[str, Any]

MAX_BALANCE: Final = 2**31 - 1
MAX_URL_LENGTH: Final = 2000


def set_balance(dispatcher: Dispatcher, body: Body) -> dict[str, int]:
    """Handle `PUT /console/api/balance {amount}`. The amount is in ten-thousandths of the currency unit."""
    amount = fields.integer(body, "amount", None, 0, MAX_BALANCE)
    dispatcher.state.account = replace(dispatcher.state.account, balance=amount)
    return {"amount": amount}


def set_webhooks(dispatcher: Dispatcher, body: Body) -> dict[str, Any]:
    """Handle `PUT /console/api/webhooks {incomingUrl, outgoingUrl, log, whitelist}`, as in `setSipgateIoUrls`."""
    neo = dispatcher.state.account.platform == "neo"
    urls = {
        name: fields.string(body, name, max_length=MAX_URL_LENGTH).strip()
        for name in ("incomingUrl", "outgoingUrl")
    }
    for name, url in urls.items():
        problem = webhook_url_problem(url, neo=neo)
        if problem:
            raise bad_request(problem, f"/{name}")
    dispatcher.state.webhook_settings = replace(
        dispatcher.state.webhook_settings,
        incoming_url=urls["incomingUrl"],
        outgoing_url=urls["outgoingUrl"],
        log=fields.boolean(body, "log", default=False),
        whitelist=_whitelist(body.get("whitelist")),
    )
    return overview.webhooks(dispatcher.state)


def _whitelist(value: Any) -> tuple[str, ...] | None:
    if value is None:
        return None
    entries: list[Any] = cast("list[Any]", value) if isinstance(value, list) else [None]
    if not all(isinstance(one, str) and is_extension(one, "pg") for one in entries):
        raise bad_request("The whitelist can contain only phonelines and groups", "/whitelist")
    return tuple(cast("list[str]", entries))


def add_fault(dispatcher: Dispatcher, body: Body) -> dict[str, Any]:
    """Handle `POST /console/api/faults {fault}`, with a fault as on the command line, such as `429@sendWebSms*1`."""
    try:
        dispatcher.faults.add(fields.string(body, "fault", max_length=200))
    except ValueError as error:
        raise bad_request(str(error), "/fault") from None
    return {"faults": overview.faults(dispatcher)}


def remove_fault(dispatcher: Dispatcher, body: Body) -> dict[str, Any]:
    """Handle `DELETE /console/api/faults {fault}`, which removes one fault, or all faults if the body is empty."""
    text = fields.string(body, "fault")
    remaining = [fault for fault in dispatcher.faults if text and str(fault) != text]
    if text and len(remaining) == len(list(dispatcher.faults)):
        raise not_found("Fault", text)
    dispatcher.faults.clear()
    for fault in remaining:
        dispatcher.faults.add(fault)
    return {"faults": overview.faults(dispatcher)}
