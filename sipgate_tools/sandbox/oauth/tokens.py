"""The token endpoint: codes and refresh tokens go in, tokens come out; and the end of a login."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import unquote_plus

from ..dispatch.credentials import make_jwt, sign_jwt, verify_jwt
from ..dispatch.http import Response, json_response
from ..state.logins import AuthorizationCode, LoginSession
from ..state.people import OAuthClient
from .endpoints import NOT_KEPT, OAuthError, OAuthRequest

CODE_LIFETIME = timedelta(seconds=60)


def grant(visit: OAuthRequest) -> Response:
    """`POST .../token`: exchange a code or a refresh token.

    Raises:
        LoginRefusal: with the codes of RFC 6749.
    """
    form = visit.form()
    kind = form.get("grant_type")
    if not kind:
        raise OAuthError(400, "invalid_request", "Missing form parameter: grant_type")
    if kind == "client_credentials":
        _client(visit, form)
        raise OAuthError(401, "unauthorized_client", "Client not enabled to retrieve service account")
    exchange = _GRANTS.get(kind)
    if exchange is None:
        raise OAuthError(400, "unsupported_grant_type", "Unsupported grant_type")
    return exchange(visit, _client(visit, form), form)


def log_out(visit: OAuthRequest) -> Response:
    """`POST .../logout`: end the login that a refresh token belongs to.

    Access tokens live on until they end: whoever checks them never asks the login.

    Raises:
        LoginRefusal: 401 for the client, 400 for the token.
    """
    form = visit.form()
    session = _session(visit, _client(visit, form), form)
    visit.state.login_sessions.remove(session.id)
    return Response(204, headers=NOT_KEPT)


def _client(visit: OAuthRequest, form: dict[str, str]) -> OAuthClient:
    client_id, secret = _from_basic(visit) or (form.get("client_id", ""), form.get("client_secret", ""))
    client = visit.state.oauth_clients.get(client_id)
    if client is None:
        raise OAuthError(401, "invalid_client", "Invalid client or Invalid client credentials")
    if not hmac.compare_digest(client.secret.encode(), secret.encode()):
        raise OAuthError(401, "unauthorized_client", "Invalid client or Invalid client credentials")
    return client


def _from_basic(visit: OAuthRequest) -> tuple[str, str] | None:
    kind, _, credential = visit.request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(credential, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return unquote_plus(name), unquote_plus(secret)


def _from_code(visit: OAuthRequest, client: OAuthClient, form: dict[str, str]) -> Response:
    if not form.get("code"):
        raise OAuthError(400, "invalid_request", "Missing parameter: code")
    codes = visit.state.authorization_codes
    code = codes.get(form["code"])
    if code is None:
        raise _invalid_grant("Code not valid")
    if code.session_id:
        # A code that comes twice was stolen, from us or by us: RFC 6749 ends the login then.
        visit.state.login_sessions.remove(code.session_id)
        raise _invalid_grant("Code not valid")
    session_id = code.session_state or visit.state.new_uuid("login session")
    codes.put(replace(code, session_id=session_id))
    _check(visit, client, code, form)
    until = visit.now + visit.rules.refresh_token_lifetime
    session = LoginSession(session_id, client.id, code.user_id, code.realm, code.scopes, "", until)
    return _tokens(visit, session)


def _check(visit: OAuthRequest, client: OAuthClient, code: AuthorizationCode, form: dict[str, str]) -> None:
    verifier = form.get("code_verifier", "")
    if code.asked + CODE_LIFETIME <= visit.now:
        raise _invalid_grant("Code is expired")
    if (code.client_id, code.realm) != (client.id, visit.realm) or code.user_id not in visit.state.users:
        raise _invalid_grant("Auth error")
    if form.get("redirect_uri") != code.redirect_uri:
        raise _invalid_grant("Incorrect redirect_uri")
    if code.challenge and not verifier:
        raise _invalid_grant("PKCE code verifier not specified")
    if verifier and not code.challenge:
        raise _invalid_grant("PKCE code verifier specified but challenge not present in authorization")
    if code.challenge and not hmac.compare_digest(_challenge_of(verifier), code.challenge.encode()):
        raise _invalid_grant("PKCE verification failed: Code mismatch")


def _from_refresh_token(visit: OAuthRequest, client: OAuthClient, form: dict[str, str]) -> Response:
    session = _session(visit, client, form)
    if session.user_id not in visit.state.users:
        raise _invalid_grant("User not found")
    return _tokens(visit, session)


def _session(visit: OAuthRequest, client: OAuthClient, form: dict[str, str]) -> LoginSession:
    """The login of a refresh token that is good now."""
    if not form.get("refresh_token"):
        raise OAuthError(400, "invalid_request", "No refresh token")
    claims = verify_jwt(form["refresh_token"], _refresh_secret(visit))
    if claims is None:
        raise _invalid_grant("Invalid refresh token")
    if claims["exp"] <= visit.now.timestamp():
        raise _invalid_grant("Token is not active")
    session = visit.state.login_sessions.get(claims["sid"])
    if session is None:
        raise _invalid_grant("Session not active")
    if session.client_id != client.id:
        raise _invalid_grant("Invalid refresh token. Token client and authorized client don't match")
    if session.realm != visit.realm:
        raise _invalid_grant("Invalid token issuer")
    if session.refresh_id != claims["jti"]:
        raise _invalid_grant("Maximum allowed refresh token reuse exceeded")
    return session


def _tokens(visit: OAuthRequest, session: LoginSession) -> Response:
    """New tokens for a login; the refresh token before them is good for nothing any more."""
    state, rules = visit.state, visit.rules
    until = visit.now + rules.refresh_token_lifetime
    session = replace(session, refresh_id=state.new_uuid("refresh token"), refresh_until=until)
    state.login_sessions.put(session)
    claims = {"iss": visit.issuer, "azp": session.client_id, "sid": session.id, "typ": "Bearer"}
    access_token = make_jwt(
        state, session.user_id, session.scopes, visit.now, rules.access_token_lifetime, claims
    )
    refresh_claims: dict[str, Any] = {
        "exp": int(until.timestamp()),
        "iat": int(visit.now.timestamp()),
        "jti": session.refresh_id,
        "iss": visit.issuer,
        "sub": session.user_id,
        "azp": session.client_id,
        "sid": session.id,
        "typ": "Refresh",
    }
    content = {
        "access_token": access_token,
        "expires_in": int(rules.access_token_lifetime.total_seconds()),
        "refresh_expires_in": int(rules.refresh_token_lifetime.total_seconds()),
        "refresh_token": sign_jwt(refresh_claims, _refresh_secret(visit)),
        "token_type": "Bearer",
        "not-before-policy": 0,
        "session_state": session.id,
        "scope": " ".join(session.scopes),
    }
    return json_response(200, content, NOT_KEPT)


def _refresh_secret(visit: OAuthRequest) -> str:
    """What refresh tokens are signed with: another secret, so that none passes for an access token."""
    return f"{visit.state.account.secret}:refresh"


def _challenge_of(verifier: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")


def _invalid_grant(description: str) -> OAuthError:
    return OAuthError(400, "invalid_grant", description)


_GRANTS: dict[str, Callable[[OAuthRequest, OAuthClient, dict[str, str]], Response]] = {
    "authorization_code": _from_code,
    "refresh_token": _from_refresh_token,
}
