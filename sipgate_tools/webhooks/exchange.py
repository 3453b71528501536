"""The few things of HTTP that a webhook needs, over ASGI."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final, TypeAlias

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Headers: TypeAlias = list[tuple[bytes, bytes]]

_XML: Final = (b"content-type", b"application/xml")
_TEXT: Final = (b"content-type", b"text/plain; charset=utf-8")
_FORM: Final = b"application/x-www-form-urlencoded"
_BODY_WITHIN_SECONDS: Final = 10.0


class BodyRefused(Exception):
    """A body is not read to its end.

    Attributes:
        status: The HTTP status to answer.
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Disconnected(Exception):
    """The other side left."""


async def read_body(receive: Receive, headers: Headers, *, max_bytes: int) -> bytes:
    """Return the whole body, exactly as it came.

    Raises:
        BodyRefused: It is too large, or it comes too slowly.
        Disconnected: The other side left before its end.
    """
    for name, value in headers:
        if name == b"content-length" and (not value.isdigit() or len(value) > 18 or int(value) > max_bytes):
            raise BodyRefused(413, "The body is too large.")
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body"):
        body = message.get("body", b"")
        if len(body) > max_bytes:
            raise BodyRefused(413, "The body is too large.")
        return body
    try:
        async with asyncio.timeout(_BODY_WITHIN_SECONDS):
            return await _read_on(receive, message, max_bytes)
    except TimeoutError:
        raise BodyRefused(408, "The body took too long.") from None


async def _read_on(receive: Receive, message: Message, max_bytes: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        if message["type"] != "http.request":
            raise Disconnected
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > max_bytes:
            raise BodyRefused(413, "The body is too large.")
        if not message.get("more_body"):
            return b"".join(parts)
        message = await receive()


def is_form(headers: Headers) -> bool:
    """Whether the body is said to be a form in UTF-8; saying nothing will do."""
    for name, value in headers:
        if name == b"content-type":
            kind, _, rest = value.lower().partition(b";")
            charset = rest.partition(b"charset=")[2].strip(b' "')
            return kind.strip() == _FORM and charset in {b"", b"utf-8", b"utf8", b"us-ascii"}
    return True


async def send_xml(send: Send, body: bytes) -> None:
    """Answer 200 with XML."""
    length = (b"content-length", b"%d" % len(body))
    await send({"type": "http.response.start", "status": 200, "headers": [_XML, length]})
    await send({"type": "http.response.body", "body": body})


async def send_text(send: Send, status: int, text: str, *more: tuple[bytes, bytes]) -> None:
    """Answer with a status, a sentence and further headers."""
    body = text.encode()
    headers = [_TEXT, (b"content-length", b"%d" % len(body)), *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
