"""Webhooks to an ASGI application in this process, without a socket."""

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
    """Carries requests to an application that runs on an event loop of its own.

    Args:
        app: the application.
        portal: the way into that event loop.
        sounds: files by their URLs, which are answered without asking the application.
    """

    def __init__(self, app: ASGIApp, portal: BlockingPortal, sounds: Mapping[str, bytes]) -> None:
        self._app: Any = httpx2.ASGITransport(app)  # type: ignore[arg-type] - the same interface in other words
        self._portal = portal
        self._sounds = sounds

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Carry one request; who is not answered in time has a timeout, as over a network."""
        sound = self._sounds.get(str(request.url))
        if request.method == "GET" and sound is not None:
            return httpx2.Response(200, content=sound, request=request)
        request.read()
        return self._portal.call(self._ask, request)

    async def _ask(self, request: httpx2.Request) -> httpx2.Response:
        try:
            with anyio.fail_after(request.extensions["timeout"]["read"]):
                answer = await self._app.handle_async_request(request)
                content = await answer.aread()
        except TimeoutError:
            raise httpx2.ReadTimeout("timed out", request=request) from None
        return httpx2.Response(answer.status_code, headers=answer.headers, content=content, request=request)


@contextmanager
def running(app: ASGIApp, sounds: Mapping[str, bytes]) -> Generator[AppTransport]:
    """An application between its start and its end, and the way to it."""
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(_lifespan(app)):
        yield AppTransport(app, portal, sounds)


@asynccontextmanager
async def _lifespan(app: ASGIApp) -> AsyncGenerator[None]:
    """Start an application and end it (the ASGI lifespan); one without such a thing is left alone."""
    to_app, from_app = (
        anyio.create_memory_object_stream[Message](2),
        anyio.create_memory_object_stream[Message](2),
    )

    async def live() -> None:
        scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": {}}
        try:
            await app(scope, to_app[1].receive, from_app[0].send)
        except Exception:  # noqa: S110 - that is how applications say that they know no lifespan
            pass
        finally:
            from_app[0].close()

    async def pass_on(name: str) -> None:
        await to_app[0].send({"type": f"lifespan.{name}"})
        try:
            await from_app[1].receive()
        except anyio.EndOfStream:
            return

    with to_app[0], to_app[1], from_app[0], from_app[1]:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(live)
            await pass_on("startup")
            try:
                yield
            finally:
                await pass_on("shutdown")
