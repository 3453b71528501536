"""The pages and endpoints of the OAuth server below `/auth/realms/{realm}`.

Paths, grants, lifetimes and the rotation of refresh tokens follow sipgate's documentation. Error messages, logout and
discovery are not documented by sipgate and follow Keycloak, which sipgate uses.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from ..dispatch.credentials import verify_jwt
from ..dispatch.http import Request, Response, json_response
from ..rules import Rules
from ..state import State
from . import login, tokens
from .request import NO_STORE, PATH, OAuthError, OAuthRequest

OTHER_PATH: Final = "/login/"
"""The other path of the OAuth server. `https://api.sipgate.com/login/{realm}/...` is the same server as
`https://login.sipgate.com/auth/realms/{realm}/...`."""
REALMS: Final = ("sipgate-apps", "third-party")


def respond(
    state: State, now: datetime, rules: Rules, root: str, approver: str, request: Request
) -> Response:
    """Respond to a request below `/auth/realms/` or `/login/`."""
    realm, _, endpoint = request.path.removeprefix(PATH).removeprefix(OTHER_PATH).partition("/")
    oauth = OAuthRequest(state, now, rules, root, approver, realm, request)
    method = "GET" if request.method == "HEAD" else request.method
    if realm not in REALMS:
        return json_response(404, {"error": "Realm does not exist"})
    methods = _ENDPOINTS.get(endpoint)
    if methods is None:
        return json_response(404, {"error": "RESTEASY003210: Could not find resource for full path"})
    if method not in methods:
        return json_response(405, {"error": "HTTP 405 Method Not Allowed"}, {"allow": ", ".join(methods)})
    try:
        return methods[method](oauth)
    except OAuthError as error:
        return error.response()


def _userinfo(oauth: OAuthRequest) -> Response:
    kind, _, token = oauth.request.headers.get("authorization", "").partition(" ")
    claims = verify_jwt(token, oauth.state.account.secret) if kind.lower() == "bearer" else None
    user = oauth.state.users.get(claims["sub"]) if claims else None
    if claims is None or user is None or claims["exp"] <= oauth.now.timestamp():
        raise OAuthError(401, "invalid_token", "Token verification failed")
    return json_response(
        200,
        {
            "sub": user.id,
            "name": f"{user.firstname} {user.lastname}",
            "given_name": user.firstname,
            "family_name": user.lastname,
            "preferred_username": user.email,
            **({"email": user.email} if oauth.rules.userinfo_email else {}),
            "locale": user.locale,
        },
        NO_STORE,
    )


def _discovery(oauth: OAuthRequest) -> Response:
    protocol = f"{oauth.issuer}/protocol/openid-connect"
    content: dict[str, Any] = {
        "issuer": oauth.issuer,
        "authorization_endpoint": f"{protocol}/auth",
        "token_endpoint": f"{protocol}/token",
        "userinfo_endpoint": f"{protocol}/userinfo",
        "end_session_endpoint": f"{protocol}/logout",
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "response_types_supported": ["code"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
    }
    return json_response(200, content)


_PROTOCOL: Final = "protocol/openid-connect"
_ENDPOINTS: Final[dict[str, dict[str, Callable[[OAuthRequest], Response]]]] = {
    f"{_PROTOCOL}/auth": {"GET": login.show, "POST": login.decide},
    f"{_PROTOCOL}/token": {"POST": tokens.grant},
    f"{_PROTOCOL}/logout": {"POST": tokens.log_out},
    f"{_PROTOCOL}/userinfo": {"GET": _userinfo, "POST": _userinfo},
    ".well-known/openid-configuration": {"GET": _discovery},
}
