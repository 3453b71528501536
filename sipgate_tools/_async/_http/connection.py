"""Sending requests with credentials and safe retries, and mapping failures to exceptions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import IO, TYPE_CHECKING, Any, Final

from sipgate_api.types import Request

from sipgate_tools._backends.async_ import ASYNCHRONOUS
from sipgate_tools._http.faults import connection_error
from sipgate_tools._http.limits import ResponseLimits
from sipgate_tools._http.messages import (
    READING_METHODS,
    HttpRequest,
    HttpResponse,
    NetworkFault,
    max_body_bytes,
    too_large,
)
from sipgate_tools._http.requests import (
    body_of,
    decode_response,
    file_request,
    identifying_headers,
    root_of,
    url_of,
)
from sipgate_tools._http.status_errors import status_error
from sipgate_tools.auth.oauth_credentials import OAuthCredentials
from sipgate_tools.auth.store_protocol import check_store
from sipgate_tools.retry import RetryPolicy
from sipgate_tools.telemetry import request_span
from sipgate_tools.values import redacted_url

from .attempts import seconds_until, send_with_retries
from .token_endpoint import AsyncTokenEndpoint
from .token_refresh import AsyncTokenRefresh
from .transports import AsyncTransport, make_transport

if TYPE_CHECKING:
    import httpx2

    from sipgate_tools.auth.credentials import Credentials

_DOWNLOAD_OPTION: Final = "limits=ResponseLimits(max_download_bytes=, download_deadline_seconds=)"


@dataclass(frozen=True)
class AsyncConnection:
    """A connection pool with credentials, timeout and retry policy, which the generated client also uses.

    Attributes:
        credentials: The credentials that provide the `Authorization` header of each request.
        root: The base URL without a version.
        timeout_seconds: Time limit in seconds for connecting and for each wait for data.
        retry: The retry policy.
        headers: Headers that are sent with every request, without `Authorization`.
        transport: The transport that sends requests over the network.
        token_refresh: The token refresh if the credentials are an OAuth login, else `None`.
        limits: Size limits of responses and deadlines of requests.
    """

    credentials: Credentials
    root: str
    timeout_seconds: float
    retry: RetryPolicy
    headers: dict[str, str]
    transport: AsyncTransport
    token_refresh: AsyncTokenRefresh | None = None
    limits: ResponseLimits = field(default_factory=ResponseLimits)

    def with_options(
        self, *, timeout_seconds: float | None, retry: RetryPolicy | None, limits: ResponseLimits | None
    ) -> AsyncConnection:
        """Return a copy with another timeout, retry policy or limits that shares the pool."""
        return replace(
            self,
            timeout_seconds=self.timeout_seconds if timeout_seconds is None else timeout_seconds,
            retry=retry or self.retry,
            limits=limits or self.limits,
        )

    def with_credentials(self, credentials: Credentials) -> AsyncConnection:
        """Return a copy with other credentials that shares the pool.

        Raises:
            InvalidInput: The credentials are an OAuth login whose store this client cannot use.
        """
        token_refresh = _token_refresh_of(
            credentials, self.transport, self.timeout_seconds, self.retry, self.headers
        )
        return replace(self, credentials=credentials, token_refresh=token_refresh)

    async def asend(self, request: Request[Any]) -> HttpResponse:
        """Send one request of the generated client and return its successful response.

        Raises:
            ApiStatusError: The status of the response is not 2xx.
            ConnectionFailed: No complete response was received.
            OutcomeUnknown: The response to a write was lost; the write may have happened.
            ResponseTooLarge: The response exceeds its size limit.
        """
        with request_span(request) as span:

            async def send(ends_at: float) -> HttpResponse:
                return await self._exchange(request, ends_at)

            outcome = await send_with_retries(
                request, send, self.retry, deadline_seconds=self.limits.deadline_seconds, span=span
            )
            return self._successful(outcome, request, self.root)

    async def payload(self, request: Request[Any]) -> Any:
        """Send one request and return the decoded JSON of its response, or `None` for an empty body.

        Raises:
            UnexpectedResponse: The response is not JSON.
            SipgateError: The request failed; see `asend`.
        """
        return decode_response(await self.asend(request), request)

    async def save(self, url: str, file: IO[bytes]) -> None:
        """Stream a file whose URL is part of a response into an open file.

        The credentials are sent only to the API's own host. The download is retried like any other read, and each retry
        restarts from the beginning.

        Args:
            url: An absolute URL, or a path below the API root.
            file: An empty file that is open for writing. After an error, its content is incomplete.

        Raises:
            InvalidInput: `url` is neither an absolute URL nor a path.
            ApiStatusError: The status of the response is not 2xx.
            ConnectionFailed: No response was received, or the connection was lost.
            ResponseTooLarge: The file exceeds its size limit.
            OSError: The file cannot be written, for example because the disk is full.
        """
        request = file_request(self.root, url)
        own = request.url.startswith(f"{self.root}/")

        async def send_once(authorization: str | None, ends_at: float) -> HttpResponse:
            return await self._save_once(self._file_request(request, authorization, ends_at), file)

        async def send(ends_at: float) -> HttpResponse:
            return await (self._authorized(send_once, ends_at) if own else send_once(None, ends_at))

        seconds = self.limits.download_deadline_seconds
        outcome = await send_with_retries(request, send, self.retry, deadline_seconds=seconds)
        self._successful(outcome, request, redacted_url(request.url), option=_DOWNLOAD_OPTION)

    def _successful(
        self,
        outcome: HttpResponse | NetworkFault,
        request: Request[Any],
        root: str,
        *,
        option: str = "limits=",
    ) -> HttpResponse:
        if isinstance(outcome, NetworkFault):
            raise connection_error(outcome, request, root, option=option)
        if not outcome.is_success:
            raise status_error(outcome, request, self.credentials.secrets())
        return outcome

    async def _save_once(self, outgoing: HttpRequest, file: IO[bytes]) -> HttpResponse:
        write_error: OSError | None = None
        async with self.transport.stream(outgoing) as (response, pieces):
            if response.is_success:
                max_body_bytes(response, outgoing)
                file.seek(0)
                file.truncate()
                size = 0
                async for piece in pieces:
                    size += len(piece)
                    if size > outgoing.max_bytes:
                        raise too_large(outgoing.max_bytes, response)
                    try:
                        file.write(piece)
                    except OSError as error:
                        write_error = error  # raised here, it would count as a network fault
                        break
        if write_error is not None:
            raise write_error
        return response

    def _file_request(self, request: Request[Any], authorization: str | None, ends_at: float) -> HttpRequest:
        headers = {"accept": "*/*"}
        if authorization is not None:
            headers = self._with_authorization(headers, authorization)
        return HttpRequest(
            request.method,
            request.url,
            headers,
            None,
            self.timeout_seconds,
            seconds_until(ends_at),
            self.limits.max_download_bytes,
        )

    async def aclose(self) -> None:
        """Close the pool."""
        await self.transport.aclose()

    async def _exchange(self, request: Request[Any], ends_at: float) -> HttpResponse:
        async def send_once(authorization: str, ends_at: float) -> HttpResponse:
            return await self._send_once(request, authorization, ends_at)

        return await self._authorized(send_once, ends_at)

    async def _authorized(
        self, send_once: Callable[[str, float], Awaitable[HttpResponse]], ends_at: float
    ) -> HttpResponse:
        """Send a request with credentials and, after a 401, once more with a refreshed token."""
        authorization = await self._authorization()
        response = await send_once(authorization, ends_at)
        if response.status_code != 401 or self.token_refresh is None:
            return response
        # A request that was rejected with 401 had no effect: with a new token even a write may be sent again, once.
        return await send_once(await self.token_refresh.refresh_after_401(authorization), ends_at)

    async def _send_once(self, request: Request[Any], authorization: str, ends_at: float) -> HttpResponse:
        outgoing = HttpRequest(
            request.method,
            url_of(self.root, request),
            self._with_authorization(request.headers, authorization),
            body_of(request),
            self.timeout_seconds,
            seconds_until(ends_at),
            self.limits.max_bytes,
        )
        try:
            return await self.transport.exchange(outgoing)
        except NetworkFault as fault:
            if request.method not in READING_METHODS and fault.response_started is not None:
                return fault.response_started  # the status of a write is enough, and it has arrived
            raise

    def _with_authorization(self, headers: dict[str, str], authorization: str) -> dict[str, str]:
        lower = {name.lower(): value for name, value in headers.items()}
        return self.headers | lower | {"authorization": authorization}

    async def _authorization(self) -> str:
        if self.token_refresh is None:
            return self.credentials.authorization()
        return await self.token_refresh.authorization_header()


def open_connection(
    credentials: Credentials,
    *,
    base_url: str,
    allow_http: bool,
    timeout_seconds: float,
    retry: RetryPolicy,
    limits: ResponseLimits,
    transport: httpx2.AsyncBaseTransport | None,
    identify: bool,
) -> AsyncConnection:
    """Return a connection to an API root without sending anything; see `AsyncSipgate` for the arguments.

    Raises:
        InvalidInput: The base URL or a network setting in the environment is invalid, or this client cannot use the
            store of the OAuth login.
        MissingExtra: The environment specifies a SOCKS proxy, but the package for SOCKS is not installed.
    """
    root = root_of(base_url, allow_http=allow_http)
    headers = identifying_headers(identify=identify)
    own_transport = make_transport(transport, root)
    token_refresh = _token_refresh_of(credentials, own_transport, timeout_seconds, retry, headers)
    return AsyncConnection(
        credentials, root, timeout_seconds, retry, headers, own_transport, token_refresh, limits
    )


def _token_refresh_of(
    credentials: Credentials,
    transport: AsyncTransport,
    timeout_seconds: float,
    retry: RetryPolicy,
    headers: dict[str, str],
) -> AsyncTokenRefresh | None:
    if not isinstance(credentials, OAuthCredentials):
        return None
    check_store(credentials.store, asynchronous=ASYNCHRONOUS)
    return AsyncTokenRefresh(credentials, AsyncTokenEndpoint(transport, timeout_seconds, retry, headers))
