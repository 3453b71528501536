"""A server on loopback that sends the same responses to all clients and records requests, job by job."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True)
class Response:
    """What the server says: `body` is sent as JSON, or as it is when `content_type` says something else."""

    body: Any = None
    status: int = 200
    content_type: str = "application/json"

    def content(self) -> bytes:
        if self.body is None:
            return b""
        text = json.dumps(self.body) if self.content_type == "application/json" else str(self.body)
        return text.encode()


Responses = Mapping[str, Response]
"""What is said by `METHOD /path`, without a query."""


@dataclass(frozen=True)
class Recorded:
    """A received request; `path` starts with the version of the API."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: bytes

    @property
    def line(self) -> str:
        return f"{self.method} {self.path}"


@dataclass
class Recorder:
    """The recorded requests: each job has its own address, so that requests of different jobs never mix."""

    responses: Responses
    origin: str = ""
    requests: defaultdict[str, list[Recorded]] = field(default_factory=lambda: defaultdict(list[Recorded]))
    changed_responses: dict[str, Responses] = field(default_factory=dict[str, Responses])

    def base_url(self, job: str, responses: Responses) -> str:
        """Return the address for a job with its own responses."""
        self.changed_responses[job] = responses
        return f"{self.origin}/{job}/v2"

    def respond(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Response:
        parts = urlsplit(target)
        _, job, *rest = parts.path.split("/")
        path = "/" + unquote("/".join(rest))  # how a character is escaped says nothing
        query = tuple(parse_qsl(parts.query, keep_blank_values=True))
        request = Recorded(method, path, query, headers, body)
        self.requests[job].append(request)
        usual = self.responses.get(
            request.line, Response({"message": "No response is written for this"}, 404)
        )
        return self.changed_responses[job].get(request.line, usual)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, recorder: Recorder) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.recorder = recorder


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def respond(self) -> None:
        assert isinstance(self.server, _Server)
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        response = self.server.recorder.respond(self.command, self.path, headers, body)
        content = response.content()
        self.send_response(response.status)
        self.send_header("content-type", response.content_type)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = respond

    def log_message(self, format: str, *args: Any) -> None:
        return


@contextmanager
def recording(responses: Responses) -> Generator[Recorder]:
    """Serve responses and record requests while the block runs."""
    recorder = Recorder(responses)
    server = _Server(recorder)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    recorder.origin = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield recorder
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
