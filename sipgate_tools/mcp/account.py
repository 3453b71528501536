"""The sipgate account that a server works on: its client behind the policy transport, ownership, rules and audit log.

Credentials are read and connections opened on the first tool call. A server without credentials starts and lists its
tools; a tool call then returns an error that explains how to add credentials.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from datetime import tzinfo
from functools import cached_property
from typing import TYPE_CHECKING, Any, Unpack

from sipgate_tools.errors import InvalidInput, NotFound, PermissionDenied, PolicyRefused
from sipgate_tools.requests.operations import decoded_response, operation_request

if TYPE_CHECKING:
    import httpx2
    from sipgate_api.types import Request

    from sipgate_tools import AsyncSipgate
    from sipgate_tools.models.history import HistoryEntry
    from sipgate_tools.models.history_filter import HistoryFilterArguments
    from sipgate_tools.spec import Operation, Spec

    from .policy.audit_log import AuditLog
    from .policy.ownership import Ownership
    from .policy.rules import PolicyRules
    from .settings import McpSettings


class McpAccount:
    """One account with its client, policy and audit log, all created on first use."""

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
            settings: The operator's settings.
            client_options: The client's arguments `token_id=`, `token=` and `base_url=`. By default, their values come
                from the environment.
            transport: The transport that replaces the network in tests.
            audit_log: The audit log to use instead of the one in the settings.
            clock: A function that returns seconds, for the age of cached ownership.
        """
        self.settings = settings
        self._audit_log = audit_log
        self._clock = clock
        self._client_options = dict(client_options or {})
        self._transport = transport
        self._client: AsyncSipgate | None = None
        self._zone: tzinfo | None = None

    @cached_property
    def rules(self) -> PolicyRules:
        """Return the operator's settings that apply to single requests."""
        from .policy.rules import rules_from_settings  # on first use: keeps the start short

        return rules_from_settings(self.settings)

    @property
    def audit_log(self) -> AuditLog:
        """Return the audit log of paid and changing actions."""
        if self._audit_log is None:
            from .policy.audit_log import AuditLog, default_path  # on first use: keeps the start short

            path = self.settings.journal or default_path()
            self._audit_log = AuditLog(path, keep_texts=self.settings.journal_texts)
        return self._audit_log

    @cached_property
    def ownership(self) -> Ownership:
        """Return the ownership of ids by the authenticated user."""
        from .policy.ownership import Ownership  # on first use: keeps the start short

        return Ownership(
            self.spec, self._read_unfiltered, allowed_access=self.settings.access, clock=self._clock
        )

    @cached_property
    def spec(self) -> Spec:
        """Return the OpenAPI spec."""
        from sipgate_tools.spec import load  # on first use: keeps the start short

        return load()

    @property
    def client(self) -> AsyncSipgate:
        """Return the client, whose requests all pass the policy transport.

        Raises:
            CredentialsMissing: No credentials are configured.
        """
        if self._client is None:
            self._client = self._open()
        return self._client

    async def zone(self) -> tzinfo:
        """Return the authenticated user's time zone."""
        if self._zone is None:
            from sipgate_tools.times import zone_by_name  # on first use

            try:
                self._zone = zone_by_name((await self.client.users.me()).timezone)
            except PermissionDenied:
                self._zone = zone_by_name(None)
        return self._zone

    async def history_filters(self, **filters: Unpack[HistoryFilterArguments]) -> HistoryFilterArguments:
        """Return filters of the history, restricted to the user's own entries unless access is `account`."""
        if await self.ownership.access() == "user":
            filters["connection_ids"] = await self.ownership.connections()
            filters["channel_ids"] = await self.ownership.channels()
        return filters

    async def entry(self, entry_id: str) -> HistoryEntry:
        """Return an entry of the history; on neo, also a call from one of the user's channels.

        Raises:
            NotFound: The entry does not exist.
            PolicyRefused: The entry is not known to belong to the user.
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
        """Return an operation of the API.

        Raises:
            InvalidInput: The operation id is unknown.
        """
        found = self.spec.operations.get(operation_id)
        if found is None:
            raise InvalidInput(
                f"Unknown operation {operation_id[:60]!r}.",
                hint="Use search_operations to find the right one.",
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
        """Send any operation over the client's connection.

        Returns:
            The response as decoded JSON, as a string if it is not JSON, or `None` if it is empty. With user access,
            lists of the whole account contain only the user's own items.
        """
        return await self.send_request(operation_request(operation, path=path, query=query, body=body))

    async def send_request(self, request: Request[Any]) -> Any:
        """Send a request for any operation, and return the response as `send` does."""
        response = decoded_response((await self.client.api.asend(request)).content)
        return await self.ownership.remove_unowned(request.operation_id, response)

    async def close(self) -> None:
        """Close the connections and the audit log."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None
        if self._audit_log is not None:
            self._audit_log.close()

    async def read(
        self, operation_id: str, path: Mapping[str, str] | None = None, query: Mapping[str, Any] | None = None
    ) -> Any:
        """Return the decoded response of a reading operation, restricted to the user's own items as in `send`."""
        return await self.send(self.operation(operation_id), path=path, query=query)

    async def _read_unfiltered(
        self, operation_id: str, path: Mapping[str, str], query: Mapping[str, Any]
    ) -> Any:
        """Return the whole response of a reading operation, from which `Ownership` determines the user's own ids."""
        request = operation_request(self.operation(operation_id), path=path, query=query)
        return decoded_response((await self.client.api.asend(request)).content)

    def _open(self) -> AsyncSipgate:
        from sipgate_tools import AsyncSipgate  # on first use: keeps the start short
        from sipgate_tools._http.environment import http_allowed
        from sipgate_tools._http.requests import root_of

        from .policy.transport import PolicyTransport, policy_client_transport

        root = root_of(self._base_url(), allow_http=http_allowed(None))
        guard = PolicyTransport(
            self._transport or policy_client_transport(root),
            spec=self.spec,
            rules=self.rules,
            owner=self.ownership,
            root=root,
        )
        return AsyncSipgate(**self._client_options, transport=guard)

    def _base_url(self) -> str:
        from sipgate_tools._http.requests import (  # on first use: keeps the start short
            BASE_URL_VARIABLE,
            DEFAULT_BASE_URL,
        )

        given = self._client_options.get("base_url")
        return str(given or os.environ.get(BASE_URL_VARIABLE) or DEFAULT_BASE_URL)
