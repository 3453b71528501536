"""The admin path, which controls the clock, faults, rules, tokens and the whole account over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from .. import rules
from ..console import fields, origin_check
from ..console.controls import MAX_BALANCE
from ..dispatch.api_errors import ApiError, bad_request
from ..dispatch.http import Request, Response, json_response
from ..seeds import SEEDS
from .protocol import SandboxAccount


def respond(sandbox: SandboxAccount, request: Request) -> Response:
    """Respond to a request below `/admin`.

    Unless the sandbox was created with `admin=True`, the response is 404. `docs/sandbox.md` lists the actions.
    """
    try:
        origin_check.check(request, sandbox.dispatcher.address)
        return json_response(200, _action(sandbox, request)(sandbox, fields.json_object(request)))
    except ApiError as error:
        return error.response("v2")


def _action(sandbox: SandboxAccount, request: Request) -> Callable[[Any, dict[str, Any]], Any]:
    action = _ACTIONS.get((request.method, request.path))
    if action is None or not sandbox.admin:
        raise ApiError(404, f"Unknown path {request.path}")
    return action


def _add_fault(sandbox: SandboxAccount, body: dict[str, Any]) -> Any:
    try:
        sandbox.faults.add(str(body.get("fault", "")))
    except ValueError as error:
        raise bad_request(str(error), "/fault") from None
    return _list_faults(sandbox, body)


def _clear_faults(sandbox: SandboxAccount, _: dict[str, Any]) -> Any:
    sandbox.faults.clear()
    return {"faults": []}


def _list_faults(sandbox: SandboxAccount, _: dict[str, Any]) -> Any:
    return {"faults": [str(fault) for fault in sandbox.faults]}


def _clock(sandbox: SandboxAccount, body: dict[str, Any]) -> Any:
    try:
        step = timedelta(seconds=float(body.get("advanceSeconds", 0)))
        if "set" in body:
            sandbox.clock.set(datetime.fromisoformat(body["set"]))
        elif fields.boolean(body, "resume", default=False):
            sandbox.clock.resume()
        sandbox.clock.advance(step)
    except (TypeError, ValueError, OverflowError):
        raise bad_request(
            "Use advanceSeconds with a number, or set with an ISO 8601 date and time that has a time zone"
        ) from None
    return {"now": sandbox.clock.now().isoformat()}


def _reset(sandbox: SandboxAccount, body: dict[str, Any]) -> Any:
    seed = body.get("seed")
    if seed not in (None, *SEEDS):
        raise bad_request(f"Unknown seed {seed}. Allowed: {', '.join(SEEDS)}.", "/seed")
    sandbox.reset(seed)
    return {"tokenId": sandbox.token_id, "token": sandbox.token}


def _snapshot(sandbox: SandboxAccount, _: dict[str, Any]) -> Any:
    return sandbox.snapshot()


def _restore(sandbox: SandboxAccount, body: dict[str, Any]) -> Any:
    try:
        sandbox.restore(body)
    except ValueError as error:
        raise bad_request(str(error)) from None
    return {"tokenId": sandbox.token_id, "token": sandbox.token}


def _rules(sandbox: SandboxAccount, body: dict[str, Any]) -> Any:
    try:
        sandbox.rules = rules.with_values(sandbox.rules, body)
    except ValueError as error:
        raise bad_request(str(error)) from None
    return rules.as_values(sandbox.rules)


def _balance(sandbox: SandboxAccount, body: dict[str, Any]) -> Any:
    sandbox.set_balance(fields.integer(body, "amount", None, -MAX_BALANCE, MAX_BALANCE))
    return {"amount": sandbox.state.account.balance}


def _features(sandbox: SandboxAccount, body: dict[str, Any]) -> Any:
    try:
        sandbox.book(*fields.strings(body, "booked"), missing=fields.strings(body, "missing"))
    except ValueError as error:
        raise bad_request(str(error)) from None
    return {"missing": list(sandbox.state.account.missing_features)}


def _token(sandbox: SandboxAccount, body: dict[str, Any]) -> Any:
    token_id, token = _issue(sandbox.issue_token, body)
    return {"tokenId": token_id, "token": token}


def _jwt(sandbox: SandboxAccount, body: dict[str, Any]) -> Any:
    return {"token": _issue(sandbox.issue_jwt, body)}


def _issue(issue: Callable[..., Any], body: dict[str, Any]) -> Any:
    scopes = ["all"] if body.get("scopes") is None else fields.strings(body, "scopes")
    try:
        return issue(scopes, user=fields.string(body, "user") or "w0")
    except ValueError as error:
        raise bad_request(str(error)) from None


_ACTIONS: Final[dict[tuple[str, str], Callable[[Any, dict[str, Any]], Any]]] = {
    ("GET", "/admin/faults"): _list_faults,
    ("POST", "/admin/faults"): _add_fault,
    ("DELETE", "/admin/faults"): _clear_faults,
    ("POST", "/admin/clock"): _clock,
    ("GET", "/admin/rules"): _rules,
    ("POST", "/admin/rules"): _rules,
    ("POST", "/admin/reset"): _reset,
    ("GET", "/admin/snapshot"): _snapshot,
    ("PUT", "/admin/snapshot"): _restore,
    ("POST", "/admin/balance"): _balance,
    ("POST", "/admin/features"): _features,
    ("POST", "/admin/tokens"): _token,
    ("POST", "/admin/jwt"): _jwt,
}
