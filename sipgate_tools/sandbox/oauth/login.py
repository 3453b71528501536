"""The authorization endpoint, which validates requests, shows the login page, and issues authorization codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode, urlsplit

from sipgate_tools.spec import load

from ..dispatch.http import Response
from ..state.logins import AuthorizationCode
from ..state.people import OAuthClient
from . import pages
from .request import OAuthError, OAuthRequest
from .tokens import CODE_LIFETIME

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
OPENID_SCOPES: Final = frozenset({"openid", "profile", "email", "offline_access"})
"""Keycloak's own scopes, which clients can request but which have no effect in the sandbox."""
CHALLENGE: Final = re.compile(r"[A-Za-z0-9._~-]{43,128}")


@dataclass(frozen=True, slots=True)
class AuthorizationParameters:
    """The validated parameters of an authorization request."""

    client: OAuthClient
    redirect_uri: str
    state: str
    scopes: tuple[str, ...]
    challenge: str


def show(oauth: OAuthRequest) -> Response:
    """Handle `GET .../auth`. Return the login page, or the redirect with a code if `approver` is set."""
    parameters = oauth.query()
    authorization = _read(oauth, parameters)
    if isinstance(authorization, Response):
        return authorization
    if oauth.approver:
        return _approve(oauth, authorization, oauth.approver)
    described = {scope: load().scopes.get(scope, "") for scope in authorization.scopes}
    page = pages.login(authorization.client.name, described, list(oauth.state.users), parameters)
    return pages.page_response(200, page)


def decide(oauth: OAuthRequest) -> Response:
    """Handle `POST .../auth`. The form contains the parameters of the URL, and the user's choice.

    The choice is in the fields `user` and `decision`.
    """
    form = oauth.form()
    authorization = _read(oauth, form)
    if isinstance(authorization, Response):
        return authorization
    if form.get("decision") != "approve":
        refusal = {"error": "access_denied", "error_description": "The user refused"}
        return _redirect(authorization.redirect_uri, authorization.state, **refusal)
    if form.get("user", "") not in oauth.state.users:
        return pages.page_response(400, pages.error_page("Choose the user who logs in."))
    return _approve(oauth, authorization, form["user"])


def _approve(oauth: OAuthRequest, authorization: AuthorizationParameters, user_id: str) -> Response:
    codes = oauth.state.authorization_codes
    for old in codes:
        if old.asked + CODE_LIFETIME <= oauth.now:
            codes.remove(old.id)
    code = codes.put(
        AuthorizationCode(
            oauth.state.new_uuid("authorization code"),
            authorization.client.id,
            user_id,
            oauth.realm,
            authorization.redirect_uri,
            authorization.scopes,
            authorization.challenge,
            oauth.now,
            session_state=oauth.state.new_uuid("login session"),
        )
    )
    return _redirect(
        authorization.redirect_uri,
        authorization.state,
        session_state=code.session_state,
        iss=oauth.issuer,
        code=code.id,
    )


def _read(oauth: OAuthRequest, parameters: dict[str, str]) -> AuthorizationParameters | Response:
    """Return the validated parameters, or the error response.

    Errors are redirected only if the redirect URI is registered for the client. This prevents open redirects.
    """
    client = oauth.state.oauth_clients.get(parameters.get("client_id", ""))
    if client is None:
        return pages.page_response(400, pages.error_page("Client not found."))
    redirect_uri = parameters.get("redirect_uri", "")
    anywhere = oauth.rules.redirect_wildcards == "anywhere"
    if not _is_registered(redirect_uri, client.redirect_uris, anywhere=anywhere):
        return pages.page_response(400, pages.error_page("Invalid parameter: redirect_uri"))
    state = parameters.get("state", "")
    try:
        scopes, challenge = _scopes(parameters), _challenge(parameters)
    except OAuthError as error:
        return _redirect(redirect_uri, state, error=error.error, error_description=error.description)
    return AuthorizationParameters(client, redirect_uri, state, scopes, challenge)


def _scopes(parameters: dict[str, str]) -> tuple[str, ...]:
    if not parameters.get("response_type"):
        raise OAuthError(400, "invalid_request", "Missing parameter: response_type")
    if parameters["response_type"] != "code":
        raise OAuthError(400, "unsupported_response_type", "Client is not allowed to initiate this flow")
    requested_scopes = dict.fromkeys(parameters.get("scope", "").split())
    unknown = [
        scope for scope in requested_scopes if scope not in load().scopes and scope not in OPENID_SCOPES
    ]
    if unknown or "internal" in requested_scopes:
        raise OAuthError(400, "invalid_scope", f"Invalid scopes: {parameters['scope']}")
    return tuple(scope for scope in requested_scopes if scope not in OPENID_SCOPES)


def _challenge(parameters: dict[str, str]) -> str:
    challenge = parameters.get("code_challenge", "")
    if not challenge:
        return ""
    if parameters.get("code_challenge_method") != "S256":
        raise OAuthError(400, "invalid_request", "Invalid parameter: code challenge method is not S256")
    if not CHALLENGE.fullmatch(challenge):
        raise OAuthError(400, "invalid_request", "Invalid parameter: code_challenge")
    return challenge


def _is_registered(uri: str, registered: tuple[str, ...], *, anywhere: bool) -> bool:
    """Return whether a redirect URI is registered, either exactly or by a pattern with wildcards."""
    if urlsplit(uri).scheme not in ("http", "https") or re.search(r"[#\\\s]", uri):
        return False
    uri = _without_port(uri)
    return any(_matches(uri, _without_port(one), anywhere=anywhere) for one in registered)


def _matches(uri: str, pattern: str, *, anywhere: bool) -> bool:
    """Return whether a URI matches a pattern.

    A `*` at the end matches any string. If `anywhere` is true, a `*` in any other position matches any string without
    `/`, `?`, `@` and `:`, so that in a host name it cannot match a path, user, password or port.
    """
    behind = pattern.endswith("*")
    fixed = pattern[:-1] if behind else pattern
    if not anywhere or "*" not in fixed:
        return uri.startswith(fixed) if behind else uri == fixed
    parts = (re.escape(part) for part in fixed.split("*"))
    return re.fullmatch(r"[^/?@:]*".join(parts) + (".*" if behind else ""), uri) is not None


def _without_port(uri: str) -> str:
    """Return a loopback URI without the port, because native apps use any free port (RFC 8252)."""
    parts = urlsplit(uri)
    if parts.hostname not in LOOPBACK or parts.username:
        return uri
    return f"{parts.scheme}://{parts.hostname}{parts.path}{'?' if parts.query else ''}{parts.query}"


def _redirect(uri: str, state: str, **fields: str) -> Response:
    query = {"state": state, **fields} if state else fields
    joint = "&" if urlsplit(uri).query else "?"
    location = f"{uri}{joint}{urlencode(query)}"
    return Response(302, headers={"location": location, "cache-control": "no-store"})
