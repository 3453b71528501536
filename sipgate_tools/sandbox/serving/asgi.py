"""The sandbox as an ASGI application, which also applies faults to connections."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

from ..call_engine.runner import Runner
from ..console import origin_check, routes, stream
from ..console.context import ConsoleContext
from ..console.stream import Stream
from ..dispatch.http import Request, Response, json_response
from . import admin, cors
from .protocol import SandboxAccount

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

HEALTH_PATH: Final = "/health"
MAX_BODY_BYTES: Final = 60_000_000
"""The maximum size of a request body. The largest body in the API is a fax with 28,330,000 characters."""


class App:
    """The ASGI application for one sandbox: the API below `/v2` and `/v3`, media files, console and admin path.

    Args:
        sandbox: The sandbox to serve.
    """

    def __init__(self, sandbox: SandboxAccount) -> None:
        self._sandbox = sandbox
        self._stream = Stream(sandbox.dispatcher)
        self._runner: Runner | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one HTTP request or the lifespan (the ASGI interface)."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            self.start()
            if (scope["method"], scope["path"]) == ("GET", stream.PATH):
                await self._stream_events(scope, receive, send)
                return
            body = await _body(receive)
            request = _request(scope, body or b"")
            response = json_response(413, {"errors": []}) if body is None else self._respond(request)
            await _send_response(
                scope,
                receive,
                send,
                cors.with_cors_headers(response) if cors.is_cors_request(request) else response,
            )

    async def _stream_events(self, scope: Scope, receive: Receive, send: Send) -> None:
        error_response = origin_check.refusal_for(_request(scope, b""), self._sandbox.dispatcher.address)
        if error_response is not None:
            await _send_response(scope, receive, send, error_response)
        else:
            await _send_stream(receive, send, self._stream.messages())

    def start(self) -> None:
        """Start the background task for calls on the running event loop, unless the task is already running."""
        if self._runner is None:
            self._runner = Runner(self._sandbox.dispatcher, self._sandbox.call_engine.webhook_dispatcher)
            self._runner.start()
            self._stream.start()

    def stop(self) -> None:
        """Stop the background task, and disconnect the clients of the event stream."""
        if self._runner is not None:
            self._runner.stop()
            self._stream.stop()
            self._runner = None

    def _respond(self, request: Request) -> Response:
        if request.path == HEALTH_PATH and request.method in ("GET", "HEAD"):
            healthy = json_response(200, {"status": "ok", "account": self._sandbox.state.account.platform})
            return replace(healthy, body=b"") if request.method == "HEAD" else healthy
        if cors.is_cors_request(request):
            permission = cors.preflight(request, self._sandbox.dispatcher.methods_at(request.path))
            if permission is not None:
                return permission
        return self._act(request)

    def _act(self, request: Request) -> Response:
        if request.path == "/" or f"{request.path}/".startswith("/console/"):
            respond: Callable[[], Response] = partial(self._respond_for_console, request)
        elif request.path.startswith("/admin/"):
            respond = partial(admin.respond, self._sandbox, request)
        else:
            return self._sandbox.respond(request)
        before = self._sandbox.state
        response = respond()
        if self._sandbox.state is not before:
            self._stream.greet()
        if self._runner is not None and request.method != "GET":
            # The clock may have been advanced, which does not change the state.
            self._runner.wake()
        return response

    def _respond_for_console(self, request: Request) -> Response:
        sandbox = self._sandbox
        context = ConsoleContext(
            sandbox.dispatcher,
            sandbox.call_engine.webhook_dispatcher,
            environment=lambda: sandbox.environment,
        )
        return routes.respond(context, request)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            ending = message["type"] == "lifespan.shutdown"
            if ending:
                self.stop()
            else:
                self.start()
            await send({"type": f"{message['type']}.complete"})
            if ending:
                return


def _request(scope: Scope, body: bytes) -> Request:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    raw_path = scope.get("raw_path") or scope["path"].encode()
    return Request(
        method=scope["method"],
        path=raw_path.partition(b"?")[0].decode("latin-1"),
        query=scope["query_string"].decode("latin-1"),
        headers=headers,
        body=body,
    )


async def _body(receive: Receive) -> bytes | None:
    """Return the whole body, or None if the body is larger than `MAX_BODY_BYTES`."""
    message = await receive()
    body = message.get("body", b"")
    if not message.get("more_body"):
        return body
    parts, size = [body], len(body)
    while message.get("more_body"):
        message = await receive()
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MAX_BODY_BYTES:
            return None
    return b"".join(parts)


async def _send_response(scope: Scope, receive: Receive, send: Send, response: Response) -> None:
    if response.delay_seconds:
        await asyncio.sleep(response.delay_seconds)
    if response.connection_outcome in ("refused", "dropped"):
        _close_connection(scope)
    if response.connection_outcome in ("refused", "dropped", "hung"):
        await _wait_for_disconnect(receive)
        return
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers.items()]
    headers.append((b"content-length", str(len(response.body)).encode()))
    cut = response.connection_outcome == "cut"
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    body = response.body[: len(response.body) // 2] if cut else response.body
    await send({"type": "http.response.body", "body": body, "more_body": cut})
    if cut:
        _close_connection(scope)
        await _wait_for_disconnect(receive)


def _close_connection(scope: Scope) -> None:
    """Close the request's connection if the server supports closing (`uvicorn_config(closable=True)`)."""
    close: Callable[[], None] | None = scope.get("state", {}).get("close")
    if close is not None:
        close()


async def _wait_for_disconnect(receive: Receive) -> None:
    """Wait until the client or the server has closed the connection."""
    while (await receive())["type"] != "http.disconnect":
        continue


async def _send_stream(receive: Receive, send: Send, messages: AsyncIterator[bytes]) -> None:
    """Send messages as they arrive, until no more messages come or the client disconnects."""
    headers = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    disconnected = asyncio.ensure_future(_wait_for_disconnect(receive))
    sending = asyncio.ensure_future(_send_all(send, messages))
    try:
        await asyncio.wait((disconnected, sending), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (disconnected, sending):
            task.cancel()
        await asyncio.gather(disconnected, sending, return_exceptions=True)


async def _send_all(send: Send, messages: AsyncIterator[bytes]) -> None:
    async for message in messages:
        await send({"type": "http.response.body", "body": message, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
