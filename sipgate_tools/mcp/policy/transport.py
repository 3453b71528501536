"""The last door before the network: every request of the server passes it, whoever sends it.

The guard sits in the client's transport. It reads from the wire which operation a request is, and lets it
through only when the rules allow it: reading with ids that belong to the user, changing only under a permit
for exactly this. A tool that forgot to ask, or a facade that sends more than expected, is stopped here.
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
from sipgate_tools.errors import PolicyRefused

from .request_facts import Id, RequestFacts, read_request
from .rules import PolicyRules, Refused, Verdict, evaluate

if TYPE_CHECKING:
    from collections.abc import Collection, Set

    from sipgate_tools.spec import Spec

__all__ = ["Permit", "PolicyTransport", "allowed_download", "current_permit", "policy_client_transport"]


_NOTHING_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError)


@dataclass
class Permit:
    """The allowance for one action, in force while its tool sends it.

    Attributes:
        facts: The request that was judged, confirmed and recorded.
        also: Operations that belong to it, as choosing the sender before a message; none of them contacts
            anyone.
        sent: How many requests of the main operation have left.
    """

    facts: RequestFacts
    also: frozenset[str] = frozenset()
    sent: int = 0

    def covers(self, facts: RequestFacts) -> bool:
        """Whether a request on the wire is what was permitted."""
        if facts.operation_id != self.facts.operation_id:
            quiet = not facts.recipients and not facts.charged and facts.risk is None
            return facts.operation_id in self.also and quiet
        # Something that costs money is permitted once: a loop in a facade must not spend twice.
        once = not facts.charged or self.sent == 0
        nothing_else = facts.ids <= self.facts.ids and set(facts.recipients) <= set(self.facts.recipients)
        # Ending a recording, which needs no confirmation, does not allow beginning one.
        no_more = facts.risk in (None, self.facts.risk) and facts.amount <= self.facts.amount
        return once and nothing_else and no_more


current_permit: ContextVar[Permit | None] = ContextVar("sipgate_mcp_permit", default=None)
"""The permit of the tool call that is running, if it has one."""


_download: ContextVar[str | None] = ContextVar("sipgate_mcp_download", default=None)


@contextmanager
def allowed_download(url: str) -> Generator[None]:
    """Let one file be fetched: its address came out of an entry that is the user's own."""
    token = _download.set(url)
    try:
        yield
    finally:
        _download.reset(token)


class _Owner(Protocol):
    async def foreign(self, ids: Set[Id]) -> Collection[Id]: ...
    async def access(self) -> Literal["user", "account"]: ...


class PolicyTransport(httpx2.AsyncBaseTransport):
    """A transport that refuses what the rules do not allow, and passes on the rest."""

    def __init__(
        self,
        inner: httpx2.AsyncBaseTransport,
        *,
        document: Spec,
        rules: PolicyRules,
        owner: _Owner,
        root: str,
    ) -> None:
        """Guard a transport.

        Args:
            inner: What moves the bytes.
            document: Says what each operation does.
            rules: The operator's decisions.
            owner: Says which ids are foreign.
            root: The base URL without version; its path is not part of an operation's path.
        """
        self._inner = inner
        self.proxy: Proxy | None = getattr(inner, "proxy", None)  # for errors of the connection
        self._document = document
        self._rules = rules
        self._owner = owner
        self._prefix = urlsplit(root).path.rstrip("/")

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Let a request through or raise `PolicyRefused`; then nothing has left."""
        if request.method == "GET" and str(request.url) == _download.get():
            return await self._inner.handle_async_request(request)
        facts = self._facts(request)
        # What needs no looking up comes first: a server that only reads must not even read for a change.
        self._raise(evaluate(facts, self._rules, access="account", confirmed=True))
        permit = current_permit.get()
        if not facts.reads and (permit is None or not permit.covers(facts)):
            raise PolicyRefused(f"{facts.operation_id} was not asked for in this form. It was stopped.")
        foreign, access = await self._owner.foreign(facts.ids), await self._owner.access()
        self._raise(evaluate(facts, self._rules, foreign=foreign, access=access, confirmed=True))
        counts = permit is not None and facts.operation_id == permit.facts.operation_id
        try:
            return await self._inner.handle_async_request(request)
        except _NOTHING_SENT:
            counts = False  # the client may try again: nothing has left
            raise
        finally:
            if permit is not None and counts:
                permit.sent += 1

    async def aclose(self) -> None:
        """Close the guarded transport."""
        await self._inner.aclose()

    @staticmethod
    def _raise(verdict: Verdict) -> None:
        if isinstance(verdict, Refused):
            raise PolicyRefused(verdict.sentence)

    def _facts(self, request: httpx2.Request) -> RequestFacts:
        path = request.url.raw_path.decode("ascii").partition("?")[0].removeprefix(self._prefix)
        found = self._document.match(request.method, path)
        if found is None:
            raise PolicyRefused("This request is none of sipgate's known operations; it was stopped.")
        operation, path_values = found
        query = parse_qs(request.url.query.decode("ascii"), keep_blank_values=True)
        return read_request(self._document, operation, path=path_values, query=query, body=_body(request))


def policy_client_transport(root: str) -> httpx2.AsyncBaseTransport:
    """A connection pool to one API root that honours the settings of the environment.

    Raises:
        InvalidInput: The environment names a proxy, a certificate authority or a key log that cannot be used.
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
        raise PolicyRefused("This request's body is not JSON; it was stopped.") from None
