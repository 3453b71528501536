"""uvicorn, with what it does not offer: dropping a connection, and saying when it is ready and when it ends."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from .asgi import App


class ClosableProtocol(H11Protocol):
    """HTTP/1.1 whose application can close the connection: `scope["state"]["close"]`."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Keep the way to close this connection where its requests find it."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, "close": transport.close}


class ReadyServer(Server):
    """A server of a sandbox that calls back once it accepts connections."""

    def __init__(self, config: Config, app: App, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._app = app
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, let calls go on, and say so."""
        await super().startup(sockets=sockets)
        self._app.start()
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let those go who follow the events, who would never leave by themselves, then stop."""
        self._app.stop()
        await super().shutdown(sockets=sockets)
