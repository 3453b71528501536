"""Our servers leave no socket open when they stop, whatever their clients are doing."""

from __future__ import annotations

import gc
import socket
import threading
import warnings
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

import pytest

from sipgate_tools._io.uvicorn_server import CleanServer, uvicorn_config
from sipgate_tools.sandbox import Sandbox, serve_in_thread

HEAD = b"POST /v2/sessions/sms HTTP/1.1\r\nHost: x\r\n"
HALVES = {
    "nothing": b"",
    "half a head": HEAD + b"X-Lo",
    "half a body": HEAD + b"Content-Length: 100\r\n\r\nabc",
    "a request after half a one": HEAD + b"Content-Length: 3\r\n\r\nabc" + HEAD,
}


@contextmanager
def run_server(loop: str) -> Generator[tuple[str, int]]:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn_config(app, loop=loop, lifespan="off", timeout_graceful_shutdown=0)
    server = CleanServer(config)
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        yield listening.getsockname()
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def on_asyncio() -> Generator[tuple[str, int]]:
    with run_server("asyncio") as address:
        yield address


@contextmanager
def on_uvloop() -> Generator[tuple[str, int]]:
    pytest.importorskip("uvloop", reason="uvloop is not installed here")
    with run_server("uvloop") as address:
        yield address


@contextmanager
def the_sandbox() -> Generator[tuple[str, int]]:
    with serve_in_thread(Sandbox()) as running:
        host, _, port = running.base_url.split("/")[2].partition(":")
        yield host, int(port)


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("serve", [on_asyncio, on_uvloop, the_sandbox])
def test_no_socket_is_left_open(serve: Callable[[], AbstractContextManager[Any]], half: str) -> None:
    gc.collect()
    with warnings.catch_warnings(record=True) as caught, ExitStack() as clients:
        warnings.simplefilter("always")
        with serve() as address:
            for _ in range(3):
                client = clients.enter_context(socket.create_connection(address, timeout=20))
                client.sendall(HALVES[half])
        gc.collect()
    assert [str(one.message) for one in caught if one.category is ResourceWarning] == []
