"""Moving bytes with aiohttp: the async client uses it where it is installed, for several times the throughput.

It is used as plainly as possible: no redirects, no cookies, no second sending. aiohttp would send GET, PUT and DELETE
again when a kept-alive connection turns out to be closed; that decision is ours alone (`retry.py`).
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
from sipgate_tools._http.messages import HttpRequest, HttpResponse, NetworkFault, body_ceiling, join_body

from .task_deadline import TaskDeadlines

if TYPE_CHECKING:
    import ssl

    from sipgate_tools._http.environment import Proxy

_CONNECTIONS: Final = 100
_KEEP_ALIVE_SECONDS: Final = 30.0
_PIECE: Final = 65536

# Nothing of the request can have left when one of these is raised.
_NOTHING_SENT: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)
_FAULTS: Final = (aiohttp.ClientError, asyncio.TimeoutError, OSError)


class AiohttpTransport:
    """Moves requests and answers through a connection pool of aiohttp, one per event loop.

    Args:
        proxy: The proxy to go through, if any.
        ssl_context: How certificates are checked; `None` for plain http.
    """

    def __init__(self, *, proxy: Proxy | None, ssl_context: ssl.SSLContext | None) -> None:
        self._proxy = proxy
        self._ssl: Any = ssl_context if ssl_context is not None else True
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._deadlines: TaskDeadlines | None = None

    async def exchange(self, outgoing: HttpRequest) -> HttpResponse:
        """Send a request and read its whole answer.

        Raises:
            NetworkFault: There was no whole answer.
        """
        begun: HttpResponse | None = None
        started = time.monotonic()
        try:
            with self._within(outgoing.deadline_seconds):
                async with self._request(outgoing) as response:
                    begun = HttpResponse(response.status, response.headers, b"")
                    ceiling = body_ceiling(begun, outgoing)
                    pieces: list[bytes] = []
                    size = 0
                    while piece := await response.content.readany():
                        pieces.append(piece)
                        size += len(piece)
                        if size > ceiling:
                            break
                    return HttpResponse(response.status, response.headers, join_body(pieces, ceiling, begun))
        except NetworkFault as found:
            fault = found
        except _FAULTS as error:
            fault = self._fault(error, begun, outgoing, started)
        raise fault

    @asynccontextmanager
    async def stream(
        self, outgoing: HttpRequest
    ) -> AsyncGenerator[tuple[HttpResponse, AsyncIterator[bytes]]]:
        """Send a request and yield its answer without the body, and the body piece by piece.

        Raises:
            NetworkFault: There was no answer, or it broke off.
        """
        started = time.monotonic()
        try:
            with self._within(outgoing.deadline_seconds):
                async with self._request(outgoing) as response:
                    answer = HttpResponse(response.status, response.headers, b"")
                    yield answer, response.content.iter_chunked(_PIECE)
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
            # As it is: yarl would otherwise unquote and quote again.
            URL(outgoing.url, encoded=True),
            headers=outgoing.headers,
            data=outgoing.content,
            allow_redirects=False,
            proxy=self._proxy.url if self._proxy else None,
            # The time for all of it is `TaskDeadlines`' business: a timer for each request costs too much.
            timeout=aiohttp.ClientTimeout(total=None, connect=connect, sock_connect=connect, sock_read=limit),
        )

    def _new_session(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            limit=_CONNECTIONS, keepalive_timeout=_KEEP_ALIVE_SECONDS, ssl=self._ssl
        )
        session = aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar(), skip_auto_headers=("Content-Type",)
        )
        # There is no public switch; aiohttp's own test client sets the same attribute.
        session._retry_connection = False  # pyright: ignore[reportPrivateUsage]
        return session

    def _within(self, seconds: float) -> AbstractContextManager[None]:
        """Return a scope for one request, in a pool of this event loop."""
        loop = asyncio.get_running_loop()
        if self._deadlines is None or self._loop is not loop:
            self._session, self._loop, self._deadlines = self._new_session(), loop, TaskDeadlines(loop)
        return self._deadlines.within(seconds)

    def _fault(
        self, error: BaseException, begun: HttpResponse | None, outgoing: HttpRequest, started: float
    ) -> NetworkFault:
        timed_out = isinstance(error, asyncio.TimeoutError)
        return NetworkFault(
            type(error).__name__,
            sent=not isinstance(error, _NOTHING_SENT),
            timed_out=timed_out,
            response_started=begun,
            deadline=timed_out and time.monotonic() - started >= outgoing.deadline_seconds,
            cause=cause_of(error),
            proxy=self._proxy.label if self._proxy else None,
        )
