# Made by scripts/make_sync.py from sipgate_tools/_async/_token_service.py: edit that file.
"""sipgate's login as a service: codes and refresh tokens go there, tokens come back."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sipgate_api.types import UNSET, Request, read_nothing

from sipgate_tools import transport as wire
from sipgate_tools._sync._network import SyncNetwork
from sipgate_tools.auth.oauth import (
    LOG_IN_AGAIN,
    LOGOUT_PATH,
    TOKEN_PATH,
    OAuthApplication,
    login_error,
    read_tokens,
)
from sipgate_tools.auth.tokens import OAuthTokens
from sipgate_tools.concurrency.threads import sleep
from sipgate_tools.errors import NotAuthenticated, OutcomeUnknown, ServerError
from sipgate_tools.retry import RetryPolicy

_LOST: Final = (
    "sipgate may have replaced the refresh token, and the new one is lost. The next request tries the old one "
    f"once more; if that is refused: {LOG_IN_AGAIN}"
)


@dataclass(frozen=True)
class SyncTokenService:
    """Exchanges codes and refresh tokens; a form is sent again only when nothing of it was sent.

    Attributes:
        network: What moves the bytes.
        timeout_seconds: How long connecting and each wait for bytes may take.
        retry: How often and how patiently.
        headers: What every request carries.
    """

    network: SyncNetwork
    timeout_seconds: float
    retry: RetryPolicy
    headers: dict[str, str]

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
            UnexpectedAnswer: There are no tokens in the answer.
        """
        form = application.code_form(code, redirect_uri, verifier)
        secrets = (application.client_secret, code, verifier)
        asked_at = now()
        answer = self._post(application.token_url, TOKEN_PATH, form)
        _raise_for(answer, secrets, renewing=False)
        return read_tokens(answer.content, asked_at=asked_at)

    def renew(
        self, application: OAuthApplication, tokens: OAuthTokens, now: Callable[[], datetime]
    ) -> OAuthTokens:
        """Return the tokens that a refresh token is good for, once.

        Raises:
            NotAuthenticated: There is no refresh token, or it or the client is refused.
            ApiStatusError: Another refusal.
            ConnectionFailed: There was no answer. `OutcomeUnknown`: and the refresh token may be used up.
            UnexpectedAnswer: There are no tokens in the answer.
        """
        if tokens.refresh_token is None:
            raise NotAuthenticated(
                "The login has ended, and there is no refresh token to renew it with.", hint=LOG_IN_AGAIN
            )
        form = application.refresh_form(tokens.refresh_token)
        asked_at = now()
        try:
            answer = self._post(application.token_url, TOKEN_PATH, form)
        except OutcomeUnknown as lost:
            raise OutcomeUnknown(lost.message, hint=_LOST, method=lost.method, path=lost.path) from None
        _raise_for(answer, (application.client_secret, tokens.refresh_token), renewing=True)
        return read_tokens(answer.content, asked_at=asked_at, previous=tokens)

    def end(self, application: OAuthApplication, tokens: OAuthTokens) -> None:
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
                raise wire.status_error(answer, _request(LOGOUT_PATH), secrets)

    def _post(self, url: str, path: str, form: str) -> wire.Answer:
        request = _request(path)
        headers = self.headers | {"content-type": "application/x-www-form-urlencoded"}
        outgoing = wire.Outgoing("POST", url, headers, form.encode(), self.timeout_seconds)
        attempt = 0
        while True:
            attempt += 1
            started = time.perf_counter()
            try:
                answer = self.network.exchange(outgoing)
            except wire.NetworkFault as fault:
                wire.record(request, fault.kind, attempt, started)
                pause = self.retry.pause_after_failure(attempt, writes=True, sent=fault.sent)
                if pause is None:
                    raise wire.connection_error(fault, request, "the login service") from None
                sleep(pause)
            else:
                wire.record(request, answer.status_code, attempt, started)
                return answer


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


def _raise_for(answer: wire.Answer, secrets: tuple[str, ...], *, renewing: bool) -> None:
    if 200 <= answer.status_code < 300:
        return
    error = wire.status_error(answer, _request(TOKEN_PATH), secrets)
    if renewing and isinstance(error, ServerError):
        error.hint = f"sipgate's login failed; try again later. {_LOST}"
    raise login_error(error, answer.content, renewing=renewing)
