"""The sipgate account that a server works on: its client behind the guard, ownership, rules and journal.

Nothing here happens at the start of a server: credentials are looked for, and connections opened, when the
first tool is called. A server without credentials starts, lists its tools, and says what to do.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from datetime import tzinfo
from functools import cached_property
from typing import TYPE_CHECKING, Any, Unpack
from urllib.parse import quote

from sipgate_tools.errors import InvalidInput, NotFound, PermissionDenied, PolicyRefused

if TYPE_CHECKING:
    import httpx2

    from sipgate_tools import AsyncSipgate
    from sipgate_tools.models.history import HistoryEntry
    from sipgate_tools.models.history_filter import HistoryFilterArguments
    from sipgate_tools.spec import Operation, Spec

    from .policy.audit_log import AuditLog
    from .policy.ownership import Ownership
    from .policy.rules import PolicyRules
    from .settings import McpSettings

__all__ = ["McpAccount"]


class McpAccount:
    """One account and what this server may do with it."""

    def __init__(
        self,
        settings: McpSettings,
        *,
        client_options: Mapping[str, Any] | None = None,
        transport: httpx2.AsyncBaseTransport | None = None,
        audit_log: AuditLog | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare an account; nothing is read or sent yet.

        Args:
            settings: The operator's decisions.
            client_options: `token_id=`, `token=`, `base_url=` of the client; by default from the environment.
            transport: What moves the bytes, instead of the network (tests).
            audit_log: Instead of the one in the settings.
            clock: In seconds; for how long it is remembered what belongs to the user.
        """
        self.settings = settings
        self._journal = audit_log
        self._clock = clock
        self._client_options = dict(client_options or {})
        self._transport = transport
        self._client: AsyncSipgate | None = None
        self._zone: tzinfo | None = None

    @cached_property
    def rules(self) -> PolicyRules:
        """The operator's decisions as far as they concern single requests."""
        from .policy.rules import rules_of

        return rules_of(self.settings)

    @property
    def audit_log(self) -> AuditLog:
        """The record of what was done."""
        if self._journal is None:
            from .policy.audit_log import AuditLog, default_path

            path = self.settings.journal or default_path()
            self._journal = AuditLog(path, texts=self.settings.journal_texts)
        return self._journal

    @cached_property
    def ownership(self) -> Ownership:
        """Which ids belong to the authenticated user."""
        from .policy.ownership import Ownership

        return Ownership(self._read_all, wanted=self.settings.access, clock=self._clock)

    @cached_property
    def spec(self) -> Spec:
        """The interface document."""
        from sipgate_tools.spec import load

        return load()

    @property
    def client(self) -> AsyncSipgate:
        """The client; all that it sends passes the guard.

        Raises:
            CredentialsMissing: There are none.
        """
        if self._client is None:
            self._client = self._open()
        return self._client

    async def zone(self) -> tzinfo:
        """The authenticated user's time zone."""
        if self._zone is None:
            from .times import zone_named

            try:
                self._zone = zone_named((await self.client.users.me()).timezone)
            except PermissionDenied:
                self._zone = zone_named(None)
        return self._zone

    async def history_filters(self, **filters: Unpack[HistoryFilterArguments]) -> HistoryFilterArguments:
        """Filters of the history, narrowed to what is the user's own unless the whole account may be seen."""
        if await self.ownership.access() == "user":
            filters["connection_ids"] = await self.ownership.connections()
            filters["channel_ids"] = await self.ownership.channels()
        return filters

    async def entry(self, entry_id: str) -> HistoryEntry:
        """An entry of the history, wherever the platform keeps it: on neo, past calls lie in channels.

        Raises:
            NotFound: There is none.
            PolicyRefused: It is not known to be the user's own.
        """
        try:
            return await self.client.history.get(entry_id)
        except (NotFound, PolicyRefused):
            if await self.client.account.platform() != "neo":
                raise
            filters = await self.history_filters(types=["CALL"])
            async for entry in self.client.history.iterate(**filters):
                if entry.id == entry_id:
                    return entry
            raise

    def operation(self, operation_id: str) -> Operation:
        """An operation of the interface.

        Raises:
            InvalidInput: There is none of that id.
        """
        found = self.spec.operations.get(operation_id)
        if found is None:
            raise InvalidInput(
                f"There is no operation {operation_id[:60]!r}.", hint="search_operations finds the right one."
            )
        return found

    async def send(
        self,
        operation: Operation,
        *,
        path: Mapping[str, Any] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
    ) -> Any:
        """Send any operation on the client's connection.

        Returns:
            The answer as decoded JSON, text, or `None`; in user access without what belongs to others, where the
            operation lists what belongs to everybody.
        """
        answer = await self._send(operation, path=path, query=query, body=body)
        return await self.ownership.own_part(operation.id, answer)

    async def _send(
        self,
        operation: Operation,
        *,
        path: Mapping[str, Any] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
    ) -> Any:
        from sipgate_api.types import UNSET, Request

        def as_received(decoded: Any) -> Any:
            return decoded

        values = {name: str(value) for name, value in (path or {}).items()}
        url = operation.path
        for name, value in values.items():
            url = url.replace(f"{{{name}}}", quote(value, safe=""))
        request = Request(
            operation_id=operation.id,
            method=operation.method,
            path_template=operation.path,
            url=url,
            params=dict(query or {}) or None,
            json=UNSET if body is None else body,
            headers={} if body is None else {"content-type": "application/json"},
            answer_media=operation.success_media,
            parse=as_received,
        )
        answer = await self.client.api.asend(request)
        return _decoded(answer.content)

    async def close(self) -> None:
        """Close connections and the journal."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None
        if self._journal is not None:
            self._journal.close()

    async def read(
        self, operation_id: str, path: Mapping[str, str] | None = None, query: Mapping[str, Any] | None = None
    ) -> Any:
        """Return the decoded answer of a reading operation, narrowed as by `send`."""
        return await self.send(self.operation(operation_id), path=path, query=query)

    async def _read_all(self, operation_id: str, path: Mapping[str, str], query: Mapping[str, Any]) -> Any:
        """Return the whole answer of a reading operation, for finding out what in it is the user's own."""
        return await self._send(self.operation(operation_id), path=path, query=query)

    def _open(self) -> AsyncSipgate:
        from sipgate_tools import AsyncSipgate
        from sipgate_tools._http.environment import http_allowed
        from sipgate_tools._http.requests import root_of

        from .policy.transport import PolicyTransport, policy_client_transport

        root = root_of(self._base_url(), allow_http=http_allowed(None))
        guard = PolicyTransport(
            self._transport or policy_client_transport(root),
            document=self.spec,
            rules=self.rules,
            owner=self.ownership,
            root=root,
        )
        return AsyncSipgate(**self._client_options, transport=guard)

    def _base_url(self) -> str:
        import os

        from sipgate_tools._http.requests import BASE_URL_VARIABLE, DEFAULT_BASE_URL

        given = self._client_options.get("base_url")
        return str(given or os.environ.get(BASE_URL_VARIABLE) or DEFAULT_BASE_URL)


def _decoded(content: bytes) -> Any:
    if not content.strip():
        return None
    try:
        return json.loads(content)
    except ValueError:
        return content.decode("utf-8", errors="replace")
