"""The server on this machine that receives the browser's redirect after an OAuth login."""

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
    """The redirect that the server waits for.

    Args:
        addresses: The queue that receives the address of the redirect.
        path: The path of the redirect URI.
        state: The `state` of the login attempt. Requests without it are ignored.
    """

    def __init__(self, addresses: SimpleQueue[str], path: str, state: str) -> None:
        self._addresses = addresses
        self._path = path
        self._state = state

    def wait(self, seconds: float) -> str:
        """Return the path and query of the redirect.

        Raises:
            TimedOut: No redirect arrived within the time limit.
        """
        try:
            return self._addresses.get(timeout=seconds)
        except Empty:
            raise TimedOut("The login was not completed in time.", hint="Start the login again.") from None

    def accept(self, address: str) -> bool:
        """Return whether an address is the expected redirect, and if so, pass it to `wait`."""
        parts = urlsplit(address)
        expected = parts.path == self._path and parse_qs(parts.query).get("state") == [self._state]
        if expected:
            self._addresses.put(address)
        return expected


class _CallbackServer(ThreadingHTTPServer):
    daemon_threads = True
    callback: Callback


class _CallbackHandler(BaseHTTPRequestHandler):
    timeout = 10  # browsers open connections that they never use

    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, _CallbackServer)  # noqa: S101 - only `_CallbackServer` uses this handler
        expected = server.callback.accept(self.path)
        self.send_response(200 if expected else 404)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("cache-control", "no-store")
        self.send_header("referrer-policy", "no-referrer")
        self.end_headers()
        if expected:
            self.wfile.write(_PAGE)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: the address contains the authorization code."""


@contextmanager
def callback_server(redirect_uri: str, state: str) -> Generator[Callback]:
    """Listen at a redirect URI of this machine during a `with` block.

    Args:
        redirect_uri: The redirect URI, with a port. Its host must be in `HOSTS`.
        state: The `state` of the login attempt.

    Raises:
        InvalidInput: The address is in use or cannot be used.
    """
    address = urlsplit(redirect_uri)
    try:
        server = _CallbackServer((address.hostname or "", address.port or 80), _CallbackHandler)
    except OSError as error:
        raise InvalidInput(
            f"Cannot listen at {redirect_uri} ({error.strerror}).",
            hint="Use another --redirect-uri that is registered for the client, or --no-browser.",
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
