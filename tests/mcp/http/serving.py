"""A server over HTTP for tests, without a socket, and a first message to it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import httpx2

from sipgate_tools.mcp.http.server import (
    application,
    server_options,
)
from sipgate_tools.mcp.server import create_server
from tests.mcp.harness import Harness

ADDRESS = "http://127.0.0.1:8321/mcp"
HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "t", "version": "1"},
    },
}
HEADERS = {"accept": "application/json, text/event-stream", "content-type": "application/json"}


@asynccontextmanager
async def serve(harness: Harness, **headers: str) -> AsyncGenerator[httpx2.AsyncClient]:
    """A client of the application of a harness, without any socket."""
    settings = harness.account.settings
    app = application(create_server(harness.account, **server_options(settings)), settings)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=httpx2.ASGITransport(app), headers=headers) as client,
    ):
        yield client


async def hello(client: httpx2.AsyncClient, **headers: str) -> int:
    return (await client.post(ADDRESS, json=HELLO, headers={**HEADERS, **headers})).status_code
