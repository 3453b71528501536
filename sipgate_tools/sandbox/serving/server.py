"""The sandbox on a socket of this machine."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sipgate_tools.errors import MissingExtra

from ..extra import NEEDED
from . import addresses

if TYPE_CHECKING:
    from uvicorn import Server

    from ..sandbox import Sandbox

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Served:
    """Where a served sandbox is: `base_url` ends in `/v2`."""

    base_url: str
    console_url: str


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 picks a free one.

    Raises:
        OSError: the address is in use, or not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio turns Nagle's delay off only where it sees TCP.
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
    """The HTTP address of a listening socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def listen(sandbox: Sandbox, host: str, port: int, public_url: str = "") -> socket.socket:
    """Listen for a sandbox, and let it name itself accordingly.

    Args:
        sandbox: the account.
        host: an address of this machine, or a name of it.
        port: 0 picks a free one.
        public_url: how it is reached, where that is not `host` and `port`.

    Raises:
        OSError: the address is in use, or not this machine's.
        ValueError: `public_url` is none.
    """
    if public_url:
        addresses.checked(public_url)
    listener = bind(host, port)
    sandbox.engine.address = addresses.listening(host, listener.getsockname()[1], public_url)
    return listener


def make_server(sandbox: Sandbox, ready: Callable[[], None]) -> Server:
    """A uvicorn server of a sandbox that says when it is ready.

    Raises:
        MissingExtra: the extra `sandbox` is not installed.
    """
    try:
        from sipgate_tools._io.uvicorn_server import ReadyServer, uvicorn_config
    except ImportError as error:
        raise MissingExtra(NEEDED) from error

    app = sandbox.asgi
    config = uvicorn_config(app, closable=True, lifespan="off", timeout_graceful_shutdown=2)

    def begin() -> None:
        app.start()
        ready()

    # Those who follow the events would never leave by themselves.
    return ReadyServer(config, on_ready=begin, on_stop=app.stop)


@contextlib.contextmanager
def serve_in_thread(
    sandbox: Sandbox, *, host: str = LOOPBACK, port: int = 0, public_url: str = ""
) -> Generator[Served]:
    """Serve a sandbox from a thread of its own while the block runs; `sandbox.base_url` is set to match.

    Args:
        sandbox: the account. Use it over HTTP only while it is served: it is not made for several threads.
        host: loopback unless told otherwise.
        port: 0 picks a free one.
        public_url: how it is reached, where that is not `host` and `port`: `http://sandbox:8080`.

    Raises:
        OSError: the port is taken.
        ValueError: `public_url` is none.
    """
    before = sandbox.engine.address
    listener = listen(sandbox, host, port, public_url)
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
        listener.close()
        sandbox.engine.address = before
