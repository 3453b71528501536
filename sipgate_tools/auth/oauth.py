"""OAuth 2 with sipgate, its pure half: where users log in, what is asked for tokens, and what the answers mean.

Authorization code with PKCE (S256), client id and secret in the form body. Nothing here touches the network or the
disk; nothing shows a secret.
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
_DETAIL_SHOWN: Final = 200


@dataclass(frozen=True)
class OAuthApplication(Unpicklable):
    """A client registered at sipgate, and where it logs in.

    Attributes:
        client_id: As sipgate gave it.
        client_secret: As sipgate gave it.
        realm: `sipgate-apps`, or `third-party` for clients registered long ago.
        login_url: Where sipgate's login is; the sandbox has its own.
        allow_http: Whether `login_url` may be plain http off loopback.
    """

    client_id: str
    client_secret: str = field(repr=False)
    realm: str = DEFAULT_REALM
    login_url: str = LOGIN_URL
    allow_http: bool = False

    def __post_init__(self) -> None:
        if not self.client_id or not self.client_secret:
            raise InvalidInput(
                "An OAuth client has an id and a secret; one of them is empty.",
                hint="Register a client with sipgate (createClient), which answers both.",
            )
        if not _REALM.fullmatch(self.realm):
            raise InvalidInput("The realm is malformed.", hint=f"It is {DEFAULT_REALM} or {OLDER_REALM}.")
        address = secure_url(self.login_url, argument="login URL", allow_http=self.allow_http)
        if any(mark in address for mark in "?#@"):
            raise InvalidInput(
                "The login URL has a query, a fragment or credentials.", hint=f"It looks like {LOGIN_URL}."
            )
        object.__setattr__(self, "login_url", self.login_url.rstrip("/"))

    @property
    def issuer(self) -> str:
        """What the login calls itself in its answers (`iss`)."""
        return f"{self.login_url}/auth/realms/{self.realm}"

    @property
    def token_url(self) -> str:
        """Where codes and refresh tokens are exchanged."""
        return self.login_url + TOKEN_PATH.format(realm=self.realm)

    @property
    def logout_url(self) -> str:
        """Where a login is ended."""
        return self.login_url + LOGOUT_PATH.format(realm=self.realm)

    def authorization_request(self, redirect_uri: str, scopes: Iterable[str]) -> AuthorizationRequest:
        """Return a new login attempt: its URL, and what its answer is checked against."""
        from oauthlib.common import generate_token

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
        """Return the form that exchanges a code."""
        return self._protocol().prepare_request_body(
            code=code, redirect_uri=redirect_uri, code_verifier=verifier, client_secret=self.client_secret
        )

    def refresh_form(self, refresh_token: str) -> str:
        """Return the form that renews a login (and that ends one, at `logout_url`)."""
        return self._protocol().prepare_refresh_body(
            refresh_token=refresh_token, client_id=self.client_id, client_secret=self.client_secret
        )

    def _protocol(self) -> Any:
        from oauthlib.oauth2 import WebApplicationClient  # slow to import: only when somebody logs in

        return WebApplicationClient(self.client_id)


@dataclass(frozen=True)
class AuthorizationRequest:
    """One attempt to log in. A web application keeps `state` and `verifier` in the user's session meanwhile.

    Attributes:
        url: Where the user's browser is sent.
        state: Comes back with the answer, and proves that it belongs to this attempt.
        verifier: Proves to sipgate that whoever exchanges the code is who asked for it (PKCE).
    """

    url: str
    state: str = field(repr=False)
    verifier: str = field(repr=False)

    def __str__(self) -> str:
        return self.url

    def __post_init__(self) -> None:
        if not self.state or not self.verifier:
            raise InvalidInput(
                "The login attempt has no state or no verifier.",
                hint="Keep both in the user's session, as authorization_url() made them.",
            )

    def code_in(self, answer_url: str, *, issuer: str | None = None) -> str:
        """Return the code out of the URL that the browser was sent back to.

        Args:
            answer_url: The whole URL, or its query. Blanks around it do not count.
            issuer: Who has to have answered (RFC 9207), such as `OAuthApplication.issuer`; checked where the answer
                names its issuer.

        Raises:
            InvalidInput: It belongs to another attempt or comes from another login server, or holds no code.
            PermissionDenied: The user, or sipgate on the user's behalf, said no.
            BadRequest: sipgate refused the attempt.
        """
        query = _query_of(answer_url)
        fields = parse_qs(query, keep_blank_values=True)
        repeated = [name for name in ("code", "state", "iss") if len(fields.get(name, ())) > 1]
        if repeated:
            raise InvalidInput(f"The answer names its {repeated[0]} twice.", hint="Start the login anew.")
        named = fields.get("iss", [""])[0]
        if issuer is not None and named and not _same_issuer(named, issuer):
            raise InvalidInput(
                "The answer comes from another login server: its iss is a different one.",
                hint="Start the login anew; check login_url and realm if it happens again.",
            )
        found = _parsed_answer(query, self.state)
        if isinstance(found, str):
            return found
        raise found


def _query_of(answer_url: object) -> str:
    hint = "Give the whole URL that the browser was sent back to."
    text = required_text(answer_url, argument="answer_url", hint=hint).strip().strip("<>\"'").strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = None
    if parts is None:
        raise InvalidInput("answer_url is not a URL.", hint=hint)
    return parts.query or text.removeprefix("?")


def _parsed_answer(query: str, state: str) -> str | ApiStatusError | InvalidInput:
    """Return the code in an answer, or the error that it means: oauthlib's own would carry the answer along."""
    from oauthlib.oauth2 import MismatchingStateError, OAuth2Error
    from oauthlib.oauth2.rfc6749.parameters import parse_authorization_code_response

    try:
        # oauthlib looks at the query only, but insists on https, which a redirect to loopback is not.
        found: Any = parse_authorization_code_response(f"https://redirect.invalid/?{query}", state)
    except MismatchingStateError:
        return InvalidInput(
            "The answer belongs to another login attempt: its state is a different one.",
            hint="Start the login anew, and finish it in the same browser.",
        )
    except OAuth2Error as refusal:
        return _refused_login(refusal)
    except ValueError:
        return InvalidInput("answer_url is not a URL.", hint="Give the whole URL, as the browser shows it.")
    return found["code"]


def _same_issuer(named: str, expected: str) -> bool:
    """Return whether two issuers are one; names of loopback are one host: the sandbox says 127.0.0.1 for localhost."""
    try:
        one, other = urlsplit(named.rstrip("/")), urlsplit(expected.rstrip("/"))
        ports = one.port, other.port
    except ValueError:
        return False
    hosts = one.hostname == other.hostname or (is_loopback(one.hostname) and is_loopback(other.hostname))
    return hosts and ports[0] == ports[1] and (one.scheme, one.path) == (other.scheme, other.path)


def login_error(error: ApiStatusError, content: bytes, *, renewing: bool) -> ApiStatusError:
    """Return what a refusal of the token endpoint means: `NotAuthenticated` where the login or the client is at fault.

    Args:
        error: What the status alone means, scrubbed.
        content: The body of the answer.
        renewing: Whether a refresh token was sent rather than a code.
    """
    code = error_code(content)
    if code == INVALID_GRANT:
        hint = (
            f"The refresh token was used already, has ended or was revoked. {LOG_IN_AGAIN}"
            if renewing
            else "A code is good once, for about a minute, and for the redirect URI it was asked with. Start anew."
        )
    elif code in {"invalid_client", "unauthorized_client"} or error.status == 401:
        hint = "Check client id, client secret and realm: sipgate does not know this client so."
    else:
        return error
    return NotAuthenticated(
        error.message, hint=hint, status=error.status, method=error.method, path=error.path, body=error.body
    )


def _refused_login(refusal: Any) -> ApiStatusError | InvalidInput:
    code: str = refusal.error or "unknown"
    if code == "missing_code":
        return InvalidInput(
            "There is no code in the answer.", hint="Give the whole URL that the browser was sent back to."
        )
    said = " ".join(str(refusal.description or code).split())[:_DETAIL_SHOWN]
    if code == "access_denied":
        return PermissionDenied(f"The login was refused: {said}.", hint="The user has to agree; start anew.")
    return BadRequest(
        f"sipgate refused the login ({code[:_DETAIL_SHOWN]}): {said}.",
        hint="Check client id, redirect URI and scopes.",
    )


def _as_https(url: str) -> str:
    """Return the URL as https, on which oauthlib insists; `OAuthApplication` has judged the real one already."""
    return "https" + url[url.index(":") :]
