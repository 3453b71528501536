"""Transport that enforces the policy on every request of the server.

It determines the operation from the HTTP request itself, and sends it only if the rules allow it: a reading request
needs ids that belong to the user, a changing one also a permit for exactly this request. It stops tools that skip the
approval, and client methods that send more than was approved.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol
from urllib.parse import parse_qs, urlsplit

import httpx2

from sipgate_tools._backends.async_ import PoolTransport
from sipgate_tools._http.environment import Proxy, proxy_for, tls_context
from sipgate_tools._http.faults import NOTHING_SENT
from sipgate_tools.errors import PolicyRefused

from .request_facts import Id, RequestFacts, read_request
from .rules import PolicyRules, Refused, Verdict, evaluate

if TYPE_CHECKING:
    from collections.abc import Collection, Set

    from sipgate_tools.spec import Spec


@dataclass
class Permit:
    """The permission for one action, in force while its tool sends it.

    Attributes:
        facts: The request that was approved, confirmed and recorded.
        also: Operations that belong to it, such as choosing the sender of an SMS; they contact no one and cost nothing.
        sent: How many requests of the main operation have left.
    """

    facts: RequestFacts
    also: frozenset[str] = frozenset()
    sent: int = 0

    def covers(self, facts: RequestFacts) -> bool:
        """Return whether the permit covers a request."""
        if facts.operation_id != self.facts.operation_id:
            quiet = not facts.recipients and not facts.charged and facts.risk is None
            return facts.operation_id in self.also and quiet
        # A paid request is permitted once: a loop in the client must not spend twice.
        once = not facts.charged or self.sent == 0
        nothing_else = facts.ids <= self.facts.ids and set(facts.recipients) <= set(self.facts.recipients)
        # Stopping a recording needs no confirmation and does not permit starting one.
        no_more = facts.risk in (None, self.facts.risk) and facts.amount <= self.facts.amount
        return once and nothing_else and no_more


current_permit: ContextVar[Permit | None] = ContextVar("sipgate_mcp_permit", default=None)
"""The permit of the current tool call, if any."""


_download: ContextVar[str | None] = ContextVar("sipgate_mcp_download", default=None)


@contextmanager
def allowed_download(url: str) -> Generator[None]:
    """Permit the download of one URL within the block; the caller has read it from an entry of the user."""
    token = _download.set(url)
    try:
        yield
    finally:
        _download.reset(token)


class _Owner(Protocol):
    async def unowned(self, ids: Set[Id]) -> Collection[Id]: ...
    async def access(self) -> Literal["user", "account"]: ...


class PolicyTransport(httpx2.AsyncBaseTransport):
    """A transport that raises `PolicyRefused` for requests that the rules do not allow, and forwards all others."""

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
            spec: The OpenAPI spec, for the operations and their policy data.
            rules: The operator's rules.
            owner: Determines which ids are not owned.
            root: The base URL without version; its path is not part of an operation's path.
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
            PolicyRefused: The policy does not allow it; nothing was sent.
        """
        if request.method == "GET" and str(request.url) == _download.get():
            return await self._inner.handle_async_request(request)
        facts = self._facts(request)
        # Rules that need no lookup come first: a read-only server does not look up ids for a change.
        self._raise(evaluate(facts, self._rules, access="account", confirmed=True))
        permit = current_permit.get()
        if not facts.reads and (permit is None or not permit.covers(facts)):
            raise PolicyRefused(f"{facts.operation_id} was not approved in this form. Nothing was sent.")
        unowned, access = await self._owner.unowned(facts.ids), await self._owner.access()
        self._raise(evaluate(facts, self._rules, unowned=unowned, access=access, confirmed=True))
        counts = permit is not None and facts.operation_id == permit.facts.operation_id
        try:
            return await self._inner.handle_async_request(request)
        except NOTHING_SENT:
            counts = False  # the client may retry: nothing has left
            raise
        finally:
            if permit is not None and counts:
                permit.sent += 1

    async def aclose(self) -> None:
        """Close the wrapped transport."""
        await self._inner.aclose()

    @staticmethod
    def _raise(verdict: Verdict) -> None:
        if isinstance(verdict, Refused):
            raise PolicyRefused(verdict.message)

    def _facts(self, request: httpx2.Request) -> RequestFacts:
        path = request.url.raw_path.decode("ascii").partition("?")[0].removeprefix(self._prefix)
        found = self._spec.match(request.method, path)
        if found is None:
            raise PolicyRefused("The request matches no operation in sipgate's API spec. Nothing was sent.")
        operation, path_values = found
        query = parse_qs(request.url.query.decode("ascii"), keep_blank_values=True)
        return read_request(self._spec, operation, path=path_values, query=query, body=_body(request))


def policy_client_transport(root: str) -> httpx2.AsyncBaseTransport:
    """Return a connection pool for one API root, with the proxy and TLS settings of the environment.

    Raises:
        InvalidInput: The environment names a proxy, a certificate authority or a key log file that cannot be used.
        MissingExtra: It names a SOCKS proxy, and the package for those is not installed.
    """
    return PoolTransport(
        proxy=proxy_for(root),
        ssl_context=tls_context(),
        limits=httpx2.Limits(max_connections=20, keepalive_expiry=30.0),
    )


def _body(request: httpx2.Request) -> Any:
    content = request.content
    if not content:
        return None
    try:
        return json.loads(content)
    except ValueError:
        raise PolicyRefused("The body of the request is not JSON. Nothing was sent.") from None
