"""OAuth 2 for sipgate without I/O: login URLs, token requests, and interpretation of responses and errors.

The authorization code flow with PKCE (S256) is used. The client id and the client secret are sent in the form body. No
error and no `repr` contains a secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from sipgate_tools._http.environment import is_loopback, secure_url
from sipgate_tools.errors import (
    ApiStatusError,
    BadRequest,
    InvalidInput,
    NotAuthenticated,
    PermissionDenied,
)
from sipgate_tools.values import required_text, web_url

from ._unpicklable import Unpicklable
from .token_response import error_code

LOGIN_URL: Final = "https://login.sipgate.com"
LOGIN_URL_VARIABLE: Final = "SIPGATE_LOGIN_URL"
DEFAULT_REALM: Final = "sipgate-apps"
OLDER_REALM: Final = "third-party"
DEFAULT_SCOPES: Final = ("all",)

TOKEN_PATH: Final = "/auth/realms/{realm}/protocol/openid-connect/token"  # noqa: S105 - a path
LOGOUT_PATH: Final = "/auth/realms/{realm}/protocol/openid-connect/logout"
LOG_IN_AGAIN: Final = "Log in again: OAuth.authorization_url(), or sipgate-tools auth login --oauth."

INVALID_GRANT: Final = "invalid_grant"

_AUTHORIZATION_PATH: Final = "/auth/realms/{realm}/protocol/openid-connect/auth"
_REALM: Final = re.compile(r"[A-Za-z0-9._-]+")
_MAX_DETAIL_CHARS: Final = 200


@dataclass(frozen=True)
class OAuthApplication(Unpicklable):
    """An OAuth client that is registered with sipgate, and its login server.

    Attributes:
        client_id: The client id that sipgate issued.
        client_secret: The client secret that sipgate issued.
        realm: `sipgate-apps`, or `third-party` for older clients.
        login_url: The URL of the login server; the sandbox has its own.
        allow_http: Whether `login_url` may use plain http on hosts other than loopback.

    Raises:
        InvalidInput: An attribute is empty or malformed, or `login_url` uses plain http where that is not allowed.
    """

    client_id: str
    client_secret: str = field(repr=False)
    realm: str = DEFAULT_REALM
    login_url: str = LOGIN_URL
    allow_http: bool = False

    def __post_init__(self) -> None:
        if not self.client_id or not self.client_secret:
            raise InvalidInput(
                "The client id or the client secret is empty.",
                hint="Register an OAuth client with sipgate (createClient); the response contains both.",
            )
        if not _REALM.fullmatch(self.realm):
            raise InvalidInput("The realm is malformed.", hint=f"Use {DEFAULT_REALM} or {OLDER_REALM}.")
        address = secure_url(self.login_url, argument="login URL", allow_http=self.allow_http)
        if any(mark in address for mark in "?#@"):
            raise InvalidInput(
                "The login URL contains a query, a fragment or credentials.",
                hint=f"Use a URL such as {LOGIN_URL}.",
            )
        object.__setattr__(self, "login_url", self.login_url.rstrip("/"))

    @property
    def issuer(self) -> str:
        """The issuer (`iss`) that the login server includes in its responses."""
        return f"{self.login_url}/auth/realms/{self.realm}"

    @property
    def token_url(self) -> str:
        """The URL of the token endpoint, which exchanges codes and refresh tokens for new tokens."""
        return self.login_url + TOKEN_PATH.format(realm=self.realm)

    @property
    def logout_url(self) -> str:
        """The URL of the logout endpoint."""
        return self.login_url + LOGOUT_PATH.format(realm=self.realm)

    def authorization_request(self, redirect_uri: str, scopes: Iterable[str]) -> AuthorizationRequest:
        """Return a new login attempt: the URL to open, and the values for checking the redirect.

        Raises:
            InvalidInput: The redirect URI is not an http or https URL.
        """
        from oauthlib.common import generate_token  # slow to import, and only logins need it

        client = self._protocol()
        verifier: str = client.create_code_verifier(64)
        state = generate_token(43)
        url: str = client.prepare_request_uri(
            _as_https(self.login_url) + _AUTHORIZATION_PATH.format(realm=self.realm),
            redirect_uri=web_url(redirect_uri, argument="redirect URI"),
            scope=list(scopes),
            state=state,
            code_challenge=client.create_code_challenge(verifier, "S256"),
            code_challenge_method="S256",
        )
        return AuthorizationRequest(self.login_url + url[len(_as_https(self.login_url)) :], state, verifier)

    def code_form(self, code: str, redirect_uri: str, verifier: str) -> str:
        """Return the form body that exchanges a code for tokens."""
        return self._protocol().prepare_request_body(
            code=code, redirect_uri=redirect_uri, code_verifier=verifier, client_secret=self.client_secret
        )

    def refresh_form(self, refresh_token: str) -> str:
        """Return the form body that refreshes a login or, if it is sent to `logout_url`, ends the login."""
        return self._protocol().prepare_refresh_body(
            refresh_token=refresh_token, client_id=self.client_id, client_secret=self.client_secret
        )

    def _protocol(self) -> Any:
        from oauthlib.oauth2 import WebApplicationClient

        return WebApplicationClient(self.client_id)


@dataclass(frozen=True)
class AuthorizationRequest:
    """One attempt to log in. A web application keeps `state` and `verifier` in the user's session until the redirect.

    Attributes:
        url: The URL to open in the user's browser.
        state: A random value that the redirect must contain, which shows that it belongs to this attempt.
        verifier: The PKCE code verifier, which proves that the code is exchanged by the client that requested it.

    Raises:
        InvalidInput: The state or the verifier is empty.
    """

    url: str
    state: str = field(repr=False)
    verifier: str = field(repr=False)

    def __str__(self) -> str:
        return self.url

    def __post_init__(self) -> None:
        if not self.state or not self.verifier:
            raise InvalidInput(
                "The state or the verifier of the login attempt is empty.",
                hint="Keep both in the user's session, as authorization_url() returned them.",
            )

    def code_in(self, answer_url: str, *, issuer: str | None = None) -> str:
        """Return the authorization code from the URL that the browser was redirected to.

        Args:
            answer_url: The complete URL or its query. Surrounding white space, quotes and angle brackets are ignored.
            issuer: The expected issuer (RFC 9207), such as `OAuthApplication.issuer`. It is checked only if the URL
                contains an issuer.

        Raises:
            InvalidInput: `answer_url` is not a URL, belongs to another login attempt or another login server, or
                contains no code.
            PermissionDenied: The user or sipgate denied access.
            BadRequest: sipgate rejected the login attempt.
        """
        query = _query_of(answer_url)
        fields = parse_qs(query, keep_blank_values=True)
        repeated = [name for name in ("code", "state", "iss") if len(fields.get(name, ())) > 1]
        if repeated:
            raise InvalidInput(f"The redirect URL contains {repeated[0]} twice.", hint="Restart the login.")
        named = fields.get("iss", [""])[0]
        if issuer is not None and named and not _same_issuer(named, issuer):
            raise InvalidInput(
                "The redirect comes from another login server: its issuer (iss) does not match.",
                hint="Restart the login; check login_url and realm if it happens again.",
            )
        found = _parse_redirect(query, self.state)
        if isinstance(found, str):
            return found
        raise found


def _query_of(answer_url: object) -> str:
    hint = "Pass the whole URL that the browser was redirected to."
    text = required_text(answer_url, argument="answer_url", hint=hint).strip().strip("<>\"'").strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = None
    if parts is None:
        raise InvalidInput("answer_url is not a URL.", hint=hint)
    return parts.query or text.removeprefix("?")


def _parse_redirect(query: str, state: str) -> str | ApiStatusError | InvalidInput:
    """Return the code of a redirect, or the error to raise; oauthlib's own error would contain the redirect URL."""
    from oauthlib.oauth2 import MismatchingStateError, OAuth2Error
    from oauthlib.oauth2.rfc6749.parameters import parse_authorization_code_response

    try:
        # oauthlib reads only the query, but requires https, which redirects to loopback do not use.
        found: Any = parse_authorization_code_response(f"https://redirect.invalid/?{query}", state)
    except MismatchingStateError:
        return InvalidInput(
            "The redirect belongs to another login attempt: its state does not match.",
            hint="Restart the login, and finish it in the same browser.",
        )
    except OAuth2Error as refusal:
        return _login_refusal(refusal)
    except ValueError:
        return InvalidInput("answer_url is not a URL.", hint="Pass the whole URL, as the browser shows it.")
    return found["code"]


def _same_issuer(named: str, expected: str) -> bool:
    """Return whether two issuers are the same.

    All loopback hosts count as the same, because the sandbox uses both 127.0.0.1 and localhost.
    """
    try:
        one, other = urlsplit(named.rstrip("/")), urlsplit(expected.rstrip("/"))
        ports = one.port, other.port
    except ValueError:
        return False
    hosts = one.hostname == other.hostname or (is_loopback(one.hostname) and is_loopback(other.hostname))
    return hosts and ports[0] == ports[1] and (one.scheme, one.path) == (other.scheme, other.path)


def login_error(error: ApiStatusError, content: bytes, *, refreshing: bool) -> ApiStatusError:
    """Return the error for a failed token request: `NotAuthenticated` if sipgate rejected the login or the client.

    Args:
        error: The error for the status code, without secrets.
        content: The response body.
        refreshing: Whether a refresh token was sent rather than a code.
    """
    code = error_code(content)
    if code == INVALID_GRANT:
        hint = (
            f"The refresh token was already used, has expired or was revoked. {LOG_IN_AGAIN}"
            if refreshing
            else "A code can be used once, for about a minute, and only with its own redirect URI. Restart the login."
        )
    elif code in {"invalid_client", "unauthorized_client"} or error.status == 401:
        hint = (
            "sipgate does not accept this OAuth client: check the client id, the client secret and the realm."
        )
    else:
        return error
    return NotAuthenticated(
        error.message, hint=hint, status=error.status, method=error.method, path=error.path, body=error.body
    )


def _login_refusal(refusal: Any) -> ApiStatusError | InvalidInput:
    code: str = refusal.error or "unknown"
    if code == "missing_code":
        return InvalidInput(
            "The redirect URL contains no code.",
            hint="Pass the whole URL that the browser was redirected to.",
        )
    detail = " ".join(str(refusal.description or code).split())[:_MAX_DETAIL_CHARS]
    if code == "access_denied":
        return PermissionDenied(
            f"Access was denied: {detail}.", hint="The user has to consent; restart the login."
        )
    return BadRequest(
        f"sipgate rejected the login ({code[:_MAX_DETAIL_CHARS]}): {detail}.",
        hint="Check client id, redirect URI and scopes.",
    )


def _as_https(url: str) -> str:
    """Return the URL with the scheme https, which oauthlib requires. `OAuthApplication` has validated the real URL."""
    return "https" + url[url.index(":") :]
