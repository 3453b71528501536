"""Types for HTTP requests, responses and network faults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from .limits import DEFAULT_LIMITS

READING_METHODS: Final = frozenset({"GET", "HEAD"})

_MAX_ERROR_BYTES: Final = 64 * 1024
_FEW_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """An HTTP response: the status, the headers (with names in lower case) and the complete body."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def is_success(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status_code < 300

    @property
    def text(self) -> str:
        """The body as a string, in which bytes that are not UTF-8 are replaced."""
        return self.content.decode("utf-8", errors="replace")


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request that is ready to be sent.

    Attributes:
        timeout_seconds: Time limit in seconds for connecting and for each wait for data.
        deadline_seconds: Time limit in seconds for the whole exchange, up to the last byte of the response.
        max_bytes: Size limit in bytes for the decompressed response body.
    """

    method: str
    url: str
    headers: dict[str, str]
    content: bytes | None
    timeout_seconds: float
    deadline_seconds: float = DEFAULT_LIMITS.deadline_seconds
    max_bytes: int = DEFAULT_LIMITS.max_bytes

    @property
    def connect_seconds(self) -> float:
        """Time limit in seconds for waiting for a free connection in the pool, and for connecting.

        The limit is shorter than the deadline. Otherwise, the deadline could pass before anything is sent, and the
        outcome would count as unknown.
        """
        return min(self.timeout_seconds, self.deadline_seconds / 2)


@dataclass(frozen=True)
class Cause:
    """The reason why a connection failed, worded here because the libraries' messages may contain a URL.

    Attributes:
        text: The reason, as a phrase that completes "the connection failed (...)".
        hint: The advice on what to check, as a sentence.
        code: The code of the error, such as `connection.dns`.
    """

    text: str
    hint: str
    code: str


class NetworkFault(Exception):
    """A request failed without a complete response.

    Attributes:
        kind: The class name of the library's exception. The exception's message may contain a URL and is not kept.
        sent: Whether any part of the request may have been sent.
        timed_out: Whether a time limit was exceeded; otherwise, the connection failed.
        response_started: The response without its body, or `None` if no status was received.
        deadline: Whether the exceeded time limit is the deadline of the whole request.
        too_large: The size limit in bytes that the response exceeds, or `None`.
        cause: The reason why the connection failed, or `None` if unknown.
        proxy: The label of the proxy, without its password, or `None`.
    """

    def __init__(
        self,
        kind: str,
        *,
        sent: bool,
        timed_out: bool,
        response_started: HttpResponse | None = None,
        deadline: bool = False,
        too_large: int | None = None,
        cause: Cause | None = None,
        proxy: str | None = None,
    ) -> None:
        super().__init__(kind)
        self.kind = kind
        self.sent = sent
        self.timed_out = timed_out
        self.response_started = response_started
        self.deadline = deadline
        self.too_large = too_large
        self.cause = cause
        self.proxy = proxy


def too_large(limit: int, response_started: HttpResponse | None) -> NetworkFault:
    """Return the fault for a response that exceeds its size limit."""
    return NetworkFault(
        "ResponseTooLarge", sent=True, timed_out=False, response_started=response_started, too_large=limit
    )


def max_body_bytes(response: HttpResponse, outgoing: HttpRequest) -> int:
    """Return the maximum number of bytes to read from a body; only the beginning of an error response is read.

    Raises:
        NetworkFault: The `Content-Length` exceeds the size limit.
    """
    if not response.is_success:
        return min(outgoing.max_bytes, _MAX_ERROR_BYTES)
    content_length = response.headers.get("content-length")
    # Short numbers are not worth the check: the body is counted while it is read.
    if content_length is None or len(content_length) <= _FEW_DIGITS or not content_length.isdecimal():
        return outgoing.max_bytes
    if int(content_length[:20]) > outgoing.max_bytes:
        raise too_large(outgoing.max_bytes, response)
    return outgoing.max_bytes


def join_body(pieces: list[bytes], max_bytes: int, response: HttpResponse) -> bytes:
    """Join the pieces of a body, which was read until it was complete or exceeded the limit.

    The body of an error response is cut off at the limit.

    Raises:
        NetworkFault: The body of a successful response exceeds the limit.
    """
    content = b"".join(pieces)
    if len(content) <= max_bytes:
        return content
    if response.is_success:
        raise too_large(max_bytes, response)
    return content[:max_bytes]
