"""An application and raw sockets for the tests of our HTTP servers."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

ONE = b"GET /one HTTP/1.1\r\nHost: x\r\n\r\n"


@dataclass
class ReceivedRequest:
    path: str
    headers: list[tuple[bytes, bytes]]
    body: bytes | None


@dataclass
class App:
    """An app that responds with the path and body of each request, or with many bytes, and records requests."""

    size: int = 0
    early: bool = False
    requests: list[ReceivedRequest] = field(default_factory=list[Any])
    _new: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body = b""
        more = not self.early
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                self._keep(scope, None)
                return
            body += message["body"]
            more = message["more_body"]
        self._keep(scope, body)
        content = b"x" * self.size or scope["path"].encode() + b" " + body
        headers = [(b"content-length", b"%d" % len(content))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    def _keep(self, scope: Any, body: bytes | None) -> None:
        self.requests.append(ReceivedRequest(scope["path"], scope["headers"], body))
        self._new.release()

    def next(self) -> ReceivedRequest:
        assert self._new.acquire(timeout=20)
        return self.requests[0]


Start = Callable[..., tuple[str, int]]


@contextlib.contextmanager
def connected(address: tuple[str, int]) -> Generator[socket.socket]:
    with socket.create_connection(address, timeout=20) as connection:
        yield connection


def rest(connection: socket.socket) -> bytes:
    """Return all data until the server closes; raises ConnectionResetError if it resets the connection."""
    parts: list[bytes] = []
    while part := connection.recv(65536):
        parts.append(part)
    return b"".join(parts)


def statuses(content: bytes) -> list[int]:
    return [int(status) for status in re.findall(rb"HTTP/1.1 (\d+) [A-Z]", content)]
