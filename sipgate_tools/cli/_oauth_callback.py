"""A server on this machine that waits for the user's browser to come back from the login."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final
from urllib.parse import parse_qs, urlsplit

from sipgate_tools.errors import InvalidInput, TimedOut

HOSTS: Final = frozenset({"127.0.0.1", "localhost"})

_PAGE: Final = b"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>sipgate-tools</title></head>
<body><main><h1>Back to the terminal</h1><p>You can close this window.</p></main></body></html>
"""


class Callback:
    """Where the browser comes back to.

    Args:
        returned: What takes the address of the browser, once.
        path: The path of the redirect URI.
        state: What the login attempt was given; whoever comes without it is not listened to.
    """

    def __init__(self, returned: SimpleQueue[str], path: str, state: str) -> None:
        self._returned = returned
        self._path = path
        self._state = state

    def wait(self, seconds: float) -> str:
        """Return the path and query that the browser came back to.

        Raises:
            TimedOut: It did not come in time.
        """
        try:
            return self._returned.get(timeout=seconds)
        except Empty:
            raise TimedOut("Nobody came back from the login.", hint="Start it again.") from None

    def take(self, address: str) -> bool:
        """Take the address of a visitor; return whether it is the one we wait for."""
        parts = urlsplit(address)
        expected = parts.path == self._path and parse_qs(parts.query).get("state") == [self._state]
        if expected:
            self._returned.put(address)
        return expected


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    callback: Callback


class _CallbackHandler(BaseHTTPRequestHandler):
    timeout = 10  # browsers open connections that they never use

    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, _Server)  # noqa: S101 - it is what this handler was given to
        expected = server.callback.take(self.path)
        self.send_response(200 if expected else 404)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("cache-control", "no-store")
        self.send_header("referrer-policy", "no-referrer")
        self.end_headers()
        if expected:
            self.wfile.write(_PAGE)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the address holds the code."""


@contextmanager
def callback_server(redirect_uri: str, state: str) -> Generator[Callback]:
    """Listen at a redirect URI of this machine while the block runs.

    Args:
        redirect_uri: With a port; its host is one of `HOSTS`.
        state: Of the login attempt.

    Raises:
        InvalidInput: Nothing can listen there.
    """
    address = urlsplit(redirect_uri)
    try:
        server = _Server((address.hostname or "", address.port or 80), _CallbackHandler)
    except OSError as error:
        raise InvalidInput(
            f"Cannot listen at {redirect_uri} ({error.strerror}).",
            hint="Give another --redirect-uri that the client is registered with, or --no-browser.",
        ) from error
    server.callback = Callback(SimpleQueue(), address.path or "/", state)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.callback
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
