"""HTTP/1.1 for one webhook app: uvicorn holds the sockets, httptools parses, nothing stands in between.

Through ASGI, a third of a delivery's time goes into messages between server and app; and the phone rings only
after the answer. What is not the request and the response of a webhook (upgrades, streaming) is not here.
"""

from __future__ import annotations

import asyncio
import http
import logging
import time
from collections import deque
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import unquote

import httptools

from sipgate_tools.webhooks.exchange import TOO_LARGE, TOO_SLOW, Headers, Request, Response, text

if TYPE_CHECKING:
    from uvicorn.config import Config
    from uvicorn.server import ServerState

    from sipgate_tools.webhooks.app import WebhookApp

_log = logging.getLogger("sipgate_tools.webhooks")

_CLOSE: Final = (b"connection", b"close")
_MALFORMED: Final = text(400, "That is not HTTP.", _CLOSE)
_FAILED: Final = text(500, "The delivery could not be answered.", _CLOSE)
_MAX_HEAD_BYTES: Final = 64 * 1024
_REQUEST_WITHIN_SECONDS: Final = 10.0
_LINGER_SECONDS: Final = 2.0


@dataclass(slots=True)
class _Turn:
    """A request that is to be answered, or a refusal that is to be sent when its turn comes."""

    request: Request | None
    body: bytes
    keep_alive: bool
    refusal: Response | None = None


class WebhookProtocol(asyncio.Protocol):
    """One connection; what is asked on it is answered in order.

    Args:
        app: Who answers.
        config: uvicorn's settings.
        server_state: What uvicorn waits for when it stops.
    """

    def __init__(self, app: WebhookApp, config: Config, server_state: ServerState) -> None:
        self._app = app
        self._state = server_state
        self._idle_seconds = config.timeout_keep_alive
        self._loop = asyncio.get_running_loop()
        self._parser: Any = httptools.HttpRequestParser(self)
        self._transport: Any = None
        self._client: str | None = None
        self._turns: deque[_Turn] = deque()
        self._busy = False
        self._writable = True
        self._deaf = False
        self._stopping = False
        self._parsing = True
        self._reading = False
        self._since = self._loop.time()
        self._timer: asyncio.TimerHandle | None = None
        self.on_message_begin()
        self._reading = False

    # Called by the transport.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to listen to the other side."""
        self._transport = transport
        address: Any = transport.get_extra_info("peername")
        self._client = str(cast("tuple[Any, ...]", address)[0]) if isinstance(address, tuple) else None
        self._state.connections.add(cast("Any", self))
        self._timer = self._loop.call_later(self._idle_seconds, self._look_at_time)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio calls it so
        """Forget the connection; what was asked is still done."""
        self._deaf = True
        self._turns.clear()
        self._state.connections.discard(cast("Any", self))
        if self._timer is not None:
            self._timer.cancel()

    def data_received(self, data: bytes) -> None:
        """Read on."""
        if self._deaf:
            return
        self._received += len(data)
        try:
            if self._parsing:
                self._parser.feed_data(data)
            else:
                self._read_rest(data)
        except httptools.HttpParserUpgrade as offer:
            self._parsing = False
            self._read_rest(data[offer.args[0] :])
        except httptools.HttpParserError:
            self._refuse(_MALFORMED)
        if self._received > self._app.max_body_bytes + _MAX_HEAD_BYTES:
            self._refuse(TOO_LARGE)

    def eof_received(self) -> bool:
        """Answer what was asked before the other side had no more to say."""
        self._deaf = True
        return self._busy or bool(self._turns)

    def pause_writing(self) -> None:
        """Answer nothing more until the other side reads."""
        self._writable = False

    def resume_writing(self) -> None:
        """Go on answering."""
        self._writable = True
        self._next()

    # Called by uvicorn when it stops.

    def shutdown(self) -> None:
        """Answer what is in hand, then close."""
        self._stopping = True
        if not self._busy and not self._turns:
            self._transport.close()

    # Called by the parser.

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._url = b""
        self._headers: Headers = []
        self._body = b""
        self._received = 0
        self._request: Request | None = None
        self._reading = True
        self._since = self._loop.time()

    def on_url(self, url: bytes) -> None:
        """Take (a part of) what is asked for."""
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header."""
        self._headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """Refuse what needs no body to be refused."""
        if self._deaf:
            return
        path = _path_of(self._url)
        if path is None:
            self._refuse(_MALFORMED)
            return
        method = self._parser.get_method().decode("latin-1")
        request = Request(method, path, "", self._headers, self._client)
        refusal = self._app.screen(request)
        if refusal is not None:
            self._refuse(refusal, request)
            return
        self._request = request
        if not self._busy and (b"expect", b"100-continue") in self._headers:
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        if self._deaf:
            return
        self._body = self._body + body if self._body else body
        if len(self._body) > self._app.max_body_bytes:
            self._refuse(TOO_LARGE)

    def on_message_complete(self) -> None:
        """Answer a request, or let it wait for its turn."""
        self._reading = False
        if self._request is None or self._deaf or self._parser.should_upgrade():
            return
        self._turns.append(_Turn(self._request, self._body, self._parser.should_keep_alive()))
        self._received = 0
        if self._busy:
            self._transport.pause_reading()
        self._next()

    def _read_rest(self, data: bytes) -> None:
        """Read the body of a request that offers to speak something else, which is not taken up.

        The parser leaves that body to whoever takes up the offer. Java's HTTP client offers HTTP/2 by default.
        """
        if self._request is None or self._request.content_length is None:
            self._refuse(_MALFORMED)
            return
        self.on_body(data)
        length = self._request.content_length
        if len(self._body) >= length and not self._deaf:
            self._deaf = True
            self._turns.append(_Turn(self._request, self._body[:length], keep_alive=False))
            self._next()

    # Answering.

    def _refuse(self, refusal: Response, request: Request | None = None) -> None:
        """Answer what came before, then this, and hear nothing more."""
        if not self._deaf:
            self._deaf = True
            self._turns.append(_Turn(request, b"", keep_alive=False, refusal=refusal))
            self._next()

    def _next(self) -> None:
        if self._busy or not self._writable or not self._turns:
            return
        turn = self._turns.popleft()
        if turn.request is None or turn.refusal is not None:
            self._send(turn, turn.refusal or _MALFORMED)
            return
        self._busy = True
        task = self._loop.create_task(self._answer(turn, turn.request))
        self._state.tasks.add(task)
        task.add_done_callback(self._state.tasks.discard)

    async def _answer(self, turn: _Turn, request: Request) -> None:
        response = _FAILED
        try:
            response = await self._app.respond(request, turn.body)
        except Exception as error:
            _log.error("a delivery could not be answered", exc_info=error)
        finally:
            self._busy = False
            self._send(turn, response)
        self._next()

    def _send(self, turn: _Turn, response: Response) -> None:
        if self._transport.is_closing():
            return
        last = not turn.keep_alive or self._stopping or (self._deaf and not self._turns)
        body = b"" if turn.request is not None and turn.request.method == "HEAD" else response.body
        self._transport.write(_head(response, _date(int(time.time())), last) + body)
        self._state.total_requests += 1
        self._since = self._loop.time()
        if not last:
            if not self._turns and not self._deaf:
                self._transport.resume_reading()
        elif turn.refusal is None:
            self._transport.close()
        else:
            # Closing over what is still being sent would destroy the refusal on its way.
            self._deaf = True
            self._transport.resume_reading()
            self._transport.write_eof()
            self._loop.call_later(_LINGER_SECONDS, self._transport.close)

    def _look_at_time(self) -> None:
        passed = self._loop.time() - self._since
        if self._busy or self._deaf:
            pass
        elif self._reading and passed >= _REQUEST_WITHIN_SECONDS:
            self._refuse(TOO_SLOW)
        elif not self._reading and passed >= self._idle_seconds:
            self._transport.close()
            return
        self._timer = self._loop.call_later(self._idle_seconds, self._look_at_time)


def _head(response: Response, date: bytes, last: bool) -> bytes:
    lines = _lines(response.status, response.content_type, response.more, last)
    return b"%bdate: %b\r\ncontent-length: %d\r\n\r\n" % (lines, date, len(response.body))


@lru_cache(maxsize=64)
def _lines(status: int, content_type: bytes, more: tuple[tuple[bytes, bytes], ...], last: bool) -> bytes:
    headers = [(b"content-type", content_type), *(header for header in more if header != _CLOSE)]
    if last:
        headers.append(_CLOSE)
    first = f"HTTP/1.1 {status} {http.HTTPStatus(status).phrase}\r\n".encode()
    return first + b"".join(b"%b: %b\r\n" % header for header in headers)


@lru_cache(maxsize=2)
def _date(second: int) -> bytes:
    return formatdate(second, usegmt=True).encode()


@lru_cache(maxsize=64)
def _path_of(url: bytes) -> str | None:
    try:
        path = httptools.parse_url(url).path
        return unquote(path.decode("ascii")) if path else "/"
    except (httptools.HttpParserInvalidURLError, UnicodeDecodeError):
        return None
