"""Keys, stores and servers for the tests of webhooks."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sipgate_tools.webhooks import WebhookApp
from sipgate_tools.webhooks.store import MemoryStore, Store, open_store
from sipgate_tools.webhooks.testing import SignedRequest, Signer

PUBLIC_URL = "https://phone.example.com/hook"


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def signer() -> Signer:
    return Signer()


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a Redis without persistence and yield its URL."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("there is no redis-server on this machine: apt-get install redis-server")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("redis")
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert any("Ready to accept connections" in line for line in process.stdout)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.communicate()


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The URL of an empty Redis."""
    address = redis_server.removeprefix("redis://").removesuffix("/0").split(":")
    with socket.create_connection((address[0], int(address[1]))) as connection:
        connection.sendall(b"FLUSHALL\r\n")
        assert connection.recv(100).startswith(b"+OK")
    return redis_server


@pytest.fixture(params=["memory", "sqlite", pytest.param("redis", marks=pytest.mark.slow)])
def make_store(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Store]:
    """A factory of stores with the same location; in memory, all are the same store."""
    if request.param == "memory":
        only = MemoryStore()
        return lambda: only
    if request.param == "sqlite":
        return lambda: open_store(tmp_path / "calls.db")
    url: str = request.getfixturevalue("redis_url")
    return lambda: open_store(url)


@pytest.fixture
async def store(make_store: Callable[[], Store]) -> AsyncIterator[Store]:
    async with make_store() as opened:
        yield opened


Deliver = Callable[[WebhookApp, SignedRequest], Awaitable[int]]


@pytest.fixture
def deliver() -> Deliver:
    """A function that posts a delivery over plain ASGI in the event loop of the test and returns the status."""

    async def post(hooks: WebhookApp, request: SignedRequest) -> int:
        headers = [(name.lower().encode(), value.encode()) for name, value in request.headers.items()]
        return await call_app(hooks, "POST", "/hook", headers, request.body)

    return post


@pytest.fixture
def health() -> Callable[[WebhookApp], Awaitable[int]]:
    """A function that reads the health of an app in the event loop of the test and returns the status."""
    return lambda hooks: call_app(hooks, "GET", "/health", [], b"")


async def call_app(
    hooks: WebhookApp, method: str, path: str, headers: list[tuple[bytes, bytes]], body: bytes
) -> int:
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    scope = {"type": "http", "method": method, "path": path, "headers": headers, "client": ("127.0.0.1", 1)}
    await hooks(scope, receive, send)
    [status] = statuses
    return status
