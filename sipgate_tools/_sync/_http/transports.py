# Made by scripts/make_sync.py from sipgate_tools/_async/_http/transports.py: edit that file.
"""Transports that send requests: the default connection pools, and httpx2 transports, including custom ones."""

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

from sipgate_tools._backends.sync import SyncPoolTransport, body_of, closing, deadline, fast_transport
from sipgate_tools._http.environment import Proxy, check_tls_settings, proxy_for, tls_context, tls_variables
from sipgate_tools._http.faults import NOTHING_SENT, cause_of
from sipgate_tools._http.messages import HttpRequest, HttpResponse, NetworkFault, join_body, max_body_bytes
from sipgate_tools.errors import SipgateError

_FAULTS: Final = (httpx2.TransportError, httpx2.DecodingError, httpx2.InvalidURL, TimeoutError)
_POOL: Final = httpx2.Limits(max_connections=100, keepalive_expiry=30.0)


class SyncTransport(Protocol):
    """The interface of transports, which send requests and raise `NetworkFault` for every failure."""

    def exchange(self, outgoing: HttpRequest) -> HttpResponse:
        """Send a request and return its complete response."""
        ...

    def stream(self, outgoing: HttpRequest) -> AbstractContextManager[tuple[HttpResponse, Iterator[bytes]]]:
        """Send a request, and return a context manager for the response without its body and for the body's pieces."""
        ...

    def close(self) -> None:
        """Close the pool."""
        ...


@dataclass
class SyncHttpxTransport:
    """Sends requests through an httpx2 transport.

    httpx2's client is not used, because it logs complete URLs, follows redirects and stores cookies.

    Attributes:
        transport: The httpx2 transport. If it has an attribute `proxy`, errors contain the label of that proxy.
    """

    transport: httpx2.BaseTransport
    _closed: bool = field(default=False, init=False)

    def exchange(self, outgoing: HttpRequest) -> HttpResponse:
        """Send a request and return its complete response.

        Raises:
            NetworkFault: No complete response was received.
        """
        _check_open(closed=self._closed)
        head: HttpResponse | None = None
        started = time.monotonic()
        try:
            with deadline(outgoing.deadline_seconds):
                response = self.transport.handle_request(_request(outgoing))
                head = HttpResponse(response.status_code, response.headers, b"")
                try:
                    content = _body(response, head, outgoing, started)
                finally:
                    response.close()
                return HttpResponse(response.status_code, response.headers, content)
        except NetworkFault as found:
            fault = found
        except _FAULTS as error:
            fault = self._fault(error, head, outgoing, started)
        raise fault  # outside of the handlers: the library's exception may contain the whole request

    @contextmanager
    def stream(self, outgoing: HttpRequest) -> Generator[tuple[HttpResponse, Iterator[bytes]]]:
        """Send a request and yield its response without the body, and the body piece by piece.

        Raises:
            NetworkFault: No response was received, or the connection was lost.
        """
        _check_open(closed=self._closed)
        started = time.monotonic()
        try:
            with deadline(outgoing.deadline_seconds):
                response = self.transport.handle_request(_request(outgoing))
                try:
                    head = HttpResponse(response.status_code, response.headers, b"")
                    with closing(_in_time(response, outgoing, started)) as body:
                        yield head, body
                finally:
                    response.close()
                return
        except NetworkFault as found:
            fault = found
        except _FAULTS as error:
            fault = self._fault(error, None, outgoing, started)
        raise fault

    def _fault(
        self, error: Exception, head: HttpResponse | None, outgoing: HttpRequest, started: float
    ) -> NetworkFault:
        timed_out = isinstance(error, (httpx2.TimeoutException, TimeoutError))
        proxy: Proxy | None = getattr(self.transport, "proxy", None)
        return NetworkFault(
            type(error).__name__,
            sent=not isinstance(error, NOTHING_SENT),
            timed_out=timed_out,
            response_started=head,
            deadline=timed_out and (isinstance(error, TimeoutError) or _is_late(outgoing, started)),
            cause=cause_of(error),
            proxy=proxy.label if proxy else None,
        )

    def close(self) -> None:
        """Close the transport; requests fail afterwards."""
        # Not every transport rejects requests once closed: the sandbox serves further clients.
        self._closed = True
        self.transport.close()


class SyncLazyPool:
    """The default connection pools of a client, one per proxy and scheme, each created for its first request.

    On asyncio, the pools use aiohttp if it is installed, otherwise httpx2. Both use the certificate authorities and
    proxies that are set in the environment. Files on other hosts can require a different proxy.

    Args:
        root: The API root.

    Raises:
        InvalidInput: A proxy, a certificate authority or a key log that is set in the environment cannot be used.
        MissingExtra: The environment specifies a SOCKS proxy, but the package for SOCKS is not installed.
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._proxy = proxy_for(root)
        # Created now if a variable of the environment may be invalid, else when needed, because it is slow.
        self._ssl: ssl.SSLContext | None = tls_context() if tls_variables() and _is_https(root) else None
        check_tls_settings()
        self._pools: dict[tuple[Proxy | None, bool], SyncTransport] = {}
        self._closed = False
        self._lock = threading.Lock()

    def exchange(self, outgoing: HttpRequest) -> HttpResponse:
        """Send a request and return its complete response."""
        return self._pool(outgoing.url).exchange(outgoing)

    def stream(self, outgoing: HttpRequest) -> AbstractContextManager[tuple[HttpResponse, Iterator[bytes]]]:
        """Send a request, and return a context manager for the response without its body and for the body's pieces."""
        return self._pool(outgoing.url).stream(outgoing)

    def close(self) -> None:
        """Close the pools; requests fail afterwards."""
        self._closed = True
        for pool in self._pools.values():
            pool.close()

    def _pool(self, url: str) -> SyncTransport:
        _check_open(closed=self._closed)
        proxy = self._proxy if url.startswith(f"{self._root}/") else proxy_for(url)
        key = (proxy, _is_https(url))
        pool = self._pools.get(key)
        if pool is None:
            # Concurrent threads must share one pool: a second one would never be closed.
            with self._lock:
                pool = self._pools.get(key) or self._new_pool(proxy, https=key[1])
                self._pools[key] = pool
        return pool

    def _new_pool(self, proxy: Proxy | None, *, https: bool) -> SyncTransport:
        context = self._context() if https else None
        fast = fast_transport(proxy=proxy, ssl_context=context)
        if fast is not None:
            return fast
        return SyncHttpxTransport(SyncPoolTransport(proxy=proxy, ssl_context=context, limits=_POOL))

    def _context(self) -> ssl.SSLContext:
        if self._ssl is None:
            self._ssl = tls_context()
        return self._ssl


def make_transport(transport: httpx2.BaseTransport | None, root: str) -> SyncTransport:
    """Return a wrapper for a custom transport or, if `transport` is `None`, the default pools for an API root."""
    return SyncLazyPool(root) if transport is None else SyncHttpxTransport(transport)


def _is_https(url: str) -> bool:
    return urlsplit(url).scheme == "https"


def _check_open(*, closed: bool) -> None:
    if closed:
        raise SipgateError("The client is closed; nothing was sent.", hint="Create a new client.")


def _request(outgoing: HttpRequest) -> httpx2.Request:
    limit, connect = outgoing.timeout_seconds, outgoing.connect_seconds
    return httpx2.Request(
        outgoing.method,
        outgoing.url,
        headers=outgoing.headers,
        content=outgoing.content,
        extensions={"timeout": {"connect": connect, "read": limit, "write": limit, "pool": connect}},
    )


def _body(response: httpx2.Response, head: HttpResponse, outgoing: HttpRequest, started: float) -> bytes:
    """Return the body of a response.

    Raises:
        NetworkFault: The body exceeds the size limit.
    """
    limit = max_body_bytes(head, outgoing)
    pieces: list[bytes] = []
    size = 0
    with closing(_in_time(response, outgoing, started)) as body:
        for piece in body:
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                break
    return join_body(pieces, limit, head)


def _in_time(response: httpx2.Response, outgoing: HttpRequest, started: float) -> Generator[bytes]:
    """Yield the pieces of the decompressed body.

    Raises:
        TimeoutError: A piece was received after the deadline, because the transport does not support deadlines.
    """
    with body_of(response) as body:
        for piece in body:
            if _is_late(outgoing, started):
                raise TimeoutError
            yield piece


def _is_late(outgoing: HttpRequest, started: float) -> bool:
    return time.monotonic() - started >= outgoing.deadline_seconds
