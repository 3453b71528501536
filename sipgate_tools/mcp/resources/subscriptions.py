"""Notify clients of changes in live calls. Events in the webhook store become updates of `sipgate://calls/...`.

Clients with protocol 2026-07-28 listen on a stream, which the SDK serves from a bus. Clients with older protocols
subscribe to single resources, and their subscriptions are stored here.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

import anyio
from mcp.server.subscriptions import InMemorySubscriptionBus, ResourceUpdated
from mcp.shared.exceptions import MCPError
from mcp_types import EmptyResult, SetLevelRequestParams, SubscribeRequestParams, UnsubscribeRequestParams

from sipgate_tools.errors import SipgateError

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer
    from mcp.server.session import ServerSession

    from sipgate_tools.webhooks.store import Store

    from ..account import McpAccount

_PAUSE_SECONDS: Final = 5.0
_log = logging.getLogger("sipgate_tools.mcp")


class CallSubscriptions:
    """The clients that subscribed to live calls, and the task that watches the store."""

    def __init__(self, account: McpAccount) -> None:
        self.bus = InMemorySubscriptionBus()
        self._account = account
        # Each request has its own session object, but `client_params` is the same object for a whole connection.
        self._subscribers: dict[str, dict[int, ServerSession]] = {}

    def attach(self, server: MCPServer[Any]) -> None:
        """Add the handlers that clients of older protocols expect: subscriptions, and setting a log level."""
        # The SDK has no public API for these handlers yet.
        lowlevel = server._lowlevel_server  # pyright: ignore[reportPrivateUsage]

        async def subscribe(ctx: Any, params: SubscribeRequestParams) -> EmptyResult:
            self._subscribers.setdefault(str(params.uri), {})[id(ctx.session.client_params)] = ctx.session
            return EmptyResult()

        async def unsubscribe(ctx: Any, params: UnsubscribeRequestParams) -> EmptyResult:
            self._subscribers.get(str(params.uri), {}).pop(id(ctx.session.client_params), None)
            return EmptyResult()

        async def set_level(ctx: Any, params: SetLevelRequestParams) -> EmptyResult:  # noqa: ARG001
            return EmptyResult()

        lowlevel.add_request_handler("resources/subscribe", SubscribeRequestParams, subscribe)
        lowlevel.add_request_handler("resources/unsubscribe", UnsubscribeRequestParams, unsubscribe)
        lowlevel.add_request_handler("logging/setLevel", SetLevelRequestParams, set_level)

    @asynccontextmanager
    async def watch_store(self) -> AsyncGenerator[None]:
        """Notify clients of every new event in the store while the block runs. Without a store, do nothing."""
        location = self._account.settings.events
        if location is None:
            yield
            return
        from sipgate_tools.webhooks.store import open_store  # on first use: keeps the start short

        async with open_store(location) as store, anyio.create_task_group() as group:
            # The cursor is read before any client can subscribe, so that no event is missed.
            group.start_soon(self._watch, store, await store.latest_id())
            yield
            group.cancel_scope.cancel()

    async def _watch(self, store: Store, after: str) -> None:
        while True:
            try:
                for stored in await store.wait(after=after, timeout_seconds=30):
                    after = stored.id
                    await self._notify(f"sipgate://calls/{stored.event.call_id}")
            except (OSError, SipgateError) as error:
                _log.warning("The store of call events cannot be read (%s); retrying.", type(error).__name__)
                await anyio.sleep(_PAUSE_SECONDS)

    async def _notify(self, uri: str) -> None:
        await self.bus.publish(ResourceUpdated(uri=uri))
        for client, session in list(self._subscribers.get(uri, {}).items()):
            try:
                await session.send_resource_updated(uri)
            except (anyio.ClosedResourceError, anyio.BrokenResourceError, MCPError):
                self._subscribers[uri].pop(client, None)
