"""The way from a server to one client: how much of it the client has taken, and an end that lets it take the rest."""

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
        """Return the bytes that an ioctl counts; 0 where there is no such count."""
        try:
            return int.from_bytes(fcntl.ioctl(connection.fileno(), request, bytes(4)), sys.byteorder)
        except (OSError, ValueError):
            return 0

    def _untaken(connection: socket.socket) -> int:
        """Return how many bytes the system keeps until the client's system has confirmed them."""
        return _queued(connection, termios.TIOCOUTQ)

    def _unsent(connection: socket.socket) -> int:
        """Return how many bytes the system keeps because the client's system has no room for them."""
        return _queued(connection, _SIOCOUTQNSD)

    _SIOCOUTQNSD: Final = 0x894B  # from <linux/sockios.h>

else:

    def _untaken(connection: socket.socket) -> int:  # noqa: ARG001
        """Return 0: this system does not say."""
        return 0

    _unsent = _untaken

_LINGER_SECONDS: Final = 2.0
_MIN_READ_BYTES: Final = 16 * 1024
_HELD_BYTES: Final = 4096
_COPIED_BYTES: Final = 64 * 1024


class _Server(Protocol):
    """The protocol of the connection."""

    @property
    def still_sends(self) -> bool:
        """Whether more may come from the client."""
        ...

    def ignore(self) -> None:
        """Read and drop whatever comes from now on."""


class ClientTransport:
    """A transport that knows how much its client has not taken, and waits for that before it closes the connection.

    The system takes megabytes for a client that reads nothing, whatever the transport's own buffer holds. Closing
    then would leave them to the system, with an end that the client never sees. And closing a socket with unread
    data resets the connection, and the reset can overtake the response.

    Args:
        transport: The event loop's transport.
        server: Its protocol.
        loop: The event loop.
        limit: For how many seconds the system may keep a closed socket whose client leaves it no room.
    """

    def __init__(
        self, transport: asyncio.Transport, server: _Server, loop: asyncio.AbstractEventLoop, limit: float
    ) -> None:
        self.transport = transport
        self.ends = False
        self._server = server
        self._now = loop.time
        self._call_soon = loop.call_soon
        self._limit = limit
        self._socket: socket.socket = transport.get_extra_info("socket")
        self._write = transport.write
        self._held = b""
        self._written = 0
        self._close_at = 0.0
        # A time, and how many bytes of all that were written the client shall have taken since.
        self._expected = (loop.time(), 0)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.transport, name)

    def write(self, data: bytes) -> None:
        """Send, unless the response has ended; a small part goes out together with the next, or very soon.

        A server writes the head of a response and then its body: one packet is half the work of two.
        """
        if self.ends:
            return
        if self._held:
            if len(data) <= _COPIED_BYTES:
                data, self._held = self._held + data, b""
            self.flush()
            self._send(data)
        elif len(data) <= _HELD_BYTES and not self.transport.is_closing():
            self._held = data
            self._call_soon(self.flush)
        else:
            self._send(data)

    def flush(self) -> None:
        """Send what is held back."""
        held, self._held = self._held, b""
        if held and not self.transport.is_closing():
            self._send(held)

    def _send(self, data: bytes) -> None:
        self._written += len(data)
        self._write(data)

    def is_closing(self) -> bool:
        """Whether nothing more can be written."""
        return self.ends or self.transport.is_closing()

    def seconds_unread(self) -> float:
        """Return for how long the client has taken less than 16 KiB, and not everything that waited for it."""
        now = self._now()
        since, expected = self._expected
        taken = self._written - self.transport.get_write_buffer_size() - _untaken(self._socket)
        if taken >= expected:
            self._expected = (now, min(self._written, taken + _MIN_READ_BYTES))
            return 0.0
        return now - since

    def close(self) -> None:
        """End the responses, and the connection as soon as the client has room for them and sends nothing more."""
        self.flush()
        still_sends = self._server.still_sends
        if self.ends:
            if not still_sends:
                self._close_at = 0.0
                self.close_if_done()
            return
        if not (still_sends or self._has_to_wait()) or not self.transport.can_write_eof():
            self.transport.close()
            return
        self.ends = True
        self._close_at = self._now() + (_LINGER_SECONDS if still_sends else 0.0)
        self._server.ignore()
        self.transport.write_eof()
        self.transport.resume_reading()

    def close_if_done(self) -> None:
        """Close the connection if it has ended, and the client has had the time to take everything."""
        if self.ends and self._now() >= self._close_at and not self._has_to_wait():
            self.transport.close()

    def reset(self) -> None:
        """End the connection, and let the system drop what waits for the client."""
        with_reset = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, with_reset)
        self.transport.abort()

    def connection_lost(self) -> None:
        """Send nothing more, and let the system drop the socket if its client leaves it no room for long."""
        self.ends = True
        self._held = b""
        if _unsent(self._socket):
            with contextlib.suppress(OSError, AttributeError):
                option = socket.TCP_USER_TIMEOUT  # not on every system
                self._socket.setsockopt(socket.IPPROTO_TCP, option, int(self._limit * 1000))

    def _has_to_wait(self) -> bool:
        return self.transport.get_write_buffer_size() > 0 or _unsent(self._socket) > 0
