"""The sandbox as an ASGI application: moves bytes, and does to connections what faults ask for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..call_engine.runner import Runner
from ..console import origin_check, stream
from ..console.stream import Stream
from ..dispatch.http import Request, Response, json_response
from . import admin, cors

if TYPE_CHECKING:
    from ..sandbox import Sandbox

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

HEALTH_PATH = "/health"
LARGEST_BODY = 60_000_000
"""Bytes; the largest thing the API takes is a fax of 28,330,000 characters."""


class App:
    """One sandbox served: the API below `/v2` and `/v3`, its files, the console, and the admin path.

    Args:
        sandbox: the account.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._stream = Stream(sandbox)
        self._runner: Runner | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection event (the ASGI interface)."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            self.start()
            if (scope["method"], scope["path"]) == ("GET", stream.PATH):
                await self._follow(scope, receive, send)
                return
            body = await _body(receive)
            request = _request(scope, body or b"")
            answer = json_response(413, {"errors": []}) if body is None else self._answer(request)
            await _deliver(
                scope,
                receive,
                send,
                cors.with_cors_headers(answer) if cors.is_cors_request(request) else answer,
            )

    async def _follow(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = origin_check.refusal_for(_request(scope, b""), self._sandbox.engine.address)
        if refused is not None:
            await _deliver(scope, receive, send, refused)
        else:
            await _deliver_stream(receive, send, self._stream.messages())

    def start(self) -> None:
        """Let calls go on by themselves from now on, on the running event loop; does nothing the second time."""
        if self._runner is None:
            self._runner = Runner(self._sandbox.engine, self._sandbox.switchboard.desk)
            self._runner.start()
            self._stream.start()

    def stop(self) -> None:
        """Let nothing happen by itself any more, and let everybody go who follows the events."""
        if self._runner is not None:
            self._runner.stop()
            self._stream.stop()
            self._runner = None

    def _answer(self, request: Request) -> Response:
        if request.path == HEALTH_PATH and request.method in ("GET", "HEAD"):
            healthy = json_response(200, {"status": "ok", "account": self._sandbox.state.account.platform})
            return replace(healthy, body=b"") if request.method == "HEAD" else healthy
        if cors.is_cors_request(request):
            permission = cors.preflight(request, self._sandbox.engine.methods_at(request.path))
            if permission is not None:
                return permission
        return self._act(request)

    def _act(self, request: Request) -> Response:
        if request.path == "/" or f"{request.path}/".startswith("/console/"):
            from ..console import routes  # not before somebody opens the console: it knows every room

            respond = routes.respond
        elif request.path.startswith("/admin/"):
            respond = admin.respond
        else:
            return self._sandbox.respond(request)
        before = self._sandbox.state
        answer = respond(self._sandbox, request)
        if self._sandbox.state is not before:
            self._stream.greet()
        if self._runner is not None and request.method != "GET":
            # The clock may have been moved, which is no change of the state.
            self._runner.wake()
        return answer

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
    """The whole body; None when it is too large."""
    message = await receive()
    body = message.get("body", b"")
    if not message.get("more_body"):
        return body
    parts, size = [body], len(body)
    while message.get("more_body"):
        message = await receive()
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > LARGEST_BODY:
            return None
    return b"".join(parts)


async def _deliver(scope: Scope, receive: Receive, send: Send, answer: Response) -> None:
    if answer.delay_seconds:
        await asyncio.sleep(answer.delay_seconds)
    if answer.connection_outcome in ("refused", "dropped"):
        _hang_up(scope)
    if answer.connection_outcome in ("refused", "dropped", "hung"):
        await _gone(receive)
        return
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers.items()]
    headers.append((b"content-length", str(len(answer.body)).encode()))
    cut = answer.connection_outcome == "cut"
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    body = answer.body[: len(answer.body) // 2] if cut else answer.body
    await send({"type": "http.response.body", "body": body, "more_body": cut})
    if cut:
        _hang_up(scope)
        await _gone(receive)


def _hang_up(scope: Scope) -> None:
    """Close the connection under the request, where the server offers that (`uvicorn_config(closable=True)`)."""
    close: Callable[[], None] | None = scope.get("state", {}).get("close")
    if close is not None:
        close()


async def _gone(receive: Receive) -> None:
    """Wait until the other side or the server has closed the connection."""
    while (await receive())["type"] != "http.disconnect":
        continue


async def _deliver_stream(receive: Receive, send: Send, messages: AsyncIterator[bytes]) -> None:
    """Send messages as they come until there are no more or the other side is gone."""
    headers = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    gone = asyncio.ensure_future(_gone(receive))
    sending = asyncio.ensure_future(_send_all(send, messages))
    try:
        await asyncio.wait((gone, sending), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (gone, sending):
            task.cancel()
        await asyncio.gather(gone, sending, return_exceptions=True)


async def _send_all(send: Send, messages: AsyncIterator[bytes]) -> None:
    async for message in messages:
        await send({"type": "http.response.body", "body": message, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
