"""Configuration of uvicorn for our servers (webhooks, MCP over HTTP, the sandbox): limits, and no access log."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Any, Final

import uvicorn

from .http_protocol import LimitedProtocol, Limits

_CLOSING_ROUNDS: Final = 10


def uvicorn_config(
    app: Any, *, limits: Limits | None = None, closable: bool = False, **options: Any
) -> uvicorn.Config:
    """Return uvicorn's configuration for one of our servers.

    Args:
        app: The ASGI application.
        limits: The limits for clients; the defaults of `Limits` if `None`.
        closable: Whether the application can call `scope["state"]["close"]()` to close the connection of a request.
        **options: Further arguments for `uvicorn.Config`, which take precedence.

    Raises:
        TypeError: `uvicorn.Config` does not accept an option.
    """
    defaults: dict[str, Any] = {
        "http": limited_protocol(limits or Limits(), closable=closable),
        "ws": "none",
        # No access log: paths and queries may contain secrets.
        "access_log": False,
        "log_config": None,
        # Each application decides which proxies it trusts.
        "proxy_headers": False,
        "server_header": False,
    }
    return uvicorn.Config(app, **(defaults | options))


def limited_protocol(limits: Limits, *, closable: bool = False) -> type[LimitedProtocol]:
    """Return a protocol class with the given limits; see `uvicorn_config` for `closable`."""

    class Protocol(LimitedProtocol):
        LIMITS = limits

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            if closable:
                self.app_state = {**self.app_state, "close": self.close_now}

    return Protocol


class CleanServer(uvicorn.Server):
    """A server that closes all its connections when it stops.

    uvicorn waits for running requests, but leaves other connections open after `timeout_graceful_shutdown`: without
    this class, the socket of a client with an incomplete request would stay open until garbage collection.
    """

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop the server, and abort the remaining connections."""
        await super().shutdown(sockets=sockets)
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        for _ in range(_CLOSING_ROUNDS):
            if not self.server_state.connections:
                break
            await asyncio.sleep(0)  # the event loop closes an aborted socket in its next iteration


class ReadyServer(CleanServer):
    """A server that calls functions on its event loop when it accepts connections and before it stops.

    Args:
        config: The configuration, such as the result of `uvicorn_config`.
        on_ready: A function that is called once connections are accepted.
        on_stop: A function that is called before the server waits for open connections, so that the application can
            close long-lived connections.
    """

    def __init__(
        self, config: uvicorn.Config, *, on_ready: Callable[[], None], on_stop: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._on_ready = on_ready
        self._on_stop = on_stop

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start the server, and call `on_ready`."""
        await super().startup(sockets=sockets)
        self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Call `on_stop`, and stop the server."""
        self._on_stop()
        await super().shutdown(sockets=sockets)
