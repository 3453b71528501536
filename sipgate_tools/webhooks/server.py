"""Serve a webhook app in the foreground or in a thread."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from sipgate_tools._io.interrupts import interruptible
from sipgate_tools.errors import InvalidInput, MissingExtra

if TYPE_CHECKING:
    import uvicorn

    from .app import WebhookApp

DEFAULT_HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8080

_STOP_WITHIN_SECONDS: Final = 10
_START_WITHIN_SECONDS: Final = 30.0
_GC_THRESHOLD: Final = (10_000, 20, 50)


def serve(
    app: WebhookApp,
    *,
    host: str = DEFAULT_HOST,
    port: int = DEFAULT_PORT,
    on_listening: Callable[[str], None] | None = None,
) -> None:
    """Serve an app until the process receives SIGINT or SIGTERM, and finish the deliveries in progress.

    Args:
        app: The app to serve.
        host: The address to listen on. sipgate reaches it through a reverse proxy that has a certificate.
        port: The port to listen on; 0 picks a free one.
        on_listening: Called with the URL of the server when the store is open and the server listens.

    Raises:
        InvalidInput: The address or the store cannot be used.
        StoreFailed: The store cannot be opened at the moment.
        MissingExtra: The packages `uvicorn` and `httptools` are not installed.
    """
    server = _server(app)
    with _listen(host, port) as listening, _return_on_signal(), interruptible():
        url = _url_of(listening)

        async def run() -> None:
            # The socket listens already: connections wait in its backlog until the server is ready.
            async with app:
                if on_listening is not None:
                    on_listening(url)
                # All objects so far live as long as the process: exclude them from garbage collection.
                gc.collect()
                gc.freeze()
                # A stored delivery lives long, and nearly all else of a request is freed without the collector.
                gc.set_threshold(*_GC_THRESHOLD)
                await server.serve(sockets=[listening])

        with asyncio.Runner(loop_factory=server.config.get_loop_factory()) as runner:
            runner.run(run())


class RunningServer:
    """A webhook app that is served in a thread. As a context manager, it stops the server at the end.

    Attributes:
        app: The app that is served.
        host: The address that the server listens on.
        port: The port that the server listens on.
    """

    def __init__(self, app: WebhookApp, server: Any, listening: socket.socket) -> None:
        self.app = app
        self.host, self.port = listening.getsockname()[:2]
        self._url = _url_of(listening)
        self._server = server
        self._started = threading.Event()
        self._error: BaseException | None = None
        self._thread = threading.Thread(
            target=self._run, args=(listening,), name="sipgate-webhooks", daemon=True
        )
        self._thread.start()
        self._started.wait(_START_WITHIN_SECONDS)
        if self._error is not None:
            raise self._error

    @property
    def url(self) -> str:
        """The URL that the server listens on: scheme, host and port."""
        return self._url

    def stop(self) -> None:
        """Finish the deliveries in progress and stop. Calling `stop` again does nothing."""
        self._server.should_exit = True
        self._thread.join()

    def wait(self) -> None:
        """Wait until the server has stopped."""
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self, listening: socket.socket) -> None:
        with listening, asyncio.Runner(loop_factory=self._server.config.get_loop_factory()) as runner:
            try:
                runner.run(self._serve(listening))
            except BaseException as error:
                self._error = error
            finally:
                self._started.set()

    async def _serve(self, listening: socket.socket) -> None:
        async with self.app:
            # The socket listens already: connections wait in its backlog until the server is ready.
            self._started.set()
            await self._server.serve(sockets=[listening])


def start(app: WebhookApp, *, host: str = DEFAULT_HOST, port: int = DEFAULT_PORT) -> RunningServer:
    """Serve an app in a thread, and return when the server listens.

    Args:
        app: The app to serve.
        host: The address to listen on.
        port: The port to listen on; 0 picks a free one.

    Raises:
        InvalidInput: The address or the store cannot be used.
        StoreFailed: The store cannot be opened at the moment.
        MissingExtra: The packages `uvicorn` and `httptools` are not installed.
    """
    return RunningServer(app, _server(app), _listen(host, port))


def _server(app: WebhookApp) -> uvicorn.Server:
    try:
        # Imported here: an optional extra.
        from sipgate_tools._io.uvicorn_server import CleanServer, Limits, uvicorn_config
    except ImportError as error:
        raise MissingExtra(
            "Serving webhooks needs the packages uvicorn and httptools.",
            hint="Install them: pip install 'sipgate-tools[webhooks]'",
        ) from error
    config = uvicorn_config(
        app,
        limits=Limits(body_seconds=10.0),
        lifespan="off",  # the app is started before the server, so that its errors are raised here
        timeout_graceful_shutdown=_STOP_WITHIN_SECONDS,
    )
    return CleanServer(config)


def _url_of(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextmanager
def _return_on_signal() -> Generator[None]:
    """Return normally when a signal has stopped the server, instead of ending the process."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # uvicorn raises the signal again after it has stopped; by default SIGTERM would then end the process.
    previous = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        return
    finally:
        signal.signal(signal.SIGTERM, previous)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, OverflowError) as error:
        raise InvalidInput(f"Cannot listen on {host}, port {port}: {error}.") from error
