"""sipgate's login, which is a Keycloak: the pages and endpoints below `/auth/realms/{realm}`.

Paths, grants, lifetimes and the rotation of refresh tokens are as the facts have them; what they do not say
(texts of errors, logout, discovery) is as Keycloak does it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from ..dispatch.credentials import verify_jwt
from ..dispatch.http import Request, Response, json_response
from ..rules import Rules
from ..state import State

PATH = "/auth/realms/"
OTHER_PATH = "/login/"
"""`https://api.sipgate.com/login/{realm}/...` leads to the same login as `https://login.sipgate.com/auth/realms/`."""
REALMS = ("sipgate-apps", "third-party")
NOT_KEPT = {"cache-control": "no-store", "pragma": "no-cache"}


class OAuthError(Exception):
    """A request that is answered with an OAuth error.

    Args:
        status: HTTP status.
        error: the code, such as `invalid_grant`.
        description: a sentence.
    """

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.error = error
        self.description = description

    def response(self) -> Response:
        """The answer, as Keycloak words it."""
        content = {"error": self.error, "error_description": self.description}
        return json_response(self.status, content, NOT_KEPT)


@dataclass(frozen=True, slots=True)
class OAuthRequest:
    """A request to the login.

    Attributes:
        root: where the login is reached, without a path.
        approver: the user who logs in without being asked, "" when the page is shown.
    """

    state: State
    now: datetime
    rules: Rules
    root: str
    approver: str
    realm: str
    request: Request

    @property
    def issuer(self) -> str:
        """The realm as tokens name it."""
        return f"{self.root}{PATH}{self.realm}"

    def query(self) -> dict[str, str]:
        """The parameters of the URL; the first of each name counts."""
        return _fields(self.request.query)

    def form(self) -> dict[str, str]:
        """The fields of the body."""
        return _fields(self.request.body.decode("utf-8", errors="replace"))


def respond(
    state: State, now: datetime, rules: Rules, root: str, approver: str, request: Request
) -> Response:
    """Answer a request below `/auth/realms/` or `/login/`."""
    realm, _, endpoint = request.path.removeprefix(PATH).removeprefix(OTHER_PATH).partition("/")
    visit = OAuthRequest(state, now, rules, root, approver, realm, request)
    method = "GET" if request.method == "HEAD" else request.method
    if realm not in REALMS:
        return json_response(404, {"error": "Realm does not exist"})
    methods = _endpoints().get(endpoint)
    if methods is None:
        return json_response(404, {"error": "RESTEASY003210: Could not find resource for full path"})
    if method not in methods:
        return json_response(405, {"error": "HTTP 405 Method Not Allowed"}, {"allow": ", ".join(methods)})
    try:
        return methods[method](visit)
    except OAuthError as refusal:
        return refusal.response()


def _endpoints() -> dict[str, dict[str, Callable[[OAuthRequest], Response]]]:
    from . import login, tokens  # they know this module

    protocol = "protocol/openid-connect"
    return {
        f"{protocol}/auth": {"GET": login.show, "POST": login.decide},
        f"{protocol}/token": {"POST": tokens.grant},
        f"{protocol}/logout": {"POST": tokens.log_out},
        f"{protocol}/userinfo": {"GET": _userinfo, "POST": _userinfo},
        ".well-known/openid-configuration": {"GET": _discovery},
    }


def _userinfo(visit: OAuthRequest) -> Response:
    kind, _, token = visit.request.headers.get("authorization", "").partition(" ")
    claims = verify_jwt(token, visit.state.account.secret) if kind.lower() == "bearer" else None
    user = visit.state.users.get(claims["sub"]) if claims else None
    if claims is None or user is None or claims["exp"] <= visit.now.timestamp():
        raise OAuthError(401, "invalid_token", "Token verification failed")
    return json_response(
        200,
        {
            "sub": user.id,
            "name": f"{user.firstname} {user.lastname}",
            "given_name": user.firstname,
            "family_name": user.lastname,
            "preferred_username": user.email,
            **({"email": user.email} if visit.rules.userinfo_email else {}),
            "locale": user.locale,
        },
        NOT_KEPT,
    )


def _discovery(visit: OAuthRequest) -> Response:
    protocol = f"{visit.issuer}/protocol/openid-connect"
    content: dict[str, Any] = {
        "issuer": visit.issuer,
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


def _fields(text: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        fields.setdefault(name, value)
    return fields
