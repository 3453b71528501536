"""Authorization: the authenticated user, OAuth clients, password resets."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from ..dispatch.api_errors import bad_request, not_found
from ..dispatch.http import Response
from ..dispatch.registry import Context, operation
from ..state.people import OAuthClient, PasswordReset
from .lookups import get_or_404

RESET_LIFETIME: Final = timedelta(days=1)


@operation("userinfo")
def _userinfo(ctx: Context) -> dict[str, str]:
    account = ctx.state.account
    locale = ctx.identity.user.locale if ctx.identity.user else ""
    return {
        "sub": ctx.identity.id,
        "domain": account.domain,
        "masterSipId": account.master_sip_id,
        "locale": locale,
    }


def _client_to_json(client: OAuthClient) -> dict[str, Any]:
    return {
        "clientId": client.id,
        "clientSecret": client.secret,
        "name": client.name,
        "description": client.description,
        "redirectUris": list(client.redirect_uris),
        "webOrigins": list(client.web_origins),
        "privacyUrl": client.privacy_url,
        "termsUrl": client.terms_url,
    }


def _client(ctx: Context) -> OAuthClient:
    return get_or_404(
        ctx.state.oauth_clients,
        ctx.path["clientId"],
        "OAuth client",
        lambda row: ctx.identity.admin or row.owner == ctx.identity.id,
    )


@operation("getClients")
def _get_clients(ctx: Context) -> dict[str, Any]:
    return {
        "data": [
            _client_to_json(row)
            for row in ctx.state.oauth_clients
            if ctx.identity.admin or row.owner == ctx.identity.id
        ]
    }


@operation("createClient")
def _create_client(ctx: Context) -> dict[str, Any]:
    """Create a client with its id and secret, for the authorization code flow."""
    number = ctx.state.count("oauth client", start=1000)
    account = ctx.state.account
    client = OAuthClient(
        id=f"{account.master_sip_id}-{number}-{ctx.state.new_uuid('oauth client')}",
        secret=ctx.state.new_uuid("oauth secret"),
        owner=ctx.identity.id,
        **_fields(ctx),
    )
    return _client_to_json(ctx.state.oauth_clients.put(client))


def _fields(ctx: Context) -> dict[str, Any]:
    body = ctx.body
    if not body["name"]:
        raise bad_request("A client must have a name", "/name")
    missing = [name for name in ("privacyUrl", "termsUrl") if name not in body]
    if missing and ctx.rules.client_urls == "required":
        raise bad_request(f"'{missing[0]}' is a required property")
    return {
        "name": body["name"],
        "description": body["description"],
        "redirect_uris": tuple(body["redirectUris"]),
        "web_origins": tuple(body["webOrigins"]),
        "privacy_url": body.get("privacyUrl", ""),
        "terms_url": body.get("termsUrl", ""),
    }


@operation("getClient")
def _get_client(ctx: Context) -> dict[str, Any]:
    return _client_to_json(_client(ctx))


@operation("updateClient")
def _update_client(ctx: Context) -> dict[str, Any]:
    return _client_to_json(ctx.state.oauth_clients.put(replace(_client(ctx), **_fields(ctx))))


@operation("deleteClient")
def _delete_client(ctx: Context) -> Response:
    ctx.state.oauth_clients.remove(_client(ctx).id)
    return Response(202)


@operation("getGdprUrls")
def _get_gdpr_urls(ctx: Context) -> dict[str, str]:
    client = get_or_404(ctx.state.oauth_clients, ctx.path["clientId"], "OAuth client")
    return {"privacyUrl": client.privacy_url, "termsUrl": client.terms_url}


@operation("requestPasswordReset")
def _request_password_reset(ctx: Context) -> None:
    """Create the nonce for a password reset. The response does not reveal whether the user name exists."""
    name = ctx.body.get("username", "")
    for user in ctx.state.users:
        if user.email == name:
            nonce = ctx.state.new_hex("password reset")
            ctx.state.password_resets.put(PasswordReset(nonce, user.id, ctx.now))


@operation("changePassword")
def _change_password(ctx: Context) -> None:
    reset = ctx.state.password_resets.get(ctx.path["nonce"])
    if reset is None or reset.requested + RESET_LIFETIME < ctx.now or reset.user_id not in ctx.state.users:
        raise not_found("Password reset")
    password = ctx.body.get("password", "")
    if not password or password != ctx.body.get("passwordRepeat"):
        raise bad_request("The passwords are not the same", "/passwordRepeat")
    ctx.state.users.put(replace(ctx.state.users[reset.user_id], password=password))
    ctx.state.password_resets.remove(reset.id)
