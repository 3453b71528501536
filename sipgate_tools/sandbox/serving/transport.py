"""Between httpx2 and the sandbox's own requests and answers: what a network would do, without one."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Final

import httpx2

from ..dispatch.http import Request, Response

# The core answers one request after the other; a synchronous client may send from several threads.
_IN_TURN: Final = RLock()


def respond_in_process(respond: Callable[[Request], Response], request: httpx2.Request) -> httpx2.Response:
    """Let the sandbox answer a client's request, and let happen to the client what faults ask for.

    Nothing waits: a delay longer than the client's read timeout is the timeout itself.

    Raises:
        httpx2.ConnectError: the connection was refused.
        httpx2.RemoteProtocolError: it was dropped, or cut in the middle of the body.
        httpx2.ReadTimeout: no answer came in time.
    """
    received = Request(
        method=request.method,
        path=request.url.raw_path.partition(b"?")[0].decode("ascii"),
        query=request.url.query.decode("ascii"),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=request.content,
    )
    with _IN_TURN:
        answer = respond(received)
    patience = request.extensions.get("timeout", {}).get("read")
    late = patience is not None and answer.delay_seconds > patience
    if answer.connection_outcome == "refused":
        raise httpx2.ConnectError("Connection refused", request=request)
    if answer.connection_outcome == "dropped":
        raise httpx2.RemoteProtocolError("Server disconnected without sending a response.", request=request)
    if answer.connection_outcome == "cut":
        msg = "peer closed connection without sending complete message body"
        raise httpx2.RemoteProtocolError(msg, request=request)
    if answer.connection_outcome == "hung" or late:
        raise httpx2.ReadTimeout("The read operation timed out", request=request)
    return httpx2.Response(answer.status, headers=dict(answer.headers), content=answer.body, request=request)
