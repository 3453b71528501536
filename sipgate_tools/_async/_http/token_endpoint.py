"""sipgate's OAuth token endpoint: login, token refresh and logout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sipgate_api.types import UNSET, Request, read_nothing

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
from sipgate_tools.auth.token_response import error_code, read_tokens, with_rotated_refresh_token
from sipgate_tools.auth.tokens import OAuthTokens
from sipgate_tools.errors import (
    ApiStatusError,
    NotAuthenticated,
    OutcomeUnknown,
    ServerError,
    UnexpectedResponse,
)
from sipgate_tools.retry import RetryPolicy

from .attempts import seconds_until, send_with_retries
from .transports import AsyncTransport

_LOST: Final = (
    "sipgate may have replaced the refresh token, and the new one is lost. The next request tries the old one "
    f"once more; if sipgate rejects it: {LOG_IN_AGAIN}"
)
_MAX_RESPONSE_BYTES: Final = 1024 * 1024


class GrantRefused(Exception):
    """sipgate rejected a refresh token: the login has ended.

    Attributes:
        error: The error to raise.
    """

    def __init__(self, error: NotAuthenticated) -> None:
        super().__init__()
        self.error = error


@dataclass(frozen=True)
class RefreshedTokens:
    """The result of a token refresh.

    Attributes:
        tokens: The new tokens.
        problem: The error to raise if the response contains a refresh token but no access token, else `None`.
    """

    tokens: OAuthTokens
    problem: UnexpectedResponse | None = None


@dataclass(frozen=True)
class AsyncTokenEndpoint:
    """A client for the token endpoint. A request is retried only if no part of it was sent.

    Attributes:
        transport: The transport that sends requests over the network.
        timeout_seconds: Time limit in seconds for connecting and for each wait for data.
        retry: The retry policy.
        headers: Headers that are sent with every request.
        deadline_seconds: Time limit in seconds for a whole request.
    """

    transport: AsyncTransport
    timeout_seconds: float
    retry: RetryPolicy
    headers: dict[str, str]
    deadline_seconds: float = DEFAULT_LIMITS.deadline_seconds

    async def exchange(
        self,
        application: OAuthApplication,
        *,
        code: str,
        redirect_uri: str,
        verifier: str,
        now: Callable[[], datetime],
    ) -> OAuthTokens:
        """Exchange an authorization code for tokens.

        Raises:
            NotAuthenticated: sipgate rejected the code or the client.
            ApiStatusError: sipgate responded with another error status.
            ConnectionFailed: No response was received.
            UnexpectedResponse: The response contains no tokens.
        """
        form = application.code_form(code, redirect_uri, verifier)
        secrets = (application.client_secret, code, verifier)
        requested_at = now()
        response = await self._post(application.token_url, TOKEN_PATH, form)
        if not response.is_success:
            raise _response_error(response, secrets, refreshing=False)
        tokens = read_tokens(response.content, requested_at=requested_at)
        if tokens is None:
            raise _no_tokens()
        return tokens

    async def refresh(
        self, application: OAuthApplication, tokens: OAuthTokens, now: Callable[[], datetime]
    ) -> RefreshedTokens:
        """Exchange a refresh token, which can be used once, for new tokens.

        Raises:
            GrantRefused: sipgate rejected the refresh token.
            NotAuthenticated: The login has no refresh token, or sipgate rejected the client.
            ApiStatusError: sipgate responded with another error status.
            ConnectionFailed: No response was received.
            OutcomeUnknown: No response was received, and the refresh token may have been used.
            UnexpectedResponse: The response contains no tokens.
        """
        if tokens.refresh_token is None:
            raise NotAuthenticated(
                "The access token has expired, and there is no refresh token to replace it.",
                hint=LOG_IN_AGAIN,
            )
        form = application.refresh_form(tokens.refresh_token)
        requested_at = now()
        response = await self._post(application.token_url, TOKEN_PATH, form, refreshing=True)
        if not response.is_success:
            secrets = (application.client_secret, tokens.refresh_token)
            error = _response_error(response, secrets, refreshing=True)
            if isinstance(error, NotAuthenticated) and error_code(response.content) == INVALID_GRANT:
                raise GrantRefused(error)
            raise error
        new_tokens = read_tokens(response.content, requested_at=requested_at, previous=tokens)
        if new_tokens is not None:
            return RefreshedTokens(new_tokens)
        rotated = with_rotated_refresh_token(response.content, tokens)
        if rotated is None:
            raise _no_tokens()
        return RefreshedTokens(rotated, _no_tokens())

    async def revoke(self, application: OAuthApplication, tokens: OAuthTokens) -> None:
        """Log out at sipgate, which revokes the refresh token.

        Raises:
            ApiStatusError: sipgate responded with an error status.
            ConnectionFailed: No response was received.
        """
        if tokens.refresh_token is not None:
            form = application.refresh_form(tokens.refresh_token)
            response = await self._post(application.logout_url, LOGOUT_PATH, form)
            if not response.is_success:
                secrets = (application.client_secret, tokens.refresh_token)
                raise status_error(response, _request(LOGOUT_PATH), secrets)

    async def _post(self, url: str, path: str, form: str, *, refreshing: bool = False) -> HttpResponse:
        request = _request(path)
        headers = self.headers | {"content-type": "application/x-www-form-urlencoded"}

        async def send(ends_at: float) -> HttpResponse:
            left = seconds_until(ends_at)
            outgoing = HttpRequest(
                "POST", url, headers, form.encode(), self.timeout_seconds, left, _MAX_RESPONSE_BYTES
            )
            return await self.transport.exchange(outgoing)

        outcome = await send_with_retries(request, send, self.retry, deadline_seconds=self.deadline_seconds)
        if not isinstance(outcome, NetworkFault):
            return outcome
        error = connection_error(outcome, request, "the login service", option="timeout=")
        if refreshing and isinstance(error, OutcomeUnknown):
            error.hint = _LOST
        raise error


def _request(path: str) -> Request[Any]:
    """Return the request for errors and the log, without the form."""
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


def _response_error(response: HttpResponse, secrets: tuple[str, ...], *, refreshing: bool) -> ApiStatusError:
    error = status_error(response, _request(TOKEN_PATH), secrets)
    if refreshing and isinstance(error, ServerError):
        error.hint = f"sipgate's login service failed; try again later. {_LOST}"
    return login_error(error, response.content, refreshing=refreshing)


def _no_tokens() -> UnexpectedResponse:
    return UnexpectedResponse(
        "sipgate's login service reported success, but its response contains no usable tokens.",
        hint=f"Check the login URL, and whether a proxy in between replaces responses. {LOG_IN_AGAIN}",
        method="POST",
        path=TOKEN_PATH,
    )
