"""The token endpoint, which exchanges codes and refresh tokens, and the logout endpoint."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final
from urllib.parse import unquote_plus

from ..dispatch.credentials import make_jwt, sign_jwt, verify_jwt
from ..dispatch.http import Response, json_response
from ..state.logins import AuthorizationCode, LoginSession
from ..state.people import OAuthClient
from .request import NO_STORE, OAuthError, OAuthRequest

CODE_LIFETIME: Final = timedelta(seconds=60)


def grant(oauth: OAuthRequest) -> Response:
    """Handle `POST .../token`, which exchanges a code or a refresh token for new tokens.

    Raises:
        OAuthError: The request, the client, the code or the refresh token is invalid. The error codes are from
            RFC 6749.
    """
    form = oauth.form()
    kind = form.get("grant_type")
    if not kind:
        raise OAuthError(400, "invalid_request", "Missing form parameter: grant_type")
    if kind == "client_credentials":
        _client(oauth, form)
        raise OAuthError(401, "unauthorized_client", "Client not enabled to retrieve service account")
    exchange = _GRANTS.get(kind)
    if exchange is None:
        raise OAuthError(400, "unsupported_grant_type", "Unsupported grant_type")
    return exchange(oauth, _client(oauth, form), form)


def log_out(oauth: OAuthRequest) -> Response:
    """Handle `POST .../logout`, which ends the login session of a refresh token.

    Access tokens remain valid until they expire, because the API validates them without the login session.

    Raises:
        OAuthError: 401, if the client is invalid; 400, if the refresh token is missing or invalid.
    """
    form = oauth.form()
    session = _session(oauth, _client(oauth, form), form)
    oauth.state.login_sessions.remove(session.id)
    return Response(204, headers=NO_STORE)


def _client(oauth: OAuthRequest, form: dict[str, str]) -> OAuthClient:
    client_id, secret = _from_basic(oauth) or (form.get("client_id", ""), form.get("client_secret", ""))
    client = oauth.state.oauth_clients.get(client_id)
    if client is None:
        raise OAuthError(401, "invalid_client", "Invalid client or Invalid client credentials")
    if not hmac.compare_digest(client.secret.encode(), secret.encode()):
        raise OAuthError(401, "unauthorized_client", "Invalid client or Invalid client credentials")
    return client


def _from_basic(oauth: OAuthRequest) -> tuple[str, str] | None:
    kind, _, credential = oauth.request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(credential, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return unquote_plus(name), unquote_plus(secret)


def _from_code(oauth: OAuthRequest, client: OAuthClient, form: dict[str, str]) -> Response:
    if not form.get("code"):
        raise OAuthError(400, "invalid_request", "Missing parameter: code")
    codes = oauth.state.authorization_codes
    code = codes.get(form["code"])
    if code is None:
        raise _invalid_grant("Code not valid")
    if code.session_id:
        # A code that is used twice may be stolen: RFC 6749 requires that its tokens are revoked.
        oauth.state.login_sessions.remove(code.session_id)
        raise _invalid_grant("Code not valid")
    session_id = code.session_state or oauth.state.new_uuid("login session")
    codes.put(replace(code, session_id=session_id))
    _check(oauth, client, code, form)
    until = oauth.now + oauth.rules.refresh_token_lifetime
    session = LoginSession(session_id, client.id, code.user_id, code.realm, code.scopes, "", until)
    return _tokens(oauth, session)


def _check(oauth: OAuthRequest, client: OAuthClient, code: AuthorizationCode, form: dict[str, str]) -> None:
    verifier = form.get("code_verifier", "")
    if code.asked + CODE_LIFETIME <= oauth.now:
        raise _invalid_grant("Code is expired")
    if (code.client_id, code.realm) != (client.id, oauth.realm) or code.user_id not in oauth.state.users:
        raise _invalid_grant("Auth error")
    if form.get("redirect_uri") != code.redirect_uri:
        raise _invalid_grant("Incorrect redirect_uri")
    if code.challenge and not verifier:
        raise _invalid_grant("PKCE code verifier not specified")
    if verifier and not code.challenge:
        raise _invalid_grant("PKCE code verifier specified but challenge not present in authorization")
    if code.challenge and not hmac.compare_digest(_challenge_of(verifier), code.challenge.encode()):
        raise _invalid_grant("PKCE verification failed: Code mismatch")


def _from_refresh_token(oauth: OAuthRequest, client: OAuthClient, form: dict[str, str]) -> Response:
    session = _session(oauth, client, form)
    if session.user_id not in oauth.state.users:
        raise _invalid_grant("User not found")
    return _tokens(oauth, session)


def _session(oauth: OAuthRequest, client: OAuthClient, form: dict[str, str]) -> LoginSession:
    """Return the login session of the refresh token in a form."""
    if not form.get("refresh_token"):
        raise OAuthError(400, "invalid_request", "No refresh token")
    claims = verify_jwt(form["refresh_token"], _refresh_secret(oauth))
    if claims is None:
        raise _invalid_grant("Invalid refresh token")
    if claims["exp"] <= oauth.now.timestamp():
        raise _invalid_grant("Token is not active")
    session = oauth.state.login_sessions.get(claims["sid"])
    if session is None:
        raise _invalid_grant("Session not active")
    if session.client_id != client.id:
        raise _invalid_grant("Invalid refresh token. Token client and authorized client don't match")
    if session.realm != oauth.realm:
        raise _invalid_grant("Invalid token issuer")
    if session.refresh_id != claims["jti"]:
        raise _invalid_grant("Maximum allowed refresh token reuse exceeded")
    return session


def _tokens(oauth: OAuthRequest, session: LoginSession) -> Response:
    """Return new tokens for a login session. The session's previous refresh token becomes invalid."""
    state, rules = oauth.state, oauth.rules
    until = oauth.now + rules.refresh_token_lifetime
    session = replace(session, refresh_id=state.new_uuid("refresh token"), refresh_until=until)
    state.login_sessions.put(session)
    claims = {"iss": oauth.issuer, "azp": session.client_id, "sid": session.id, "typ": "Bearer"}
    access_token = make_jwt(
        state, session.user_id, session.scopes, oauth.now, rules.access_token_lifetime, claims
    )
    refresh_claims: dict[str, Any] = {
        "exp": int(until.timestamp()),
        "iat": int(oauth.now.timestamp()),
        "jti": session.refresh_id,
        "iss": oauth.issuer,
        "sub": session.user_id,
        "azp": session.client_id,
        "sid": session.id,
        "typ": "Refresh",
    }
    content = {
        "access_token": access_token,
        "expires_in": int(rules.access_token_lifetime.total_seconds()),
        "refresh_expires_in": int(rules.refresh_token_lifetime.total_seconds()),
        "refresh_token": sign_jwt(refresh_claims, _refresh_secret(oauth)),
        "token_type": "Bearer",
        "not-before-policy": 0,
        "session_state": session.id,
        "scope": " ".join(session.scopes),
    }
    return json_response(200, content, NO_STORE)


def _refresh_secret(oauth: OAuthRequest) -> str:
    """Return the secret that signs refresh tokens. It differs so that they are not accepted as access tokens."""
    return f"{oauth.state.account.secret}:refresh"


def _challenge_of(verifier: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")


def _invalid_grant(description: str) -> OAuthError:
    return OAuthError(400, "invalid_grant", description)


_GRANTS: Final[dict[str, Callable[[OAuthRequest, OAuthClient, dict[str, str]], Response]]] = {
    "authorization_code": _from_code,
    "refresh_token": _from_refresh_token,
}
