"""A server on loopback with hostile responses: endless, byte by byte, or larger than announced."""

from __future__ import annotations

import socket
import threading
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache

MEBIBYTE = 1024 * 1024
ZEROS = bytes(64 * 1024)

Pieces = Callable[["Hostile"], Iterator[bytes]]


@dataclass
class Hostile:
    """State of a server."""

    base_url: str
    over: threading.Event = field(default_factory=threading.Event)
    sent: int = 0
    requests: int = 0


def plain(hostile: Hostile) -> Iterator[bytes]:
    """Send 400 MB with a `Content-Length`."""
    yield b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 419430400\r\n\r\n"
    for _ in range(6400):
        yield ZEROS


def closing(hostile: Hostile) -> Iterator[bytes]:
    """Send 400 MB without a `Content-Length`, until the connection closes."""
    yield b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n"
    for _ in range(6400):
        yield ZEROS


def chunked(hostile: Hostile) -> Iterator[bytes]:
    """Send 400 MB in chunks."""
    yield b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
    for _ in range(6400):
        yield b"10000\r\n" + ZEROS + b"\r\n"
    yield b"0\r\n\r\n"


def gzipped(hostile: Hostile) -> Iterator[bytes]:
    """Send 400 MB that are compressed to 0.4 MB."""
    content = packed()
    head = f"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {len(content)}\r\n\r\n"
    yield head.encode()
    yield content


@cache
def packed() -> bytes:
    """Return 400 MB of zeros as gzip."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(ZEROS) for _ in range(6400)) + packer.flush()


def failing(hostile: Hostile) -> Iterator[bytes]:
    """Send an error response of 400 MB."""
    yield b'HTTP/1.1 404 Not Found\r\ncontent-length: 419430400\r\n\r\n{"message": "'
    for _ in range(6400):
        yield ZEROS


def trickling_body(hostile: Hostile) -> Iterator[bytes]:
    """Send a body byte by byte, each within the timeout."""
    yield b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n"
    while not hostile.over.wait(0.01):
        yield b" "


def trickling_head(hostile: Hostile) -> Iterator[bytes]:
    """Send a header byte by byte."""
    yield b"HTTP/1.1 200 OK\r\nx-long: "
    while not hostile.over.wait(0.01):
        yield b"x"


def continuing(hostile: Hostile) -> Iterator[bytes]:
    """Send 100 Continue endlessly."""
    while not hostile.over.wait(0.001):
        yield b"HTTP/1.1 100 Continue\r\n\r\n" * 10


@contextmanager
def serving(pieces: Pieces) -> Generator[Hostile]:
    """Respond to every request with these pieces while the test runs."""
    listener = socket.create_server(("127.0.0.1", 0))
    hostile = Hostile(f"http://127.0.0.1:{listener.getsockname()[1]}/v2")
    threads: list[threading.Thread] = []

    def respond(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                head += connection.recv(65536) or b"\r\n\r\n"
            hostile.requests += 1
            for piece in pieces(hostile):
                connection.sendall(piece)
                hostile.sent += len(piece)

    def accept() -> None:
        with suppress(OSError):
            while True:
                thread = threading.Thread(target=respond, args=(listener.accept()[0],), daemon=True)
                threads.append(thread)
                thread.start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield hostile
    finally:
        hostile.over.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for thread in [accepting, *threads]:
            thread.join(20)
