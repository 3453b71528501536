"""uvicorn as our servers use it (webhooks, MCP over HTTP, the sandbox): with limits, and without an access log."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Any

import uvicorn

from .http_protocol import LimitedProtocol, Limits

__all__ = ["CleanServer", "LimitedProtocol", "Limits", "ReadyServer", "limited_protocol", "uvicorn_config"]

_CLOSING_ROUNDS = 10


def uvicorn_config(
    app: Any, *, limits: Limits | None = None, closable: bool = False, **options: Any
) -> uvicorn.Config:
    """Return uvicorn's configuration for one of our servers.

    Args:
        app: The ASGI application.
        limits: What clients may take; the defaults of `Limits` if `None`.
        closable: Let the application close the connection under a request: `scope["state"]["close"]()`.
        **options: More arguments of `uvicorn.Config`; they win.

    Raises:
        TypeError: An option is not one of uvicorn's.
    """
    defaults: dict[str, Any] = {
        "http": limited_protocol(limits or Limits(), closable=closable),
        "ws": "none",
        # Paths may hold a secret and queries a password: no access log.
        "access_log": False,
        "log_config": None,
        # Each application decides itself which proxy it trusts.
        "proxy_headers": False,
        "server_header": False,
    }
    return uvicorn.Config(app, **(defaults | options))


def limited_protocol(limits: Limits, *, closable: bool = False) -> type[LimitedProtocol]:
    """Return the protocol with other limits than the default ones, and `closable` as in `uvicorn_config`."""

    class Protocol(LimitedProtocol):
        LIMITS = limits

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            if closable:
                self.app_state = {**self.app_state, "close": self.close_now}

    return Protocol


class CleanServer(uvicorn.Server):
    """A server that has closed all its connections when it has stopped.

    uvicorn waits for requests that are being answered, and forgets what is left after `timeout_graceful_shutdown`:
    the socket of a client whose request never came whole would stay open until the garbage collector finds it.
    """

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop, and abort the connections that are left."""
        await super().shutdown(sockets=sockets)
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        for _ in range(_CLOSING_ROUNDS):
            if not self.server_state.connections:
                break
            await asyncio.sleep(0)  # the event loop closes an aborted socket in its next round


class ReadyServer(CleanServer):
    """A server that calls back on its event loop when it listens, and before it stops.

    Args:
        config: See `uvicorn_config`.
        on_ready: Called once connections are accepted.
        on_stop: Called before the server waits for open connections: the application ends those that would stay.
    """

    def __init__(
        self, config: uvicorn.Config, *, on_ready: Callable[[], None], on_stop: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._on_ready = on_ready
        self._on_stop = on_stop

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets=sockets)
        self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Say so, and stop."""
        self._on_stop()
        await super().shutdown(sockets=sockets)
