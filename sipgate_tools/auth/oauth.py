"""OAuth 2 with sipgate, its pure half: where users log in, what is asked for tokens, and what the answers mean.

Authorization code with PKCE (S256), client id and secret in the form body. Nothing here touches the network or the
disk; nothing shows a secret.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, cast
from urllib.parse import urlsplit

from sipgate_tools.auth.tokens import OAuthTokens
from sipgate_tools.errors import (
    ApiStatusError,
    BadRequest,
    InvalidInput,
    NotAuthenticated,
    PermissionDenied,
    UnexpectedAnswer,
)
from sipgate_tools.values import required_text, web_url

LOGIN_URL: Final = "https://login.sipgate.com"
LOGIN_URL_VARIABLE: Final = "SIPGATE_LOGIN_URL"
DEFAULT_REALM: Final = "sipgate-apps"
OLDER_REALM: Final = "third-party"
DEFAULT_SCOPES: Final = ("all",)

TOKEN_PATH: Final = "/auth/realms/{realm}/protocol/openid-connect/token"  # noqa: S105 - a path
LOGOUT_PATH: Final = "/auth/realms/{realm}/protocol/openid-connect/logout"
LOG_IN_AGAIN: Final = "Log in again: OAuth.authorization_url(), or sipgate-tools auth login --oauth."

_AUTHORIZATION_PATH: Final = "/auth/realms/{realm}/protocol/openid-connect/auth"
_REALM: Final = re.compile(r"[A-Za-z0-9._-]+")
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_LIFETIME: Final = timedelta(seconds=300)  # of an access token whose answer does not say
_DETAIL_SHOWN: Final = 200


@dataclass(frozen=True)
class OAuthApplication:
    """A client registered at sipgate, and where it logs in.

    Attributes:
        client_id: As sipgate gave it.
        client_secret: As sipgate gave it.
        realm: `sipgate-apps`, or `third-party` for clients registered long ago.
        login_url: Where sipgate's login is; the sandbox has its own. http is taken on loopback only.
    """

    client_id: str
    client_secret: str = field(repr=False)
    realm: str = DEFAULT_REALM
    login_url: str = LOGIN_URL

    def __post_init__(self) -> None:
        if not self.client_id or not self.client_secret:
            raise InvalidInput(
                "An OAuth client has an id and a secret; one of them is empty.",
                hint="Register a client with sipgate (createClient), which answers both.",
            )
        if not _REALM.fullmatch(self.realm):
            raise InvalidInput("The realm is malformed.", hint=f"It is {DEFAULT_REALM} or {OLDER_REALM}.")
        address = urlsplit(web_url(self.login_url, argument="login URL"))
        if address.scheme == "http" and address.hostname not in _LOOPBACK:
            raise InvalidInput(
                "The login URL is not https.",
                hint="Secrets travel there: http is for the sandbox on loopback.",
            )
        object.__setattr__(self, "login_url", self.login_url.rstrip("/"))

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

    def code_in(self, answer_url: str) -> str:
        """Return the code out of the URL that the browser was sent back to.

        Args:
            answer_url: The whole URL, or its query.

        Raises:
            InvalidInput: It belongs to another attempt, or holds no code.
            PermissionDenied: The user, or sipgate on the user's behalf, said no.
            BadRequest: sipgate refused the attempt.
        """
        from oauthlib.oauth2 import MismatchingStateError, OAuth2Error
        from oauthlib.oauth2.rfc6749.parameters import parse_authorization_code_response

        hint = "Give the whole URL that the browser was sent back to."
        text = required_text(answer_url, argument="answer_url", hint=hint)
        try:
            query = urlsplit(text).query or text.removeprefix("?")
        except ValueError:
            raise InvalidInput("answer_url is not a URL.", hint=hint) from None
        try:
            # oauthlib looks at the query only, but insists on https, which a redirect to loopback is not.
            found: Any = parse_authorization_code_response(f"https://redirect.invalid/?{query}", self.state)
        except MismatchingStateError:
            raise InvalidInput(
                "The answer belongs to another login attempt: its state is a different one.",
                hint="Start the login anew, and finish it in the same browser.",
            ) from None
        except OAuth2Error as refusal:
            raise _refused_login(refusal) from None
        return found["code"]


def read_tokens(content: bytes, *, asked_at: datetime, previous: OAuthTokens | None = None) -> OAuthTokens:
    """Return the tokens of a successful answer.

    Args:
        content: Its body.
        asked_at: When it was asked for: the lifetimes count from then.
        previous: What is renewed; its refresh token stays when the answer has no new one.

    Raises:
        UnexpectedAnswer: There are no tokens in it.
    """
    from oauthlib.oauth2 import OAuth2Error
    from oauthlib.oauth2.rfc6749.parameters import parse_token_response

    try:
        found: Any = parse_token_response(json.dumps(_object_in(content)))
        lifetime = timedelta(seconds=found["expires_in"]) if "expires_in" in found else _LIFETIME
        longer, rotated = found.get("refresh_expires_in"), found.get("refresh_token")
        return OAuthTokens(
            access_token=_text(found["access_token"]),
            refresh_token=_text(rotated) if rotated else (previous.refresh_token if previous else None),
            issued_at=asked_at,
            expires_at=asked_at + lifetime,
            # Keycloak answers 0 for a refresh token that does not end by itself.
            refresh_expires_at=asked_at + timedelta(seconds=longer) if longer else None,
            scopes=tuple(found.get("scope") or (previous.scopes if previous else ())),
        )
    except (OAuth2Error, AttributeError, TypeError, ValueError, OverflowError):
        raise UnexpectedAnswer(
            "sipgate's login answered with success, but without tokens that can be read.",
            hint=f"Is the login URL right, and is there a proxy in between? {LOG_IN_AGAIN}",
            method="POST",
            path=TOKEN_PATH,
        ) from None


def login_error(error: ApiStatusError, content: bytes, *, renewing: bool) -> ApiStatusError:
    """Return what a refusal of the token endpoint means: `NotAuthenticated` where the login or the client is at fault.

    Args:
        error: What the status alone means, scrubbed.
        content: The body of the answer.
        renewing: Whether a refresh token was sent rather than a code.
    """
    try:
        code = _object_in(content).get("error")
    except ValueError:
        code = None
    if code == "invalid_grant":
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


def _object_in(content: bytes) -> dict[str, Any]:
    found: object = json.loads(content)
    if not isinstance(found, dict):
        raise ValueError("not an object")  # noqa: TRY004 - a JSON value of another kind
    return cast("dict[str, Any]", found)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("not a text")
    return value


def _as_https(url: str) -> str:
    """Return the URL as https, on which oauthlib insists; `OAuthApplication` has judged the real one already."""
    return "https" + url[url.index(":") :]
