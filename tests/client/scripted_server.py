"""A server on loopback that sends scripted responses and faults, and records requests."""

from __future__ import annotations

import json
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Reply:
    """The server's reaction to one request."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict[str, str])
    drop: bool = False
    hang: bool = False
    announced_length: int | None = None

    def content(self) -> bytes:
        if self.body is None:
            return b""
        if isinstance(self.body, bytes):
            return self.body
        return self.body.encode() if isinstance(self.body, str) else json.dumps(self.body).encode()


@dataclass(frozen=True)
class Received:
    """A request that the server received."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Script:
    """Replies in order; the last one is repeated."""

    def __init__(self, *replies: Reply, by_path: dict[str, Reply] | None = None) -> None:
        self.replies = list(replies)
        self.by_path = by_path or {}
        self.received: list[Received] = []
        self.over = threading.Event()
        self.base_url = ""

    def next_reply(self, request: Received) -> Reply:
        self.received.append(request)
        if request.path in self.by_path:
            return self.by_path[request.path]
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, script: Script) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = script


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def respond(self) -> None:
        assert isinstance(self.server, _Server)
        script = self.server.script
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = script.next_reply(Received(self.command, parts.path, parse_qs(parts.query), headers, body))
        if reply.hang:
            script.over.wait(30)
        if reply.hang or reply.drop:
            self.close_connection = True
            return
        content = reply.content()
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        length = reply.announced_length if reply.announced_length is not None else len(content)
        self.send_header("content-length", str(length))
        self.end_headers()
        self.wfile.write(content)
        if reply.announced_length is not None:
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = respond

    def log_message(self, format: str, *args: Any) -> None:
        return


@contextmanager
def scripted_server(*replies: Reply, by_path: dict[str, Reply] | None = None) -> Generator[Script]:
    """Serve a script while the test runs."""
    script = Script(*(replies or (Reply(404),)), by_path=by_path)
    server = _Server(script)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    script.base_url = f"http://127.0.0.1:{server.server_address[1]}/v2"
    try:
        yield script
    finally:
        script.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
