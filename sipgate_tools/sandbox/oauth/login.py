"""The authorization endpoint: who asks, for what, and whether the user agrees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from sipgate_tools.spec import load

from ..dispatch.http import Response
from ..state.logins import AuthorizationCode
from ..state.people import OAuthClient
from . import pages
from .endpoints import OAuthError, OAuthRequest
from .tokens import CODE_LIFETIME

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
OPENID_SCOPES = frozenset({"openid", "profile", "email", "offline_access"})
"""Keycloak's own: they may be asked for and allow nothing here."""
CHALLENGE = re.compile(r"[A-Za-z0-9._~-]{43,128}")


@dataclass(frozen=True, slots=True)
class AuthorizationParameters:
    """A login that a client asks for, checked."""

    client: OAuthClient
    redirect_uri: str
    state: str
    scopes: tuple[str, ...]
    challenge: str


def show(visit: OAuthRequest) -> Response:
    """`GET .../auth`: the page that asks the user, or the redirect where somebody has agreed in advance."""
    parameters = visit.query()
    wish = _read(visit, parameters)
    if isinstance(wish, Response):
        return wish
    if visit.approver:
        return _approve(visit, wish, visit.approver)
    described = {scope: load().scopes.get(scope, "") for scope in wish.scopes}
    page = pages.login(wish.client.name, described, list(visit.state.users), parameters)
    return pages.page_response(200, page)


def decide(visit: OAuthRequest) -> Response:
    """`POST .../auth`: what the user chose, fields `user` and `decision`; the others are those of the URL."""
    form = visit.form()
    wish = _read(visit, form)
    if isinstance(wish, Response):
        return wish
    if form.get("decision") != "approve":
        told = {"error": "access_denied", "error_description": "The user refused"}
        return _redirect(wish.redirect_uri, wish.state, **told)
    if form.get("user", "") not in visit.state.users:
        return pages.page_response(400, pages.error_page("Choose who logs in."))
    return _approve(visit, wish, form["user"])


def _approve(visit: OAuthRequest, wish: AuthorizationParameters, user_id: str) -> Response:
    codes = visit.state.authorization_codes
    for old in codes:
        if old.asked + CODE_LIFETIME <= visit.now:
            codes.remove(old.id)
    code = codes.put(
        AuthorizationCode(
            visit.state.new_uuid("authorization code"),
            wish.client.id,
            user_id,
            visit.realm,
            wish.redirect_uri,
            wish.scopes,
            wish.challenge,
            visit.now,
            session_state=visit.state.new_uuid("login session"),
        )
    )
    return _redirect(
        wish.redirect_uri, wish.state, session_state=code.session_state, iss=visit.issuer, code=code.id
    )


def _read(visit: OAuthRequest, parameters: dict[str, str]) -> AuthorizationParameters | Response:
    """What is asked for; an answer when it cannot be.

    Never a redirect while client and redirect URI are not known to belong together: that would be an open door.
    """
    client = visit.state.oauth_clients.get(parameters.get("client_id", ""))
    if client is None:
        return pages.page_response(400, pages.error_page("Client not found."))
    redirect_uri = parameters.get("redirect_uri", "")
    anywhere = visit.rules.redirect_wildcards == "anywhere"
    if not _registered(redirect_uri, client.redirect_uris, anywhere=anywhere):
        return pages.page_response(400, pages.error_page("Invalid parameter: redirect_uri"))
    state = parameters.get("state", "")
    try:
        scopes, challenge = _scopes(parameters), _challenge(parameters)
    except OAuthError as refusal:
        return _redirect(redirect_uri, state, error=refusal.error, error_description=refusal.description)
    return AuthorizationParameters(client, redirect_uri, state, scopes, challenge)


def _scopes(parameters: dict[str, str]) -> tuple[str, ...]:
    if not parameters.get("response_type"):
        raise OAuthError(400, "invalid_request", "Missing parameter: response_type")
    if parameters["response_type"] != "code":
        raise OAuthError(400, "unsupported_response_type", "Client is not allowed to initiate this flow")
    asked = dict.fromkeys(parameters.get("scope", "").split())
    unknown = [scope for scope in asked if scope not in load().scopes and scope not in OPENID_SCOPES]
    if unknown or "internal" in asked:
        raise OAuthError(400, "invalid_scope", f"Invalid scopes: {parameters['scope']}")
    return tuple(scope for scope in asked if scope not in OPENID_SCOPES)


def _challenge(parameters: dict[str, str]) -> str:
    challenge = parameters.get("code_challenge", "")
    if not challenge:
        return ""
    if parameters.get("code_challenge_method") != "S256":
        raise OAuthError(400, "invalid_request", "Invalid parameter: code challenge method is not S256")
    if not CHALLENGE.fullmatch(challenge):
        raise OAuthError(400, "invalid_request", "Invalid parameter: code_challenge")
    return challenge


def _registered(uri: str, registered: tuple[str, ...], *, anywhere: bool) -> bool:
    """Whether a client may be answered there: exactly, or where a registered `*` stands."""
    if urlsplit(uri).scheme not in ("http", "https") or re.search(r"[#\\\s]", uri):
        return False
    uri = _without_port(uri)
    return any(_fits(uri, _without_port(one), anywhere=anywhere) for one in registered)


def _fits(uri: str, pattern: str, *, anywhere: bool) -> bool:
    """Whether a URI is that of a pattern.

    A `*` at the end of the path stands for whatever comes there, one before it for a part without a slash: in a host
    name it never reaches into the path, nor over user, password or port.
    """
    behind = pattern.endswith("*")
    fixed = pattern[:-1] if behind else pattern
    if not anywhere or "*" not in fixed:
        return uri.startswith(fixed) if behind else uri == fixed
    parts = (re.escape(part) for part in fixed.split("*"))
    return re.fullmatch(r"[^/?@:]*".join(parts) + (".*" if behind else ""), uri) is not None


def _without_port(uri: str) -> str:
    """RFC 8252: programs take any free port of loopback, so the port does not count there."""
    parts = urlsplit(uri)
    if parts.hostname not in LOOPBACK or parts.username:
        return uri
    return f"{parts.scheme}://{parts.hostname}{parts.path}{'?' if parts.query else ''}{parts.query}"


def _redirect(uri: str, state: str, **fields: str) -> Response:
    told = {"state": state, **fields} if state else fields
    joint = "&" if urlsplit(uri).query else "?"
    location = f"{uri}{joint}{urlencode(told)}"
    return Response(302, headers={"location": location, "cache-control": "no-store"})
