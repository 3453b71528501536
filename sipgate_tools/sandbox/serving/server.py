"""Serves the sandbox over HTTP."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sipgate_tools.errors import MissingExtra

from ..dispatch.api_errors import MISSING_EXTRA
from . import addresses

if TYPE_CHECKING:
    from uvicorn import Server

    from ..sandbox import Sandbox

LOOPBACK: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Served:
    """The URLs of a served sandbox.

    Attributes:
        base_url: The base URL for clients, ending in `/v2`.
        console_url: The URL of the web console.
    """

    base_url: str
    console_url: str


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket. Port 0 selects a free port.

    Raises:
        OSError: The address is in use, or does not belong to this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio disables Nagle's algorithm only if the protocol is set to TCP.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except OSError:
        listener.close()
        raise
    return listener


def address_of(listener: socket.socket) -> str:
    """Return the http URL of a listening socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def listen(sandbox: Sandbox, host: str, port: int, public_url: str = "") -> socket.socket:
    """Return a listening socket for a sandbox, and set the sandbox's address accordingly.

    Args:
        sandbox: The sandbox to serve.
        host: The address or name of this machine to listen on.
        port: The port to listen on. 0 selects a free port.
        public_url: The URL for clients, if it differs from `host` and `port`.

    Raises:
        OSError: The address is in use, or does not belong to this machine.
        ValueError: `public_url` is invalid.
    """
    if public_url:
        addresses.checked_public_url(public_url)
    listener = bind(host, port)
    sandbox.dispatcher.address = addresses.listening_address(host, listener.getsockname()[1], public_url)
    return listener


def make_server(sandbox: Sandbox, ready: Callable[[], None]) -> Server:
    """Return a uvicorn server for a sandbox. The server calls `ready` as soon as it accepts requests.

    Raises:
        MissingExtra: The extra `sandbox` is not installed.
    """
    try:
        # Imported here: an optional extra.
        from sipgate_tools._io.uvicorn_server import ReadyServer, uvicorn_config
    except ImportError as error:
        raise MissingExtra(MISSING_EXTRA) from error

    app = sandbox.asgi
    config = uvicorn_config(app, closable=True, lifespan="off", timeout_graceful_shutdown=2)

    def start() -> None:
        app.start()
        ready()

    # Clients of the event stream never disconnect by themselves.
    return ReadyServer(config, on_ready=start, on_stop=app.stop)


@contextlib.contextmanager
def serve_in_thread(
    sandbox: Sandbox, *, host: str = LOOPBACK, port: int = 0, public_url: str = ""
) -> Generator[Served]:
    """Serve a sandbox in a thread while the block runs, and yield its URLs.

    During the block, `sandbox.base_url` is the URL of the server.

    Args:
        sandbox: The sandbox to serve. While it is served, use it only over HTTP because it is not thread-safe.
        host: The address to listen on. By default, loopback.
        port: The port to listen on. 0 selects a free port.
        public_url: The URL for clients, if it differs from `host` and `port`, such as `http://sandbox:8080`.

    Raises:
        OSError: The port is in use, or `host` is not an address of this machine.
        ValueError: `public_url` is invalid.
        MissingExtra: The extra `sandbox` is not installed.
    """
    before = sandbox.dispatcher.address
    listener = listen(sandbox, host, port, public_url)
    try:
        ready = threading.Event()
        server = make_server(sandbox, ready.set)
        thread = threading.Thread(target=server.run, args=([listener],), name="sipgate-sandbox", daemon=True)
        thread.start()
        try:
            ready.wait()
            yield Served(sandbox.base_url, sandbox.console_url)
        finally:
            server.should_exit = True
            thread.join()
    finally:
        listener.close()
        sandbox.dispatcher.address = before
