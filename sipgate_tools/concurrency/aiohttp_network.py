"""Moving bytes with aiohttp: the async client uses it where it is installed, for several times the throughput.

It is used as plainly as possible: no redirects, no cookies, no second sending. aiohttp would send GET, PUT and DELETE
again when a kept-alive connection turns out to be closed; that decision is ours alone (`retry.py`).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

import aiohttp
from yarl import URL

from sipgate_tools.transport import Answer, NetworkFault, Outgoing

if TYPE_CHECKING:
    import ssl

_CONNECTIONS: Final = 100
_KEEP_ALIVE_SECONDS: Final = 30.0
_PIECE: Final = 65536

# Nothing of the request can have left when one of these is raised.
_NOTHING_SENT: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)
_FAULTS: Final = (aiohttp.ClientError, asyncio.TimeoutError, OSError)


class AiohttpNetwork:
    """Moves requests and answers through a connection pool of aiohttp, one per event loop.

    Args:
        proxy: URL of the proxy to go through, if any.
        ssl_context: How certificates are checked; `None` for plain http.
    """

    def __init__(self, *, proxy: str | None, ssl_context: ssl.SSLContext | None) -> None:
        self._proxy = proxy
        self._ssl: Any = ssl_context if ssl_context is not None else True
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def exchange(self, outgoing: Outgoing) -> Answer:
        """Send a request and read its whole answer.

        Raises:
            NetworkFault: There was no whole answer.
        """
        begun: Answer | None = None
        try:
            async with self._request(outgoing) as response:
                begun = Answer(response.status, response.headers, b"")
                return Answer(response.status, response.headers, await response.read())
        except _FAULTS as error:
            raise _fault(error, begun) from None

    @asynccontextmanager
    async def stream(self, outgoing: Outgoing) -> AsyncGenerator[tuple[Answer, AsyncIterator[bytes]]]:
        """Send a request and yield its answer without the body, and the body piece by piece.

        Raises:
            NetworkFault: There was no answer, or it broke off.
        """
        try:
            async with self._request(outgoing) as response:
                answer = Answer(response.status, response.headers, b"")
                yield answer, response.content.iter_chunked(_PIECE)
        except _FAULTS as error:
            raise _fault(error, None) from None

    async def aclose(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()

    def _request(self, outgoing: Outgoing) -> Any:
        limit = outgoing.timeout_seconds
        return self._pool().request(
            outgoing.method,
            # As it is: yarl would otherwise unquote and quote again.
            URL(outgoing.url, encoded=True),
            headers=outgoing.headers,
            data=outgoing.content,
            allow_redirects=False,
            proxy=self._proxy,
            timeout=aiohttp.ClientTimeout(total=None, connect=limit, sock_connect=limit, sock_read=limit),
        )

    def _pool(self) -> aiohttp.ClientSession:
        loop = asyncio.get_running_loop()
        if self._session is None or self._loop is not loop:
            connector = aiohttp.TCPConnector(
                limit=_CONNECTIONS, keepalive_timeout=_KEEP_ALIVE_SECONDS, ssl=self._ssl
            )
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), skip_auto_headers=("Content-Type",)
            )
            # There is no public switch; aiohttp's own test client sets the same attribute.
            self._session._retry_connection = False  # pyright: ignore[reportPrivateUsage]
            self._loop = loop
        return self._session


def _fault(error: BaseException, begun: Answer | None) -> NetworkFault:
    return NetworkFault(
        type(error).__name__,
        sent=not isinstance(error, _NOTHING_SENT),
        timed_out=isinstance(error, asyncio.TimeoutError),
        begun=begun,
    )
