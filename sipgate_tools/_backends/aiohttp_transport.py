"""An aiohttp transport for the async client, used if aiohttp is installed because it is several times faster.

Redirects, cookies and retries are disabled. By default, aiohttp resends GET, PUT and DELETE requests when a kept-alive
connection turns out to be closed. Here, only `retry.py` decides on retries.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

import aiohttp
from yarl import URL

from sipgate_tools._http.faults import cause_of
from sipgate_tools._http.messages import HttpRequest, HttpResponse, NetworkFault, join_body, max_body_bytes

from .task_deadline import TaskDeadlines

if TYPE_CHECKING:
    import ssl

    from sipgate_tools._http.environment import Proxy

_CONNECTIONS: Final = 100
_KEEP_ALIVE_SECONDS: Final = 30.0
_PIECE: Final = 65536

# When one of these is raised, no part of the request can have been sent.
_NOTHING_SENT: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)
_FAULTS: Final = (aiohttp.ClientError, asyncio.TimeoutError, OSError)


class AiohttpTransport:
    """Sends requests through an aiohttp connection pool, one per event loop.

    Args:
        proxy: The proxy to use, or `None`.
        ssl_context: The TLS context; `None` for plain http.
    """

    def __init__(self, *, proxy: Proxy | None, ssl_context: ssl.SSLContext | None) -> None:
        self._proxy = proxy
        self._ssl: Any = ssl_context if ssl_context is not None else True
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._deadlines: TaskDeadlines | None = None

    async def exchange(self, outgoing: HttpRequest) -> HttpResponse:
        """Send a request and return its complete response.

        Raises:
            NetworkFault: No complete response was received.
        """
        head: HttpResponse | None = None
        started = time.monotonic()
        try:
            with self._within(outgoing.deadline_seconds):
                async with self._request(outgoing) as response:
                    head = HttpResponse(response.status, response.headers, b"")
                    limit = max_body_bytes(head, outgoing)
                    pieces: list[bytes] = []
                    size = 0
                    while piece := await response.content.readany():
                        pieces.append(piece)
                        size += len(piece)
                        if size > limit:
                            break
                    return HttpResponse(response.status, response.headers, join_body(pieces, limit, head))
        except NetworkFault as found:
            fault = found
        except _FAULTS as error:
            fault = self._fault(error, head, outgoing, started)
        raise fault

    @asynccontextmanager
    async def stream(
        self, outgoing: HttpRequest
    ) -> AsyncGenerator[tuple[HttpResponse, AsyncIterator[bytes]]]:
        """Send a request and yield its response without the body, and the body piece by piece.

        Raises:
            NetworkFault: No response was received, or the connection was lost.
        """
        started = time.monotonic()
        try:
            with self._within(outgoing.deadline_seconds):
                async with self._request(outgoing) as response:
                    head = HttpResponse(response.status, response.headers, b"")
                    yield head, response.content.iter_chunked(_PIECE)
                    return
        except _FAULTS as error:
            fault = self._fault(error, None, outgoing, started)
        raise fault

    async def aclose(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()

    def _request(self, outgoing: HttpRequest) -> Any:
        limit, connect = outgoing.timeout_seconds, outgoing.connect_seconds
        assert self._session is not None  # noqa: S101 - made by `_within`
        return self._session.request(
            outgoing.method,
            # Prevents yarl from unquoting and quoting it again.
            URL(outgoing.url, encoded=True),
            headers=outgoing.headers,
            data=outgoing.content,
            allow_redirects=False,
            proxy=self._proxy.url if self._proxy else None,
            # `TaskDeadlines` limits the total time: a timer for each request costs too much.
            timeout=aiohttp.ClientTimeout(total=None, connect=connect, sock_connect=connect, sock_read=limit),
        )

    def _new_session(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            limit=_CONNECTIONS, keepalive_timeout=_KEEP_ALIVE_SECONDS, ssl=self._ssl
        )
        session = aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar(), skip_auto_headers=("Content-Type",)
        )
        # There is no public option; aiohttp's own test client sets the same attribute.
        session._retry_connection = False  # pyright: ignore[reportPrivateUsage]
        return session

    def _within(self, seconds: float) -> AbstractContextManager[None]:
        """Return a deadline scope for one request. If this event loop has no pool yet, a pool is created."""
        loop = asyncio.get_running_loop()
        if self._deadlines is None or self._loop is not loop:
            self._session, self._loop, self._deadlines = self._new_session(), loop, TaskDeadlines(loop)
        return self._deadlines.within(seconds)

    def _fault(
        self, error: BaseException, head: HttpResponse | None, outgoing: HttpRequest, started: float
    ) -> NetworkFault:
        timed_out = isinstance(error, asyncio.TimeoutError)
        return NetworkFault(
            type(error).__name__,
            sent=not isinstance(error, _NOTHING_SENT),
            timed_out=timed_out,
            response_started=head,
            deadline=timed_out and time.monotonic() - started >= outgoing.deadline_seconds,
            cause=cause_of(error),
            proxy=self._proxy.label if self._proxy else None,
        )
