"""HTTP for webhooks: the request and the response, read and sent over ASGI."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any, Final, TypeAlias

from .signature import SIGNATURE_HEADER

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Headers: TypeAlias = list[tuple[bytes, bytes]]

XML: Final = b"application/xml"
TEXT: Final = b"text/plain; charset=utf-8"

_FORM: Final = b"application/x-www-form-urlencoded"
_SIGNATURE: Final = SIGNATURE_HEADER.lower().encode()
_SPACE: Final = b" \t"
_BODY_TIMEOUT_SECONDS: Final = 10.0


class DeliveryRequest:
    """The head of a request: everything but its body.

    Attributes:
        method: The method in upper case.
        path: The decoded path, without the query.
        root_path: The path that the app is mounted at; empty if it is not mounted.
        headers: A copy of the headers, with names in lower case. Some servers append trailers to their own list.
        client: The address of the peer of the connection.
        signatures: The values of all signature headers.
        content_type: The content type; `None` if the header is missing.
        content_length: The content length in bytes; `None` if the header is missing, -1 if it is not a number.
        date: The value of the header `Date`; `None` if the header is missing.
    """

    __slots__ = (
        "client",
        "content_length",
        "content_type",
        "date",
        "headers",
        "method",
        "path",
        "root_path",
        "signatures",
    )

    def __init__(self, method: str, path: str, root_path: str, headers: Headers, client: str | None) -> None:
        self.method = method
        self.path = path
        self.root_path = root_path
        self.headers = list(headers)
        self.client = client
        self.signatures: list[bytes] = []
        self.content_type: bytes | None = None
        self.content_length: int | None = None
        self.date: bytes | None = None
        for name, value in headers:
            # Whitespace around a value is not part of it (RFC 9110, 5.5); not every server removes it.
            if name == _SIGNATURE:
                self.signatures.append(value.strip(_SPACE))
            elif name == b"content-type":
                self.content_type = value
            elif name == b"content-length":
                digits = value.strip(_SPACE)
                self.content_length = int(digits) if digits.isdigit() and len(digits) < 18 else -1
            elif name == b"date":
                self.date = value

    @property
    def occurred_at(self) -> float | None:
        """The time in the header `Date`, in seconds since the epoch; `None` if it is missing or invalid."""
        if self.date is None:
            return None
        try:
            date = parsedate_to_datetime(self.date.decode("ascii"))
            return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
        except (ValueError, OverflowError):
            return None

    @property
    def paths(self) -> set[str]:
        """The path with and without `root_path` in front: not every server repeats `root_path` in the path."""
        return {self.path, self.root_path + self.path}

    @property
    def relative_path(self) -> str:
        """The path below the mount point of the app.

        Most servers repeat `root_path` in the path. With those that do not, the path begins with the part of
        `root_path` that a framework added for its mounts.
        """
        path, root = self.path, self.root_path.rstrip("/")
        if path == root or path.startswith(f"{root}/"):
            return path[len(root) :]
        end = len(path)
        while end > 0:
            if root.endswith(path[:end]):
                return path[end:]
            end = path.rfind("/", 0, end)
        return path

    @property
    def is_form(self) -> bool:
        """Whether the content type is a form in UTF-8; a missing content type or charset is accepted."""
        if self.content_type is None:
            return True
        kind, _, rest = self.content_type.lower().partition(b";")
        charset = rest.partition(b"charset=")[2].strip(b' \t"')
        return kind.strip() == _FORM and charset in {b"", b"utf-8", b"utf8", b"us-ascii"}


@dataclass(frozen=True, slots=True)
class DeliveryResponse:
    """A response to a delivery or a health check.

    Attributes:
        status: The HTTP status.
        body: The body.
        content_type: The content type of the body.
        more: Additional headers, with names in lower case.
    """

    status: int
    body: bytes
    content_type: bytes = TEXT
    more: tuple[tuple[bytes, bytes], ...] = ()


def text(status: int, sentence: str, *more: tuple[bytes, bytes]) -> DeliveryResponse:
    """Return a plain-text response."""
    return DeliveryResponse(status, sentence.encode(), TEXT, more)


TOO_LARGE: Final = text(413, "The body is too large.", (b"connection", b"close"))
TOO_SLOW: Final = text(408, "The body took too long.", (b"connection", b"close"))


class Disconnected(Exception):
    """The client closed the connection before the end of the body."""


async def read_body(receive: Receive, *, max_bytes: int) -> bytes | DeliveryResponse:
    """Return the whole body exactly as received, or an error response if it is too large or takes more than 10 seconds.

    Raises:
        Disconnected: The client closed the connection before the end of the body.
    """
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body"):
        body = message.get("body", b"")
        return body if len(body) <= max_bytes else TOO_LARGE
    try:
        async with asyncio.timeout(_BODY_TIMEOUT_SECONDS):
            return await _read_on(receive, message, max_bytes)
    except TimeoutError:
        return TOO_SLOW


async def _read_on(receive: Receive, message: Message, max_bytes: int) -> bytes | DeliveryResponse:
    parts: list[bytes] = []
    size = 0
    while True:
        if message["type"] != "http.request":
            raise Disconnected
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > max_bytes:
            return TOO_LARGE
        if not message.get("more_body"):
            return b"".join(parts)
        message = await receive()


async def send_response(send: Send, response: DeliveryResponse, *, with_body: bool) -> None:
    """Send a response over ASGI."""
    headers = [
        (b"content-type", response.content_type),
        (b"content-length", b"%d" % len(response.body)),
        *response.more,
    ]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body if with_body else b""})
