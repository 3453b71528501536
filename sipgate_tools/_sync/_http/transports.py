# Made by scripts/make_sync.py from sipgate_tools/_async/_http/transports.py: edit that file.
"""What moves the bytes: a transport of httpx2, one's own or the default pool."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Final, Protocol
from urllib.parse import urlsplit

import httpx2

from sipgate_tools._backends.sync import PoolTransport, body_of, closing, deadline, fast_transport
from sipgate_tools._http.environment import Proxy, proxy_for, tls_context, tls_variables
from sipgate_tools._http.faults import cause_of
from sipgate_tools._http.messages import HttpRequest, HttpResponse, NetworkFault, body_ceiling, join_body
from sipgate_tools.errors import SipgateError

# Nothing of the request can have left when one of these is raised.
_NOTHING_SENT: Final = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.InvalidURL,
    httpx2.LocalProtocolError,
    httpx2.PoolTimeout,
    httpx2.ProxyError,
    httpx2.UnsupportedProtocol,
)
_FAULTS: Final = (httpx2.TransportError, httpx2.DecodingError, httpx2.InvalidURL, TimeoutError)
_POOL: Final = httpx2.Limits(max_connections=100, keepalive_expiry=30.0)


class SyncTransport(Protocol):
    """Moves requests and answers; every fault is a `NetworkFault`."""

    def exchange(self, outgoing: HttpRequest) -> HttpResponse:
        """Send a request and read its whole answer."""
        ...

    def stream(self, outgoing: HttpRequest) -> AbstractContextManager[tuple[HttpResponse, Iterator[bytes]]]:
        """Send a request; give its answer without the body, and the body piece by piece."""
        ...

    def close(self) -> None:
        """Close the pool."""
        ...


@dataclass
class SyncHttpxTransport:
    """Moves requests and answers through a transport of httpx2.

    The transport is used directly, not through the client of httpx2: that one logs whole URLs, follows redirects and
    keeps cookies, none of which is wanted here.

    Attributes:
        transport: The transport; its attribute `proxy`, if it has one, is named in errors.
    """

    transport: httpx2.BaseTransport
    _closed: bool = field(default=False, init=False)

    def exchange(self, outgoing: HttpRequest) -> HttpResponse:
        """Send a request and read its whole answer.

        Raises:
            NetworkFault: There was no whole answer.
        """
        _check_open(closed=self._closed)
        begun: HttpResponse | None = None
        started = time.monotonic()
        try:
            with deadline(outgoing.deadline_seconds):
                response = self.transport.handle_request(_request(outgoing))
                begun = HttpResponse(response.status_code, response.headers, b"")
                try:
                    content = _body(response, begun, outgoing, started)
                finally:
                    response.close()
                return HttpResponse(response.status_code, response.headers, content)
        except NetworkFault as found:
            fault = found
        except _FAULTS as error:
            fault = self._fault(error, begun, outgoing, started)
        raise fault  # outside of the handlers: what the library raised may hold the whole request

    @contextmanager
    def stream(self, outgoing: HttpRequest) -> Generator[tuple[HttpResponse, Iterator[bytes]]]:
        """Send a request and yield its answer without the body, and the body piece by piece.

        Raises:
            NetworkFault: There was no answer, or it broke off.
        """
        _check_open(closed=self._closed)
        started = time.monotonic()
        try:
            with deadline(outgoing.deadline_seconds):
                response = self.transport.handle_request(_request(outgoing))
                try:
                    answer = HttpResponse(response.status_code, response.headers, b"")
                    with closing(_in_time(response, outgoing, started)) as body:
                        yield answer, body
                finally:
                    response.close()
                return
        except NetworkFault as found:
            fault = found
        except _FAULTS as error:
            fault = self._fault(error, None, outgoing, started)
        raise fault

    def _fault(
        self, error: Exception, begun: HttpResponse | None, outgoing: HttpRequest, started: float
    ) -> NetworkFault:
        timed_out = isinstance(error, (httpx2.TimeoutException, TimeoutError))
        proxy: Proxy | None = getattr(self.transport, "proxy", None)
        return NetworkFault(
            type(error).__name__,
            sent=not isinstance(error, _NOTHING_SENT),
            timed_out=timed_out,
            response_started=begun,
            deadline=timed_out and (isinstance(error, TimeoutError) or _is_late(outgoing, started)),
            cause=cause_of(error),
            proxy=proxy.label if proxy else None,
        )

    def close(self) -> None:
        """Close the pool; nothing can be sent afterwards."""
        self._closed = True  # not every transport minds: the sandbox's is there for the next client
        self.transport.close()


class SyncLazyPool:
    """The pools of a client that was given no transport, each made when its first request leaves.

    On asyncio they are of aiohttp where that is installed, else of httpx2. The settings of the environment hold for
    both: proxies (another one, or none, for files on other hosts) and certificate authorities.

    Args:
        root: The API root that requests go to.

    Raises:
        InvalidInput: The environment names a proxy, a certificate authority or a key log that cannot be used.
        MissingExtra: It names a SOCKS proxy, and the package for those is not installed.
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._proxy = proxy_for(root)
        # Made now where the environment may be wrong about it, else when it is needed: it takes a while.
        self._ssl: ssl.SSLContext | None = tls_context() if tls_variables() else None
        self._pools: dict[Proxy | None, SyncTransport] = {}
        self._closed = False
        self._choosing = threading.Lock()

    def exchange(self, outgoing: HttpRequest) -> HttpResponse:
        """Send a request and read its whole answer."""
        return self._pool(outgoing.url).exchange(outgoing)

    def stream(self, outgoing: HttpRequest) -> AbstractContextManager[tuple[HttpResponse, Iterator[bytes]]]:
        """Send a request; give its answer without the body, and the body piece by piece."""
        return self._pool(outgoing.url).stream(outgoing)

    def close(self) -> None:
        """Close the pools; nothing can be sent afterwards."""
        self._closed = True
        for pool in self._pools.values():
            pool.close()

    def _pool(self, url: str) -> SyncTransport:
        _check_open(closed=self._closed)
        proxy = self._proxy if url.startswith(f"{self._root}/") else proxy_for(url)
        pool = self._pools.get(proxy)
        if pool is None:
            # Threads that begin together share one pool: a second one would never be closed.
            with self._choosing:
                pool = self._pools.get(proxy) or self._new_pool(proxy)
                self._pools[proxy] = pool
        return pool

    def _new_pool(self, proxy: Proxy | None) -> SyncTransport:
        https = urlsplit(self._root).scheme == "https"
        fast = fast_transport(proxy=proxy, ssl_context=self._context() if https else None)
        if fast is not None:
            return fast
        return SyncHttpxTransport(PoolTransport(proxy=proxy, ssl_context=self._context(), limits=_POOL))

    def _context(self) -> ssl.SSLContext:
        if self._ssl is None:
            self._ssl = tls_context()
        return self._ssl


def make_transport(transport: httpx2.BaseTransport | None, root: str) -> SyncTransport:
    """Return the network of somebody's own transport, or the default one for a root."""
    return SyncLazyPool(root) if transport is None else SyncHttpxTransport(transport)


def _check_open(*, closed: bool) -> None:
    if closed:
        raise SipgateError("The client is closed; nothing was sent.", hint="Make a new one.")


def _request(outgoing: HttpRequest) -> httpx2.Request:
    limit, connect = outgoing.timeout_seconds, outgoing.connect_seconds
    return httpx2.Request(
        outgoing.method,
        outgoing.url,
        headers=outgoing.headers,
        content=outgoing.content,
        extensions={"timeout": {"connect": connect, "read": limit, "write": limit, "pool": connect}},
    )


def _body(response: httpx2.Response, begun: HttpResponse, outgoing: HttpRequest, started: float) -> bytes:
    """Return the body of a response.

    Raises:
        NetworkFault: It is too large.
    """
    ceiling = body_ceiling(begun, outgoing)
    pieces: list[bytes] = []
    size = 0
    with closing(_in_time(response, outgoing, started)) as body:
        for piece in body:
            pieces.append(piece)
            size += len(piece)
            if size > ceiling:
                break
    return join_body(pieces, ceiling, begun)


def _in_time(response: httpx2.Response, outgoing: HttpRequest, started: float) -> Generator[bytes]:
    """Yield the decompressed body; a transport that knows no deadline is stopped at the first piece that is late."""
    with body_of(response) as body:
        for piece in body:
            if _is_late(outgoing, started):
                raise TimeoutError
            yield piece


def _is_late(outgoing: HttpRequest, started: float) -> bool:
    return time.monotonic() - started >= outgoing.deadline_seconds
