# Made by scripts/make_sync.py from sipgate_tools/_async/_http/token_endpoint.py: edit that file.
"""sipgate's login as a service: codes and refresh tokens go there, tokens come back."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sipgate_api.types import UNSET, Request, read_nothing

from sipgate_tools._backends.sync import sleep
from sipgate_tools._http import requests as wire
from sipgate_tools._http.faults import connection_error
from sipgate_tools._http.limits import DEFAULT_LIMITS
from sipgate_tools._http.messages import HttpRequest, HttpResponse, NetworkFault
from sipgate_tools._http.status_errors import status_error
from sipgate_tools.auth.oauth import (
    INVALID_GRANT,
    LOG_IN_AGAIN,
    LOGOUT_PATH,
    TOKEN_PATH,
    OAuthApplication,
    login_error,
)
from sipgate_tools.auth.token_response import error_code, read_tokens, rotated_alone
from sipgate_tools.auth.tokens import OAuthTokens
from sipgate_tools.errors import (
    ApiStatusError,
    NotAuthenticated,
    OutcomeUnknown,
    ServerError,
    UnexpectedResponse,
)
from sipgate_tools.retry import RetryPolicy

from .transports import SyncTransport

_LOST: Final = (
    "sipgate may have replaced the refresh token, and the new one is lost. The next request tries the old one "
    f"once more; if that is refused: {LOG_IN_AGAIN}"
)
_MOST_BYTES: Final = 1024 * 1024


class GrantRefused(Exception):
    """sipgate refused a refresh token: the login is over.

    Attributes:
        error: What to raise.
    """

    def __init__(self, error: NotAuthenticated) -> None:
        super().__init__()
        self.error = error


@dataclass(frozen=True)
class RefreshedTokens:
    """What a renewal brought.

    Attributes:
        tokens: To go on with.
        problem: Why they are good for another renewal only, or `None`.
    """

    tokens: OAuthTokens
    problem: UnexpectedResponse | None = None


@dataclass(frozen=True)
class SyncTokenEndpoint:
    """Exchanges codes and refresh tokens; a form is sent again only when nothing of it was sent.

    Attributes:
        network: What moves the bytes.
        timeout_seconds: How long connecting and each wait for bytes may take.
        retry: How often and how patiently.
        headers: What every request carries.
        deadline_seconds: How long a whole request may take.
    """

    network: SyncTransport
    timeout_seconds: float
    retry: RetryPolicy
    headers: dict[str, str]
    deadline_seconds: float = DEFAULT_LIMITS.deadline_seconds

    def exchange(
        self,
        application: OAuthApplication,
        *,
        code: str,
        redirect_uri: str,
        verifier: str,
        now: Callable[[], datetime],
    ) -> OAuthTokens:
        """Return the tokens that a code is good for.

        Raises:
            NotAuthenticated: The code or the client is refused.
            ApiStatusError: Another refusal.
            ConnectionFailed: There was no answer.
            UnexpectedResponse: There are no tokens in the answer.
        """
        form = application.code_form(code, redirect_uri, verifier)
        secrets = (application.client_secret, code, verifier)
        asked_at = now()
        answer = self._post(application.token_url, TOKEN_PATH, form)
        if not 200 <= answer.status_code < 300:
            raise _refusal(answer, secrets, renewing=False)
        found = read_tokens(answer.content, asked_at=asked_at)
        if found is None:
            raise _no_tokens()
        return found

    def refresh(
        self, application: OAuthApplication, tokens: OAuthTokens, now: Callable[[], datetime]
    ) -> RefreshedTokens:
        """Return the tokens that a refresh token is good for, once.

        Raises:
            GrantRefused: The refresh token is refused.
            NotAuthenticated: There is no refresh token, or the client is refused.
            ApiStatusError: Another refusal.
            ConnectionFailed: There was no answer. `OutcomeUnknown`: and the refresh token may be used up.
            UnexpectedResponse: There are no tokens in the answer.
        """
        if tokens.refresh_token is None:
            raise NotAuthenticated(
                "The login has ended, and there is no refresh token to renew it with.", hint=LOG_IN_AGAIN
            )
        form = application.refresh_form(tokens.refresh_token)
        asked_at = now()
        answer = self._post(application.token_url, TOKEN_PATH, form, renewing=True)
        if not 200 <= answer.status_code < 300:
            secrets = (application.client_secret, tokens.refresh_token)
            error = _refusal(answer, secrets, renewing=True)
            if isinstance(error, NotAuthenticated) and error_code(answer.content) == INVALID_GRANT:
                raise GrantRefused(error)
            raise error
        found = read_tokens(answer.content, asked_at=asked_at, previous=tokens)
        if found is not None:
            return RefreshedTokens(found)
        rotated = rotated_alone(answer.content, tokens)
        if rotated is None:
            raise _no_tokens()
        return RefreshedTokens(rotated, _no_tokens())

    def revoke(self, application: OAuthApplication, tokens: OAuthTokens) -> None:
        """End a login at sipgate: its refresh token is good for nothing any more.

        Raises:
            ApiStatusError: It was refused.
            ConnectionFailed: There was no answer.
        """
        if tokens.refresh_token is not None:
            form = application.refresh_form(tokens.refresh_token)
            answer = self._post(application.logout_url, LOGOUT_PATH, form)
            if not 200 <= answer.status_code < 300:
                secrets = (application.client_secret, tokens.refresh_token)
                raise status_error(answer, _request(LOGOUT_PATH), secrets)

    def _post(self, url: str, path: str, form: str, *, renewing: bool = False) -> HttpResponse:
        request = _request(path)
        headers = self.headers | {"content-type": "application/x-www-form-urlencoded"}
        outgoing = HttpRequest(
            "POST", url, headers, form.encode(), self.timeout_seconds, self.deadline_seconds, _MOST_BYTES
        )
        attempt = 0
        while True:
            attempt += 1
            started = time.perf_counter()
            outcome = self._try_exchange(outgoing)
            if not isinstance(outcome, NetworkFault):
                wire.log_attempt(request, outcome.status_code, attempt, started)
                return outcome
            wire.log_attempt(request, outcome.kind, attempt, started)
            pause = None
            if not outcome.deadline and outcome.too_large is None:
                pause = self.retry.pause_after_failure(attempt, writes=True, sent=outcome.sent)
            if pause is None:
                error = connection_error(outcome, request, "the login service", option="timeout=")
                if renewing and isinstance(error, OutcomeUnknown):
                    error.hint = _LOST
                raise error
            sleep(pause)

    def _try_exchange(self, outgoing: HttpRequest) -> HttpResponse | NetworkFault:
        try:
            return self.network.exchange(outgoing)
        except NetworkFault as fault:
            return fault


def _request(path: str) -> Request[Any]:
    """Return what errors and the log call the request; its form goes another way."""
    return Request[None](
        operation_id="oauth",
        method="POST",
        path_template=path,
        url=path,
        params=None,
        json=UNSET,
        headers={},
        parse=read_nothing,
    )


def _refusal(answer: HttpResponse, secrets: tuple[str, ...], *, renewing: bool) -> ApiStatusError:
    error = status_error(answer, _request(TOKEN_PATH), secrets)
    if renewing and isinstance(error, ServerError):
        error.hint = f"sipgate's login failed; try again later. {_LOST}"
    return login_error(error, answer.content, renewing=renewing)


def _no_tokens() -> UnexpectedResponse:
    return UnexpectedResponse(
        "sipgate's login answered with success, but without tokens that can be used.",
        hint=f"Is the login URL right, and is there a proxy in between? {LOG_IN_AGAIN}",
        method="POST",
        path=TOKEN_PATH,
    )
