"""Converts between httpx2's requests and responses and the sandbox's own, and simulates network failures."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Final

import httpx2

from ..dispatch.http import Request, Response

# The sandbox handles one request at a time; a synchronous client may send from several threads.
_LOCK: Final = RLock()


def respond_in_process(respond: Callable[[Request], Response], request: httpx2.Request) -> httpx2.Response:
    """Return the sandbox's response to a client's request, or raise the network error that a fault causes.

    This function never waits. A delay longer than the client's read timeout raises `ReadTimeout` immediately, and a
    shorter delay is ignored.

    Raises:
        httpx2.ConnectError: A fault refuses the connection.
        httpx2.RemoteProtocolError: A fault drops the connection, or cuts it in the middle of the body.
        httpx2.ReadTimeout: A fault delays the response for longer than the read timeout, or forever.
    """
    received = Request(
        method=request.method,
        path=request.url.raw_path.partition(b"?")[0].decode("ascii"),
        query=request.url.query.decode("ascii"),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=request.content,
    )
    with _LOCK:
        response = respond(received)
    read_timeout = request.extensions.get("timeout", {}).get("read")
    late = read_timeout is not None and response.delay_seconds > read_timeout
    if response.connection_outcome == "refused":
        raise httpx2.ConnectError("Connection refused", request=request)
    if response.connection_outcome == "dropped":
        raise httpx2.RemoteProtocolError("Server disconnected without sending a response.", request=request)
    if response.connection_outcome == "cut":
        msg = "peer closed connection without sending complete message body"
        raise httpx2.RemoteProtocolError(msg, request=request)
    if response.connection_outcome == "hung" or late:
        raise httpx2.ReadTimeout("The read operation timed out", request=request)
    return httpx2.Response(
        response.status, headers=dict(response.headers), content=response.body, request=request
    )
