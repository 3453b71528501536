"""What moves the bytes: a transport of httpx2, one's own or the default pool."""

from __future__ import annotations

import threading
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Final, Protocol
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx2

from sipgate_tools.concurrency.aio import fast_network
from sipgate_tools.errors import SipgateError
from sipgate_tools.transport import Answer, NetworkFault, Outgoing

# Nothing of the request can have left when one of these is raised.
_NOTHING_SENT: Final = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.LocalProtocolError,
    httpx2.PoolTimeout,
    httpx2.ProxyError,
    httpx2.UnsupportedProtocol,
)
_FAULTS: Final = (httpx2.TransportError, httpx2.DecodingError)


class AsyncNetwork(Protocol):
    """Moves requests and answers; every fault is a `NetworkFault`."""

    async def exchange(self, outgoing: Outgoing) -> Answer:
        """Send a request and read its whole answer."""
        ...

    def stream(self, outgoing: Outgoing) -> AbstractAsyncContextManager[tuple[Answer, AsyncIterator[bytes]]]:
        """Send a request; give its answer without the body, and the body piece by piece."""
        ...

    async def aclose(self) -> None:
        """Close the pool."""
        ...


@dataclass
class AsyncTransportNetwork:
    """Moves requests and answers through a transport of httpx2.

    The transport is used directly, not through the client of httpx2: that one logs whole URLs, follows redirects and
    keeps cookies, none of which is wanted here.
    """

    transport: httpx2.AsyncBaseTransport
    _closed: bool = field(default=False, init=False)

    async def exchange(self, outgoing: Outgoing) -> Answer:
        """Send a request and read its whole answer.

        Raises:
            NetworkFault: There was no whole answer.
        """
        _check_open(closed=self._closed)
        begun: Answer | None = None
        try:
            response = await self.transport.handle_async_request(_request(outgoing))
            begun = Answer(response.status_code, response.headers, b"")
            try:
                return Answer(response.status_code, response.headers, await response.aread())
            finally:
                await response.aclose()
        except _FAULTS as error:
            raise _fault(error, begun) from None

    @asynccontextmanager
    async def stream(self, outgoing: Outgoing) -> AsyncGenerator[tuple[Answer, AsyncIterator[bytes]]]:
        """Send a request and yield its answer without the body, and the body piece by piece.

        Raises:
            NetworkFault: There was no answer, or it broke off.
        """
        _check_open(closed=self._closed)
        try:
            response = await self.transport.handle_async_request(_request(outgoing))
            try:
                yield Answer(response.status_code, response.headers, b""), response.aiter_bytes()
            finally:
                await response.aclose()
        except _FAULTS as error:
            raise _fault(error, None) from None

    async def aclose(self) -> None:
        """Close the pool; nothing can be sent afterwards."""
        self._closed = True  # not every transport minds: the sandbox's is there for the next client
        await self.transport.aclose()


class AsyncDefaultNetwork:
    """The pool of a client that was given no transport, made when the first request leaves.

    On asyncio it is one of aiohttp where that is installed, else one of httpx2. The proxy settings of the environment
    hold for both.

    Args:
        root: The API root that requests go to.
    """

    def __init__(self, root: str) -> None:
        self._address = urlsplit(root)
        self._chosen: AsyncNetwork | None = None
        self._closed = False
        self._choosing = threading.Lock()

    async def exchange(self, outgoing: Outgoing) -> Answer:
        """Send a request and read its whole answer."""
        return await self._network().exchange(outgoing)

    def stream(self, outgoing: Outgoing) -> AbstractAsyncContextManager[tuple[Answer, AsyncIterator[bytes]]]:
        """Send a request; give its answer without the body, and the body piece by piece."""
        return self._network().stream(outgoing)

    async def aclose(self) -> None:
        """Close the pool, if there is one; nothing can be sent afterwards."""
        self._closed = True
        if self._chosen is not None:
            await self._chosen.aclose()

    def _network(self) -> AsyncNetwork:
        _check_open(closed=self._closed)
        if self._chosen is None:
            # Threads that begin together share one pool: a second one would never be closed.
            with self._choosing:
                self._chosen = self._chosen or self._choose()
        return self._chosen

    def _choose(self) -> AsyncNetwork:
        proxy = self._proxy()
        fast = fast_network(proxy=proxy, https=self._address.scheme == "https")
        return fast or AsyncTransportNetwork(
            httpx2.AsyncHTTPTransport(
                proxy=proxy, limits=httpx2.Limits(max_connections=100, keepalive_expiry=30.0)
            )
        )

    def _proxy(self) -> str | None:
        proxies = getproxies()
        proxy = proxies.get(self._address.scheme) or proxies.get("all")
        return None if proxy and proxy_bypass(self._address.netloc) else proxy


def network_of(transport: httpx2.AsyncBaseTransport | None, root: str) -> AsyncNetwork:
    """Return the network of somebody's own transport, or the default one for a root."""
    return AsyncDefaultNetwork(root) if transport is None else AsyncTransportNetwork(transport)


def _check_open(*, closed: bool) -> None:
    if closed:
        raise SipgateError("The client is closed; nothing was sent.", hint="Make a new one.")


def _request(outgoing: Outgoing) -> httpx2.Request:
    limit = outgoing.timeout_seconds
    return httpx2.Request(
        outgoing.method,
        outgoing.url,
        headers=outgoing.headers,
        content=outgoing.content,
        extensions={"timeout": {"connect": limit, "read": limit, "write": limit, "pool": limit}},
    )


def _fault(error: Exception, begun: Answer | None) -> NetworkFault:
    return NetworkFault(
        type(error).__name__,
        sent=not isinstance(error, _NOTHING_SENT),
        timed_out=isinstance(error, httpx2.TimeoutException),
        begun=begun,
    )
