"""Settings of the whole account: the tags settings, log, blacklist, callrestrictions and portings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from ..dispatch.api_errors import ApiError, bad_request, conflict, not_found
from ..dispatch.http import Response, json_response
from ..dispatch.registry import Context, operation
from ..phone_numbers import is_extension
from ..state.messages import WebhookSettings
from ..state.people import Porting, User
from ..state.phones import BlockedNumber
from .lookups import get_or_404, items
from .phonelines import check_webhook_url, webhook_log


@operation("getSipgateIoUrls")
def _get_webhook_settings(ctx: Context) -> dict[str, Any]:
    settings = ctx.state.webhook_settings
    return {
        "incomingUrl": settings.incoming_url,
        "outgoingUrl": settings.outgoing_url,
        "log": settings.log,
        "whitelist": None if settings.whitelist is None else list(settings.whitelist),
        "pushApiVersion": settings.push_api_version,
    }


@operation("setSipgateIoUrls")
def _set_webhook_settings(ctx: Context) -> None:
    """Replace the settings. Without a whitelist, all extensions send webhooks; with an empty one, none does."""
    body = ctx.body
    check_webhook_url(ctx, body["incomingUrl"], "incomingUrl")
    check_webhook_url(ctx, body["outgoingUrl"], "outgoingUrl")
    whitelist = body.get("whitelist")
    if whitelist is not None and not all(is_extension(one, "pg") for one in whitelist):
        raise bad_request("The whitelist can contain only phonelines and groups", "/whitelist")
    ctx.state.webhook_settings = WebhookSettings(
        incoming_url=body["incomingUrl"],
        outgoing_url=body["outgoingUrl"],
        log=body.get("log", False),
        whitelist=None if whitelist is None else tuple(whitelist),
        push_api_version=body.get("pushApiVersion", ctx.state.webhook_settings.push_api_version),
    )


@operation("getWebhooksLog")
def _get_webhooks_log(ctx: Context) -> dict[str, Any]:
    return webhook_log(ctx, "")


def _blocked_to_json(row: BlockedNumber) -> dict[str, Any]:
    return {"phoneNumber": row.id, "isBlock": row.block}


@operation("getIncomingEntries")
def _get_blocked(ctx: Context) -> dict[str, Any]:
    return items(_blocked_to_json(row) for row in ctx.state.blocked_numbers)


def _with_plus(number: str) -> str:
    return number if number.startswith("+") else f"+{number}"


@operation("addIncomingEntry")
def _add_blocked(ctx: Context) -> Response:
    key = _with_plus(ctx.body["phoneNumber"])
    if key in ctx.state.blocked_numbers:
        raise conflict("The number is already in the list")
    row = ctx.state.blocked_numbers.put(BlockedNumber(key, ctx.body.get("isBlock", False)))
    return json_response(201, _blocked_to_json(row))


@operation("removeIncomingEntry")
def _remove_blocked(ctx: Context) -> None:
    key = _with_plus(ctx.path["phoneNumber"])
    if not key.removeprefix("+").isdigit():
        raise bad_request("Not a phone number", "phoneNumber")
    if ctx.state.blocked_numbers.remove(key) is None:
        raise not_found("Number", key)


RESTRICTIONS: Final = ("foreignSpecial", "charged", "roaming", "highCostForeignNumbers")


def _restrictions(user: User) -> dict[str, Any]:
    return {"userId": user.id} | {name: name in user.restricted for name in RESTRICTIONS}


@operation("getCallRestrictions")
def _get_call_restrictions(ctx: Context) -> dict[str, Any]:
    """Return the restrictions of the first requested user, by default the authenticated user.

    The response can contain only one user.
    """
    user_id = next(iter(ctx.query["userIds"] or ()), ctx.identity.id)
    user = get_or_404(ctx.state.users, user_id, "User")
    if not ctx.identity.admin and user_id != ctx.identity.id:
        raise ApiError(403, "Not your user")
    return _restrictions(user)


@operation("setCallRestriction")
def _set_call_restriction(ctx: Context) -> dict[str, Any]:
    user, name = ctx.state.users[ctx.path["userId"]], ctx.path["restriction"]
    if name not in RESTRICTIONS:
        raise not_found("Restriction", name)
    kept = tuple(one for one in user.restricted if one != name)
    restricted = (*kept, name) if ctx.body.get("enabled", False) else kept
    return _restrictions(ctx.state.users.put(replace(user, restricted=restricted)))


def _porting_to_json(row: Porting) -> dict[str, Any]:
    return {
        "id": row.id,
        "portDate": row.port_date,
        "numbers": [{"id": one.id, "number": one.number} for one in row.numbers],
        "status": row.status,
        "revocable": row.revocable,
        "pending": row.pending,
    }


def _porting(ctx: Context) -> Porting:
    return get_or_404(ctx.state.portings, str(ctx.path["portingId"]), "Porting")


@operation("getPortings")
def _get_portings(ctx: Context) -> dict[str, Any]:
    return items(_porting_to_json(row) for row in ctx.state.portings)


@operation("getPorting")
def _get_porting(ctx: Context) -> dict[str, Any]:
    return _porting_to_json(_porting(ctx))


@operation("revokePorting")
def _revoke_porting(ctx: Context) -> dict[str, Any]:
    """Revoke a revocable porting and return the remaining ones."""
    row = _porting(ctx)
    if not row.revocable:
        raise conflict("The porting can no longer be revoked")
    ctx.state.portings.remove(row.id)
    return _get_portings(ctx)
