"""Server side of a connection, which detects clients that do not read and closes without losing the response."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import sys
from typing import Any, Final, Protocol

if sys.platform == "linux":
    import fcntl
    import termios

    def _queued(connection: socket.socket, request: int) -> int:
        """Return the number of bytes that an ioctl reports, or 0 if it fails."""
        try:
            return int.from_bytes(fcntl.ioctl(connection.fileno(), request, bytes(4)), sys.byteorder)
        except (OSError, ValueError):
            return 0

    def _unacknowledged(connection: socket.socket) -> int:
        """Return the number of sent bytes that the client's system has not acknowledged."""
        return _queued(connection, termios.TIOCOUTQ)

    def _unsent(connection: socket.socket) -> int:
        """Return the number of bytes that have not been sent because the client's receive window is full."""
        return _queued(connection, _SIOCOUTQNSD)

    _SIOCOUTQNSD: Final = 0x894B  # from <linux/sockios.h>

else:

    def _unacknowledged(connection: socket.socket) -> int:  # noqa: ARG001
        """Return 0, because this system does not report the number."""
        return 0

    _unsent = _unacknowledged

_LINGER_SECONDS: Final = 2.0
_MIN_READ_BYTES: Final = 16 * 1024
_MAX_DELAYED_BYTES: Final = 4096
_MAX_COPIED_BYTES: Final = 64 * 1024


class _ConnectionProtocol(Protocol):
    """The methods of the connection's protocol that the transport uses."""

    @property
    def still_sends(self) -> bool:
        """Whether the client can still send data."""
        ...

    def ignore(self) -> None:
        """Discard all data received from now on."""


class ClientTransport:
    """A transport that tracks how much data its client has not read, and closes only after the client has read it.

    In addition to the transport's own buffer, the system buffers megabytes for a client that reads nothing. After
    closing, the system would keep this data, and the client might never receive the end of the response. Moreover,
    closing a socket with unread received data resets the connection, and the reset can overtake the response.

    Args:
        transport: The event loop's transport.
        server: The protocol of the connection.
        loop: The event loop.
        limit: Maximum time in seconds for which the system keeps a closed socket whose client does not read.
    """

    def __init__(
        self,
        transport: asyncio.Transport,
        server: _ConnectionProtocol,
        loop: asyncio.AbstractEventLoop,
        limit: float,
    ) -> None:
        self.transport = transport
        self.ended = False
        self._server = server
        self._now = loop.time
        self._call_soon = loop.call_soon
        self._limit = limit
        self._socket: socket.socket = transport.get_extra_info("socket")
        self._write = transport.write
        self._delayed = b""
        self._written = 0
        self._close_at = 0.0
        # A time, and the total number of bytes that the client should have read before the write timeout restarts.
        self._expected = (loop.time(), 0)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.transport, name)

    def write(self, data: bytes) -> None:
        """Send data, unless the response has ended.

        Small data is delayed so that it is sent together with the data that follows: a server writes the head of a
        response and then its body, and one packet costs half as much as two.
        """
        if self.ended:
            return
        if self._delayed:
            if len(data) <= _MAX_COPIED_BYTES:
                data, self._delayed = self._delayed + data, b""
            self.flush()
            self._send(data)
        elif len(data) <= _MAX_DELAYED_BYTES and not self.transport.is_closing():
            self._delayed = data
            self._call_soon(self.flush)
        else:
            self._send(data)

    def flush(self) -> None:
        """Send the delayed data."""
        delayed, self._delayed = self._delayed, b""
        if delayed and not self.transport.is_closing():
            self._send(delayed)

    def _send(self, data: bytes) -> None:
        self._written += len(data)
        self._write(data)

    def is_closing(self) -> bool:
        """Return whether no more data can be written."""
        return self.ended or self.transport.is_closing()

    def seconds_unread(self) -> float:
        """Return the number of seconds for which the client has left data unread and read less than 16 KiB."""
        now = self._now()
        since, expected = self._expected
        acknowledged = self._written - self.transport.get_write_buffer_size() - _unacknowledged(self._socket)
        if acknowledged >= expected:
            self._expected = (now, min(self._written, acknowledged + _MIN_READ_BYTES))
            return 0.0
        return now - since

    def close(self) -> None:
        """End the responses, and close the connection once the client has received them and sends no more data."""
        self.flush()
        still_sends = self._server.still_sends
        if self.ended:
            if not still_sends:
                self._close_at = 0.0
                self.close_if_done()
            return
        if not (still_sends or self._has_to_wait()) or not self.transport.can_write_eof():
            self.transport.close()
            return
        self.ended = True
        self._close_at = self._now() + (_LINGER_SECONDS if still_sends else 0.0)
        self._server.ignore()
        self.transport.write_eof()
        self.transport.resume_reading()

    def close_if_done(self) -> None:
        """Close the connection if it has ended and the client has received everything."""
        if self.ended and self._now() >= self._close_at and not self._has_to_wait():
            self.transport.close()

    def reset(self) -> None:
        """Reset the connection and discard all unsent data."""
        with_reset = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, with_reset)
        self.transport.abort()

    def connection_lost(self) -> None:
        """Stop sending, and limit how long the system keeps the socket if the client does not read."""
        self.ended = True
        self._delayed = b""
        if _unsent(self._socket):
            with contextlib.suppress(OSError, AttributeError):
                option = socket.TCP_USER_TIMEOUT  # not available on every system
                self._socket.setsockopt(socket.IPPROTO_TCP, option, int(self._limit * 1000))

    def _has_to_wait(self) -> bool:
        return self.transport.get_write_buffer_size() > 0 or _unsent(self._socket) > 0
