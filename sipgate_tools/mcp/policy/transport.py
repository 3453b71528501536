"""Transport that enforces the policy on every request of the server.

The transport determines the operation from the bytes of an HTTP request. It sends a request only if the operator's
rules allow it, all ids in it belong to the user (not checked with access to the whole account) and, for a changing
request, a permit for exactly these bytes is valid. This stops tools that skip the approval, and requests that differ
from the approved ones. The only exception is the download of one URL inside `allowed_download`.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final, Literal, Protocol
from urllib.parse import urlsplit

import httpx2

from sipgate_tools._backends.async_ import AsyncPoolTransport
from sipgate_tools._http.environment import Proxy, proxy_for, tls_context
from sipgate_tools._http.faults import NOTHING_SENT
from sipgate_tools.errors import PolicyRefused

from .action import current_permit
from .outgoing import OutgoingRequest
from .rules import PolicyRules, Refused, Verdict, evaluate

if TYPE_CHECKING:
    from collections.abc import Collection, Set

    from sipgate_tools.spec import Spec

    from .request_facts import Id

_NO_EFFECT: Final = (401, 429)  # the client may send the request again, with a new token or after a pause


_download: ContextVar[str | None] = ContextVar("sipgate_mcp_download", default=None)


@contextmanager
def allowed_download(url: str) -> Generator[None]:
    """Permit the download of one URL within the block. The URL must come from a history entry of the user."""
    token = _download.set(url)
    try:
        yield
    finally:
        _download.reset(token)


class _Owner(Protocol):
    async def unowned(self, ids: Set[Id]) -> Collection[Id]: ...
    async def access(self) -> Literal["user", "account"]: ...


class PolicyTransport(httpx2.AsyncBaseTransport):
    """A transport that forwards allowed requests, and raises `PolicyRefused` for all others."""

    def __init__(
        self,
        inner: httpx2.AsyncBaseTransport,
        *,
        spec: Spec,
        rules: PolicyRules,
        owner: _Owner,
        root: str,
    ) -> None:
        """Wrap a transport.

        Args:
            inner: The transport that sends allowed requests.
            spec: The OpenAPI spec, which contains the operations with their policy data.
            rules: The operator's rules.
            owner: The ownership of ids by the authenticated user.
            root: The base URL without the API version. Its path is not part of an operation's path.
        """
        self._inner = inner
        self.proxy: Proxy | None = getattr(inner, "proxy", None)  # for errors of the connection
        self._spec = spec
        self._rules = rules
        self._owner = owner
        self._prefix = urlsplit(root).path.rstrip("/")

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request if the policy allows it.

        Raises:
            PolicyRefused: The policy does not allow the request. Nothing was sent.
        """
        if request.method == "GET" and str(request.url) == _download.get():
            return await self._inner.handle_async_request(request)
        outgoing = OutgoingRequest.from_wire(request, self._prefix)
        facts = outgoing.facts(self._spec)
        # Rules that need no lookup come first: a read-only server does not look up ids for a change.
        self._raise(evaluate(facts, self._rules, access="account", confirmed=True))
        permit = None if facts.reads else current_permit.get()
        if not facts.reads and (permit is None or not permit.take(outgoing)):
            raise PolicyRefused(f"{facts.operation_id} was not approved in this form. Nothing was sent.")
        try:
            unowned, access = await self._owner.unowned(facts.ids), await self._owner.access()
            self._raise(evaluate(facts, self._rules, unowned=unowned, access=access, confirmed=True))
            response = await self._inner.handle_async_request(request)
        except (*NOTHING_SENT, PolicyRefused):
            if permit is not None:
                permit.give_back(outgoing)  # the client may retry
            raise
        if permit is not None and response.status_code in _NO_EFFECT:
            permit.give_back(outgoing)
        return response

    async def aclose(self) -> None:
        """Close the wrapped transport."""
        await self._inner.aclose()

    @staticmethod
    def _raise(verdict: Verdict) -> None:
        if isinstance(verdict, Refused):
            raise PolicyRefused(verdict.message)


def policy_client_transport(root: str) -> httpx2.AsyncBaseTransport:
    """Return a connection pool for one API root, with the proxy and TLS settings of the environment.

    Raises:
        InvalidInput: A proxy, a certificate authority or a key log file in the environment cannot be used.
        MissingExtra: The proxy in the environment is a SOCKS proxy, and the package `socksio` is not installed.
    """
    return AsyncPoolTransport(
        proxy=proxy_for(root),
        ssl_context=tls_context(),
        limits=httpx2.Limits(max_connections=20, keepalive_expiry=30.0),
    )
