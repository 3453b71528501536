"""Delivers webhooks to an ASGI application in this process, without a socket."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Mapping, MutableMapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeAlias

import anyio
import httpx2
from anyio.from_thread import BlockingPortal, start_blocking_portal

Message: TypeAlias = MutableMapping[str, Any]
ASGIApp: TypeAlias = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]
]


class AppTransport(httpx2.BaseTransport):
    """A transport to an application that runs on its own event loop.

    Args:
        app: The ASGI application.
        portal: The portal that runs coroutines on the application's event loop.
        sounds: The contents of files by URL, which are served without the application.
    """

    def __init__(self, app: ASGIApp, portal: BlockingPortal, sounds: Mapping[str, bytes]) -> None:
        self._app: Any = httpx2.ASGITransport(app)  # type: ignore[arg-type] - the same interface with other type names
        self._portal = portal
        self._sounds = sounds

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request and return the response.

        Raises:
            httpx2.ReadTimeout: The application did not respond within the read timeout.
        """
        sound = self._sounds.get(str(request.url))
        if request.method == "GET" and sound is not None:
            return httpx2.Response(200, content=sound, request=request)
        request.read()
        return self._portal.call(self._send, request)

    async def _send(self, request: httpx2.Request) -> httpx2.Response:
        try:
            with anyio.fail_after(request.extensions["timeout"]["read"]):
                response = await self._app.handle_async_request(request)
                content = await response.aread()
        except TimeoutError:
            raise httpx2.ReadTimeout("timed out", request=request) from None
        return httpx2.Response(
            response.status_code, headers=response.headers, content=content, request=request
        )


@contextmanager
def run_app(app: ASGIApp, sounds: Mapping[str, bytes]) -> Generator[AppTransport]:
    """Run an application with its lifespan while the block runs, and yield a transport to the application."""
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(_lifespan(app)):
        yield AppTransport(app, portal, sounds)


@asynccontextmanager
async def _lifespan(app: ASGIApp) -> AsyncGenerator[None]:
    """Send the ASGI lifespan events startup and shutdown, which the application can ignore."""
    to_app, from_app = (
        anyio.create_memory_object_stream[Message](2),
        anyio.create_memory_object_stream[Message](2),
    )

    async def run_lifespan() -> None:
        scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": {}}
        try:
            await app(scope, to_app[1].receive, from_app[0].send)
        except Exception:  # noqa: S110 - how applications signal that they do not support lifespan
            pass
        finally:
            from_app[0].close()

    async def send_event(name: str) -> None:
        await to_app[0].send({"type": f"lifespan.{name}"})
        try:
            await from_app[1].receive()
        except anyio.EndOfStream:
            return

    with to_app[0], to_app[1], from_app[0], from_app[1]:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(run_lifespan)
            await send_event("startup")
            try:
                yield
            finally:
                await send_event("shutdown")
