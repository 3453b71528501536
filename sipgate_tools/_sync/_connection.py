# Made by scripts/make_sync.py from sipgate_tools/_async/_connection.py: edit that file.
"""The waiting half of the transport: sends, waits, repeats where that is safe, raises what an answer means."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Any

from sipgate_api.types import Request

from sipgate_tools import transport as wire
from sipgate_tools._sync._network import SyncNetwork, network_of
from sipgate_tools._sync._renewal import SyncRenewal
from sipgate_tools._sync._token_service import SyncTokenService
from sipgate_tools.auth.login import OAuthCredentials
from sipgate_tools.concurrency.threads import sleep
from sipgate_tools.retry import RetryPolicy, retry_after_seconds
from sipgate_tools.telemetry import note_answer, request_span
from sipgate_tools.values import redacted_url

if TYPE_CHECKING:
    import httpx2

    from sipgate_tools.auth import Credentials


@dataclass(frozen=True)
class SyncConnection:
    """One connection pool with credentials, timeout and retry policy; the generated client sends through it too.

    Attributes:
        credentials: What signs each request.
        root: The base URL without a version.
        timeout_seconds: How long connecting and each wait for bytes may take.
        retry: When a request is repeated.
        headers: What every request carries, the signature aside.
        network: What moves the bytes.
        renewal: What keeps the credentials fresh, where they are a login that ends.
    """

    credentials: Credentials
    root: str
    timeout_seconds: float
    retry: RetryPolicy
    headers: dict[str, str]
    network: SyncNetwork
    renewal: SyncRenewal | None = None

    def with_options(self, *, timeout_seconds: float | None, retry: RetryPolicy | None) -> SyncConnection:
        """Return a copy that waits or repeats differently and shares the pool."""
        return replace(
            self,
            timeout_seconds=self.timeout_seconds if timeout_seconds is None else timeout_seconds,
            retry=retry or self.retry,
        )

    def send(self, request: Request[Any]) -> wire.Answer:
        """Send one request of the generated client and return its successful answer.

        Raises:
            ApiStatusError: The answer's status is not 2xx.
            ConnectionFailed: There was no answer. `OutcomeUnknown`: and it may have happened all the same.
        """
        with request_span(request) as span:
            return self._sent_until_answered(request, span)

    def _sent_until_answered(self, request: Request[Any], span: Any) -> wire.Answer:
        writes = request.method not in wire.READING_METHODS
        attempt = 0
        while True:
            attempt += 1
            started = time.perf_counter()
            try:
                answer = self._exchange(request, writes=writes)
            except wire.NetworkFault as fault:
                wire.record(request, fault.kind, attempt, started)
                pause = self._pause_after_fault(fault, attempt, writes=writes)
                if pause is None:
                    raise wire.connection_error(fault, request, self.root) from None
            else:
                wire.record(request, answer.status_code, attempt, started)
                note_answer(span, answer.status_code, attempt)
                if 200 <= answer.status_code < 300:
                    return answer
                pause = self._pause_after_answer(answer, attempt, writes=writes)
                if pause is None:
                    raise wire.status_error(answer, request, self.credentials.secrets())
            sleep(pause)

    def _pause_after_fault(self, fault: wire.NetworkFault, attempt: int, *, writes: bool) -> float | None:
        if fault.sent and fault.timed_out:
            return None  # somebody who waited a whole timeout is told, not made to wait for it four times
        return self.retry.pause_after_failure(attempt, writes=writes, sent=fault.sent)

    def _pause_after_answer(self, answer: wire.Answer, attempt: int, *, writes: bool) -> float | None:
        wait = retry_after_seconds(answer.headers)
        return self.retry.pause_after_status(attempt, answer.status_code, wait, writes=writes)

    def payload(self, request: Request[Any]) -> Any:
        """Send one request and return the decoded JSON of its answer; an empty body is `None`.

        Raises:
            UnexpectedAnswer: The answer is not JSON.
        """
        return wire.decoded(self.send(request), request)

    def save(self, url: str, file: IO[bytes]) -> None:
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
        signature = self._signature() if own else None
        renewal = self.renewal if own else None
        attempt = 0
        while True:
            attempt += 1
            try:
                answer = self._saved(request, signature, file, attempt)
            except wire.NetworkFault as fault:
                pause = self._pause_after_fault(fault, attempt, writes=False)
                if pause is None:
                    raise wire.connection_error(fault, request, redacted_url(request.url)) from None
            else:
                if 200 <= answer.status_code < 300:
                    return
                if answer.status_code == 401 and renewal is not None and signature is not None:
                    signature, renewal = renewal.signature_after(signature), None
                    continue
                pause = self._pause_after_answer(answer, attempt, writes=False)
                if pause is None:
                    raise wire.status_error(answer, request, self.credentials.secrets())
            sleep(pause)

    def _saved(
        self, request: Request[Any], signature: str | None, file: IO[bytes], attempt: int
    ) -> wire.Answer:
        started = time.perf_counter()
        unwritable: OSError | None = None
        with self.network.stream(self._outgoing_for_file(request, signature)) as (answer, pieces):
            wire.record(request, answer.status_code, attempt, started)
            if 200 <= answer.status_code < 300:
                file.seek(0)
                file.truncate()
                for piece in pieces:
                    try:
                        file.write(piece)
                    except OSError as error:
                        unwritable = error  # raised here, it would pass for a fault of the network
                        break
        if unwritable is not None:
            raise unwritable
        return answer

    def _outgoing_for_file(self, request: Request[Any], signature: str | None) -> wire.Outgoing:
        headers = {"accept": "*/*"}
        if signature is not None:
            headers = self._signed(headers, signature)
        return wire.Outgoing(request.method, request.url, headers, None, self.timeout_seconds)

    def close(self) -> None:
        """Close the pool."""
        self.network.close()

    def _exchange(self, request: Request[Any], *, writes: bool) -> wire.Answer:
        signature = self._signature()
        answer = self._send_once(request, signature, writes=writes)
        if answer.status_code != 401 or self.renewal is None:
            return answer
        # What was refused was not carried out: with a new token it may be sent again, a write too, once.
        signature = self.renewal.signature_after(signature)
        return self._send_once(request, signature, writes=writes)

    def _send_once(self, request: Request[Any], signature: str, *, writes: bool) -> wire.Answer:
        outgoing = wire.Outgoing(
            request.method,
            wire.url_of(self.root, request),
            self._signed(request.headers, signature),
            wire.body_of(request),
            self.timeout_seconds,
        )
        try:
            return self.network.exchange(outgoing)
        except wire.NetworkFault as fault:
            if writes and fault.begun is not None:
                return fault.begun  # of a write the status counts, and the status is here: it is not lost
            raise

    def _signed(self, headers: dict[str, str], signature: str) -> dict[str, str]:
        lower = {name.lower(): value for name, value in headers.items()}
        return self.headers | lower | {"authorization": signature}

    def _signature(self) -> str:
        if self.renewal is None:
            return self.credentials.authorization()
        return self.renewal.signature()


def open_connection(
    credentials: Credentials,
    *,
    base_url: str,
    timeout_seconds: float,
    retry: RetryPolicy,
    transport: httpx2.BaseTransport | None,
    identify: bool,
) -> SyncConnection:
    """Return a connection to an API root; nothing is sent yet."""
    root = wire.root_of(base_url)
    headers = wire.identifying_headers(identify=identify)
    network = network_of(transport, root)
    renewal = None
    if isinstance(credentials, OAuthCredentials):
        service = SyncTokenService(network, timeout_seconds, retry, headers)
        renewal = SyncRenewal(credentials, service)
    return SyncConnection(credentials, root, timeout_seconds, retry, headers, network, renewal)
