"""One HTTP exchange as values: what leaves, what comes back, and what came instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from .limits import DEFAULT_LIMITS

READING_METHODS: Final = frozenset({"GET", "HEAD"})

_FAILURE_BYTES: Final = 64 * 1024
_SHORT: Final = 6  # digits


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """What came back: status, headers (names in lower case) and the whole body."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The body as text; bytes that are not UTF-8 are replaced."""
        return self.content.decode("utf-8", errors="replace")


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request as bytes that only need to be moved.

    Attributes:
        timeout_seconds: How long connecting and each wait for bytes may take.
        deadline_seconds: How long all of it may take, to the last byte of the body.
        max_bytes: How large the decompressed body may be.
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
        """How long connecting may take, and before that waiting for a place in the pool.

        Less than the deadline: time that runs out while nothing is sent must not be taken for an unknown outcome.
        """
        return min(self.timeout_seconds, self.deadline_seconds / 2)


@dataclass(frozen=True)
class Cause:
    """Why a connection failed, in words of our own: texts of the libraries may hold a URL.

    Attributes:
        text: Completes "the connection failed (...)".
        hint: What to look at.
    """

    text: str
    hint: str


class NetworkFault(Exception):
    """A request that got no whole response.

    Attributes:
        kind: Name of the library's own error; its text may hold a URL and is not kept.
        sent: Whether anything of the request may have left.
        timed_out: Whether time ran out, rather than the connection breaking.
        begun: The answer as far as it came, when its status had arrived.
        deadline: Whether the deadline of the whole request is what passed.
        too_large: The ceiling in bytes that the response passed, where that is what happened.
        cause: Why, where that is known.
        proxy: The proxy that was asked, without a password.
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
    """Return the fault of a response that passed its ceiling."""
    return NetworkFault(
        "ResponseTooLarge", sent=True, timed_out=False, response_started=response_started, too_large=limit
    )


def body_ceiling(answer: HttpResponse, outgoing: HttpRequest) -> int:
    """Return how many bytes of a body are worth reading.

    Of a failure, a beginning is enough to say what was wrong.

    Raises:
        NetworkFault: It is announced as larger than the ceiling, so that nothing of it has to be read.
    """
    if not 200 <= answer.status_code < 300:
        return min(outgoing.max_bytes, _FAILURE_BYTES)
    announced = answer.headers.get("content-length")
    # A short number is no large one: such a body is counted as it comes.
    if announced is None or len(announced) <= _SHORT or not announced.isdecimal():
        return outgoing.max_bytes
    if int(announced[:20]) > outgoing.max_bytes:
        raise too_large(outgoing.max_bytes, answer)
    return outgoing.max_bytes


def join_body(pieces: list[bytes], ceiling: int, answer: HttpResponse) -> bytes:
    """Return the body that was read in pieces, until it was complete or the ceiling was passed.

    Raises:
        NetworkFault: The ceiling was passed, and the body was needed whole.
    """
    content = b"".join(pieces)
    if len(content) <= ceiling:
        return content
    if 200 <= answer.status_code < 300:
        raise too_large(ceiling, answer)
    return content[:ceiling]
