"""The waiting half of the transport: sends, waits, repeats where that is safe, raises what an answer means."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import IO, TYPE_CHECKING, Any, Final

from sipgate_api.types import Request

from sipgate_tools._backends.async_ import ASYNCHRONOUS, sleep
from sipgate_tools._http import requests as wire
from sipgate_tools._http.faults import connection_error
from sipgate_tools._http.limits import ResponseLimits
from sipgate_tools._http.messages import (
    READING_METHODS,
    HttpRequest,
    HttpResponse,
    NetworkFault,
    body_ceiling,
    too_large,
)
from sipgate_tools._http.status_errors import status_error
from sipgate_tools.auth.oauth_credentials import OAuthCredentials
from sipgate_tools.auth.store_protocol import check_store
from sipgate_tools.retry import RetryPolicy, retry_after_seconds
from sipgate_tools.telemetry import note_answer, request_span
from sipgate_tools.values import redacted_url

from .token_endpoint import AsyncTokenEndpoint
from .token_refresh import AsyncTokenRefresh
from .transports import AsyncTransport, make_transport

if TYPE_CHECKING:
    import httpx2

    from sipgate_tools.auth import Credentials

_DOWNLOAD_OPTION: Final = "limits=ResponseLimits(max_download_bytes=, download_deadline_seconds=)"


@dataclass(frozen=True)
class AsyncConnection:
    """One connection pool with credentials, timeout and retry policy; the generated client sends through it too.

    Attributes:
        credentials: What signs each request.
        root: The base URL without a version.
        timeout_seconds: How long connecting and each wait for bytes may take.
        retry: When a request is repeated.
        headers: What every request carries, the signature aside.
        network: What moves the bytes.
        renewal: What keeps the credentials fresh, where they are a login that ends.
        limits: How large a response may be, and how long a whole request may take.
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
        """Return a copy that waits or repeats differently, or has other limits, and shares the pool."""
        return replace(
            self,
            timeout_seconds=self.timeout_seconds if timeout_seconds is None else timeout_seconds,
            retry=retry or self.retry,
            limits=limits or self.limits,
        )

    def with_credentials(self, credentials: Credentials) -> AsyncConnection:
        """Return a copy that signs with other credentials and shares the pool.

        Raises:
            InvalidInput: They are a login in a store that this client cannot use.
        """
        renewal = _token_refresh_of(
            credentials, self.transport, self.timeout_seconds, self.retry, self.headers
        )
        return replace(self, credentials=credentials, token_refresh=renewal)

    async def asend(self, request: Request[Any]) -> HttpResponse:
        """Send one request of the generated client and return its successful answer.

        Raises:
            ApiStatusError: The answer's status is not 2xx.
            ConnectionFailed: There was no answer. `OutcomeUnknown`: and it may have happened all the same.
        """
        with request_span(request) as span:
            return await self._send_with_retries(request, span)

    async def _send_with_retries(self, request: Request[Any], span: Any) -> HttpResponse:
        writes = request.method not in READING_METHODS
        ends_at = time.monotonic() + self.limits.deadline_seconds
        attempt = 0
        while True:
            attempt += 1
            started = time.perf_counter()
            outcome = await self._try_exchange(request, ends_at, writes=writes)
            if isinstance(outcome, NetworkFault):
                wire.log_attempt(request, outcome.kind, attempt, started)
                pause = self._pause_after_fault(outcome, attempt, writes=writes)
                if pause is None:
                    raise connection_error(outcome, request, self.root)
            else:
                wire.log_attempt(request, outcome.status_code, attempt, started)
                note_answer(span, outcome.status_code, attempt)
                if 200 <= outcome.status_code < 300:
                    return outcome
                pause = self._pause_after_response(outcome, attempt, writes=writes)
                if pause is None:
                    raise status_error(outcome, request, self.credentials.secrets())
            await sleep(pause)
            ends_at += pause  # a pause that the retry policy allows does not count

    async def _try_exchange(
        self, request: Request[Any], ends_at: float, *, writes: bool
    ) -> HttpResponse | NetworkFault:
        """Return a fault instead of raising it: what is raised while it is handled would carry it along."""
        try:
            return await self._exchange(request, ends_at, writes=writes)
        except NetworkFault as fault:
            return fault

    def _pause_after_fault(self, fault: NetworkFault, attempt: int, *, writes: bool) -> float | None:
        if fault.deadline or fault.too_large is not None:
            return None
        if fault.sent and fault.timed_out:
            return None  # a read timeout is not retried: that would quadruple the wait
        return self.retry.pause_after_failure(attempt, writes=writes, sent=fault.sent)

    def _pause_after_response(self, answer: HttpResponse, attempt: int, *, writes: bool) -> float | None:
        wait = retry_after_seconds(answer.headers)
        return self.retry.pause_after_status(attempt, answer.status_code, wait, writes=writes)

    async def payload(self, request: Request[Any]) -> Any:
        """Send one request and return the decoded JSON of its answer; an empty body is `None`.

        Raises:
            UnexpectedResponse: The answer is not JSON.
        """
        return wire.decode_response(await self.asend(request), request)

    async def save(self, url: str, file: IO[bytes]) -> None:
        """Write a file that an answer named into an open one, in a stream.

        The credentials go along only when it lies on the API's own host. It is a read and repeated like one; where it
        broke off in the middle, it begins anew.

        Args:
            url: Absolute, or a path below the API root.
            file: Empty, and open for writing; what is in it after an error is not the file.

        Raises:
            ApiStatusError: The answer's status is not 2xx.
            ConnectionFailed: There was no answer, or it broke off.
            OSError: The file cannot be written, such as on a full disk.
        """
        request = wire.file_request(self.root, url)
        own = request.url.startswith(f"{self.root}/")
        signature = await self._authorization() if own else None
        renewal = self.token_refresh if own else None
        ends_at = time.monotonic() + self.limits.download_deadline_seconds
        attempt = 0
        while True:
            attempt += 1
            outcome = await self._try_save(request, signature, ends_at, file, attempt)
            if isinstance(outcome, NetworkFault):
                pause = self._pause_after_fault(outcome, attempt, writes=False)
                if pause is None:
                    raise connection_error(
                        outcome, request, redacted_url(request.url), option=_DOWNLOAD_OPTION
                    )
            else:
                if 200 <= outcome.status_code < 300:
                    return
                if outcome.status_code == 401 and renewal is not None and signature is not None:
                    signature, renewal = await renewal.refresh_after_401(signature), None
                    continue
                pause = self._pause_after_response(outcome, attempt, writes=False)
                if pause is None:
                    raise status_error(outcome, request, self.credentials.secrets())
            await sleep(pause)
            ends_at += pause

    async def _try_save(
        self, request: Request[Any], signature: str | None, ends_at: float, file: IO[bytes], attempt: int
    ) -> HttpResponse | NetworkFault:
        try:
            outgoing = self._file_request(request, signature, ends_at)
            return await self._save_once(request, outgoing, file, attempt)
        except NetworkFault as fault:
            return fault

    async def _save_once(
        self, request: Request[Any], outgoing: HttpRequest, file: IO[bytes], attempt: int
    ) -> HttpResponse:
        started = time.perf_counter()
        unwritable: OSError | None = None
        async with self.transport.stream(outgoing) as (answer, pieces):
            wire.log_attempt(request, answer.status_code, attempt, started)
            if 200 <= answer.status_code < 300:
                body_ceiling(answer, outgoing)
                file.seek(0)
                file.truncate()
                size = 0
                async for piece in pieces:
                    size += len(piece)
                    if size > outgoing.max_bytes:
                        raise too_large(outgoing.max_bytes, answer)
                    try:
                        file.write(piece)
                    except OSError as error:
                        unwritable = error  # raised here, it would pass for a fault of the network
                        break
        if unwritable is not None:
            raise unwritable
        return answer

    def _file_request(self, request: Request[Any], signature: str | None, ends_at: float) -> HttpRequest:
        headers = {"accept": "*/*"}
        if signature is not None:
            headers = self._with_authorization(headers, signature)
        return HttpRequest(
            request.method,
            request.url,
            headers,
            None,
            self.timeout_seconds,
            _seconds_until(ends_at),
            self.limits.max_download_bytes,
        )

    async def aclose(self) -> None:
        """Close the pool."""
        await self.transport.aclose()

    async def _exchange(self, request: Request[Any], ends_at: float, *, writes: bool) -> HttpResponse:
        signature = await self._authorization()
        answer = await self._send_once(request, signature, ends_at, writes=writes)
        if answer.status_code != 401 or self.token_refresh is None:
            return answer
        # What was refused was not carried out: with a new token it may be sent again, a write too, once.
        signature = await self.token_refresh.refresh_after_401(signature)
        return await self._send_once(request, signature, ends_at, writes=writes)

    async def _send_once(
        self, request: Request[Any], signature: str, ends_at: float, *, writes: bool
    ) -> HttpResponse:
        outgoing = HttpRequest(
            request.method,
            wire.url_of(self.root, request),
            self._with_authorization(request.headers, signature),
            wire.body_of(request),
            self.timeout_seconds,
            _seconds_until(ends_at),
            self.limits.max_bytes,
        )
        try:
            return await self.transport.exchange(outgoing)
        except NetworkFault as fault:
            if writes and fault.response_started is not None:
                return (
                    fault.response_started
                )  # of a write the status counts, and the status is here: it is not lost
            raise

    def _with_authorization(self, headers: dict[str, str], signature: str) -> dict[str, str]:
        lower = {name.lower(): value for name, value in headers.items()}
        return self.headers | lower | {"authorization": signature}

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
    """Return a connection to an API root; nothing is sent yet."""
    root = wire.root_of(base_url, allow_http=allow_http)
    headers = wire.identifying_headers(identify=identify)
    network = make_transport(transport, root)
    renewal = _token_refresh_of(credentials, network, timeout_seconds, retry, headers)
    return AsyncConnection(credentials, root, timeout_seconds, retry, headers, network, renewal, limits)


def _seconds_until(ends_at: float) -> float:
    """Return the seconds until a deadline.

    Raises:
        NetworkFault: It has passed; nothing is sent any more.
    """
    left = ends_at - time.monotonic()
    if left <= 0:
        raise NetworkFault("DeadlinePassed", sent=False, timed_out=True, deadline=True)
    return left


def _token_refresh_of(
    credentials: Credentials,
    network: AsyncTransport,
    timeout_seconds: float,
    retry: RetryPolicy,
    headers: dict[str, str],
) -> AsyncTokenRefresh | None:
    if not isinstance(credentials, OAuthCredentials):
        return None
    check_store(credentials.store, asynchronous=ASYNCHRONOUS)
    return AsyncTokenRefresh(credentials, AsyncTokenEndpoint(network, timeout_seconds, retry, headers))
