"""uvicorn's HTTP/1.1 protocol with time and size limits for clients.

Without these limits, uvicorn waits indefinitely for request heads and bodies, and for clients that never read.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, cast

import httptools
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from .client_transport import ClientTransport

if TYPE_CHECKING:
    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits for a client. If a limit is exceeded, the connection is closed.

    Attributes:
        head_seconds: Maximum time for the request line and the headers, and for the first byte of a new connection.
        body_seconds: Maximum time for the body of the request.
        write_seconds: Maximum time in which a client reads less than 16 KiB of the data sent to it. On Linux, this
            includes data that the system has buffered; elsewhere, only data that the system has not accepted yet.
        max_head_bytes: Maximum size of a request's head, and of its trailers.
        max_headers: Maximum number of headers.
        max_pipelined: Maximum number of requests that can wait for the response to an earlier request.
        max_connections: Maximum number of connections to the server. If another client connects, the connection that
            has waited for its client the longest is closed.
    """

    head_seconds: float = 10.0
    body_seconds: float = 30.0
    write_seconds: float = 10.0
    max_head_bytes: int = 64 * 1024
    max_headers: int = 128
    max_pipelined: int = 64
    max_connections: int = 900


class LimitedProtocol(HttpToolsProtocol):
    """One connection of an HTTP/1.1 client, with limits.

    This class differs from uvicorn's own protocol in other ways, too:

    - Trailers do not become headers.
    - Optional white space around the value of a header is removed.
    - An error response is sent after the responses to earlier requests, and reaches a client that is still sending.
    - A client that has closed its sending half receives its response.
    - An offer to upgrade to HTTP/2 is ignored, and the body is read.
    """

    LIMITS: ClassVar[Limits] = Limits()

    _timer: asyncio.TimerHandle | None = None
    _since = 0.0  # start of waiting for the current head or body
    _in_head = False
    _in_body = False
    _idle = False  # between two requests
    _ignoring = False  # received data is discarded
    _at_end = False  # the client has closed its sending half
    _replaying = False
    _unparsed = 0  # bytes received since the last progress of the parser
    _head_bytes = 0
    _pending_error: bytes | None = None
    _client: ClientTransport  # `transport`, with its own type

    # Called by the transport.

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Initialize the connection and start the timer."""
        super().connection_made(transport)
        self._client = ClientTransport(transport, self, self.loop, self.LIMITS.write_seconds)
        self.transport = cast("asyncio.Transport", self._client)
        self.flow = _PipelineFlow(self.transport, self.pipeline)
        self._since = self.loop.time()
        self._enforce_connection_limit()
        limits = self.LIMITS
        shortest = min(limits.head_seconds, limits.body_seconds, limits.write_seconds)
        self._check_interval = min(1.0, shortest / 4)
        self._timer = self.loop.call_later(self._check_interval, self._check_timeouts)

    def connection_lost(self, exc: Exception | None) -> None:
        """Clean up after the connection."""
        self._ignoring = True
        self._stop_timer()
        self._client.connection_lost()
        super().connection_lost(exc)
        self._unset_keepalive_if_required()

    def data_received(self, data: bytes) -> None:
        """Parse received data."""
        if self._ignoring:
            return
        self._unset_keepalive_if_required()
        if self._idle:
            self._idle = False
            self._since = self.loop.time()
        self._unparsed += len(data)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as offer:
            self._handle_upgrade_offer(data[offer.args[0] :])
        except httptools.HttpParserError:
            self._reject(400, "Invalid HTTP request received.")
        if self._unparsed > self.LIMITS.max_head_bytes:
            self._reject(431, "The head of the request is too large.")

    def eof_received(self) -> bool:  # type: ignore[override]
        """Respond to requests that were complete when the client closed its sending half."""
        self._ignoring = self._at_end = True
        cycle, client = self._last_cycle, self._client
        if cycle is None or client.ended:
            client.close()
            return not client.transport.is_closing()
        if self._in_body or cycle.response_started:
            client.flush()
            return False
        cycle.keep_alive = False
        return True

    # Called by the parser.

    def on_message_begin(self) -> None:
        """Start a request."""
        if self._replaying or self._ignoring:
            return
        super().on_message_begin()
        self._in_head = True
        self._unparsed = self._head_bytes = 0

    def on_url(self, url: bytes) -> None:
        """Append a part of the request target."""
        if self._in_head:
            self.url += url
            self._head_bytes += len(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Append a header; trailers are discarded."""
        if not self._in_head:
            return
        name, value = name.lower(), value.strip(b" \t")
        if name == b"expect" and value.lower() == b"100-continue":
            self.expect_100_continue = True
        self.headers.append((name, value))
        self._head_bytes += len(name) + len(value) + 4
        if len(self.headers) > self.LIMITS.max_headers or self._head_bytes > self.LIMITS.max_head_bytes:
            self._reject(431, "The head of the request is too large.")

    def on_headers_complete(self) -> None:
        """Pass the request to the application, or queue it."""
        if not self._in_head or self._ignoring:
            return
        self._in_head = False
        self._unparsed = 0
        if len(self.pipeline) >= self.LIMITS.max_pipelined:
            # The client sees that the connection closes after the last response, and sends the other requests again.
            self._ignoring = True
            self.cycle.keep_alive = False
            return
        super().on_headers_complete()
        self._in_body = True
        self._since = self.loop.time()

    def on_body(self, body: bytes) -> None:
        """Append a part of the body."""
        self._unparsed = 0
        if self._in_body and not self._ignoring:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Finish the request."""
        if not self._in_body or self._ignoring or (self.parser.should_upgrade() and not self._replaying):
            return
        self._in_body = False
        self._idle = True
        self._unparsed = 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Continue with the next request, or send the error response that is due after the last response."""
        last = not self.pipeline
        super().on_response_complete()
        if last and self._pending_error is not None:
            self._send_error(self._pending_error)

    # Invalid requests.

    @property
    def _last_cycle(self) -> RequestResponseCycle | None:
        """The last request of this connection, or `None` if its response is complete."""
        cycle = cast("RequestResponseCycle | None", self.cycle)
        return None if cycle is None or cycle.response_complete else cycle

    def _reject(self, status: int, message: str) -> None:
        """Send an error response after the responses to earlier requests, and discard all further data."""
        if self._ignoring:
            return
        self._ignoring = True
        error_response = _response(status, message, self.server_state.default_headers)
        cycle = self._last_cycle
        if self._in_body and (cycle is None or cycle.response_started):
            self.transport.close()
        elif self._in_body and cycle is not None and not self.pipeline:
            # The application is waiting for a body that will not arrive.
            cycle.disconnected = True
            cycle.message_event.set()
            self._send_error(error_response)
        elif cycle is not None:
            if self._in_body:
                self.pipeline.popleft()
            self._pending_error = error_response
        else:
            self._send_error(error_response)

    def _send_error(self, error_response: bytes) -> None:
        self._pending_error = None
        if not self.transport.is_closing():
            self.transport.write(error_response)
            self.transport.close()

    def _handle_upgrade_offer(self, rest: bytes) -> None:
        """Switch to a WebSocket if that is supported; otherwise read the body, which the parser has not consumed."""
        if self._should_upgrade():
            self._stop_timer()
            self.transport = self._client.transport
            self.handle_websocket_upgrade()
            return
        if self._ignoring:
            return
        self.cycle.keep_alive = False
        framing = [pair for pair in self.headers if pair[0] in {b"content-length", b"transfer-encoding"}]
        head = b"".join(b"%b: %b\r\n" % pair for pair in framing)
        self.parser = httptools.HttpRequestParser(self)
        self._replaying = True
        try:
            self.parser.feed_data(b"POST / HTTP/1.1\r\nconnection: close\r\n%b\r\n" % head)
            if rest:
                self.parser.feed_data(rest)
        except httptools.HttpParserError:
            if self._in_body:
                self._reject(400, "Invalid HTTP request received.")

    # Time.

    def _check_timeouts(self) -> None:
        self._timer = self.loop.call_later(self._check_interval, self._check_timeouts)
        now, limits, client = self.loop.time(), self.LIMITS, self._client
        waited = now - self._since
        if client.seconds_unread() >= limits.write_seconds:
            client.reset()
        elif client.ended:
            client.close_if_done()
        elif self._ignoring:
            return
        elif self.flow.read_paused:
            self._since = now  # the application is slow, not the client
        elif self._in_body and waited >= limits.body_seconds:
            self._reject(408, "The body took too long.")
        elif not self._in_body and not self._idle and waited >= limits.head_seconds:
            if self._in_head:
                self._reject(408, "The headers took too long.")
            else:
                self.transport.close()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _enforce_connection_limit(self) -> None:
        if len(self.connections) <= self.LIMITS.max_connections:
            return
        connections = cast("set[object]", self.connections)
        others = [one for one in connections if isinstance(one, LimitedProtocol) and one is not self]
        waiting = [one for one in others if one._in_body or one._last_cycle is None or one.flow.write_paused]
        if waiting:
            min(waiting, key=lambda one: one._since).transport.abort()

    def close_now(self) -> None:
        """Close the connection of a running request once the data written so far has been sent."""
        self._client.flush()
        self._client.transport.close()

    @property
    def still_sends(self) -> bool:
        """Whether the client can still send data although the response is complete."""
        return not self._at_end and (self._in_body or self._in_head or self._ignoring)

    def ignore(self) -> None:
        """Discard all data received from now on."""
        self._ignoring = True


class _PipelineFlow(FlowControl):
    """Flow control that pauses reading while requests are queued, so that the queue cannot grow without limit."""

    def __init__(self, transport: asyncio.Transport, pipeline: Any) -> None:
        super().__init__(transport)
        self._pipeline = pipeline

    def resume_reading(self) -> None:
        if not self._pipeline:
            super().resume_reading()


def _response(status: int, message: str, headers: list[tuple[bytes, bytes]]) -> bytes:
    more = [
        *headers,
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", b"%d" % len(message)),
        (b"connection", b"close"),
    ]
    return STATUS_LINE[status] + b"".join(b"%b: %b\r\n" % pair for pair in more) + b"\r\n" + message.encode()
