"""Keys, stores and servers that the tests of webhooks share."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from sipgate_tools.webhooks.store import MemoryStore, Store, open_store
from sipgate_tools.webhooks.testing import Signer

PUBLIC_URL = "https://phone.example.com/hook"


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def signer() -> Signer:
    return Signer()


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a Redis of our own, without databases on disk."""
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
    """Makes stores over the same place; those of memory are one."""
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
