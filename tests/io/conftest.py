"""Fixtures of the tests of our HTTP servers."""

from __future__ import annotations

import importlib.util
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import uvicorn

from sipgate_tools._io.uvicorn_server import Limits, uvicorn_config
from tests.io.raw_http import Start


@pytest.fixture(params=["asyncio", "uvloop"])
def start(request: pytest.FixtureRequest) -> Iterator[Start]:
    """Serves an app with limits, and returns its address."""
    if importlib.util.find_spec(request.param) is None:
        pytest.skip(f"{request.param} is not installed here")
    with ExitStack() as running:

        def serve(app: Any, limits: Limits, **options: Any) -> tuple[str, int]:
            listening = running.enter_context(socket.create_server(("127.0.0.1", 0)))
            config = uvicorn_config(
                app, limits=limits, loop=request.param, lifespan="off", timeout_graceful_shutdown=1, **options
            )
            server = uvicorn.Server(config)
            thread = threading.Thread(target=server.run, args=([listening],))
            thread.start()

            def stop() -> None:
                server.should_exit = True
                thread.join()

            running.callback(stop)
            return listening.getsockname()

        yield serve
