"""Completion of arguments: ids of entries, contacts, calls and operations, numbers, names and dates."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from mcp_types import Completion

from sipgate_tools.errors import SipgateError

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

    from ..account import McpAccount

MAX_VALUES: Final = 100  # the protocol allows no more


def add_completion(server: MCPServer[Any], account: McpAccount) -> None:
    """Add completion for the arguments of resources and prompts to a server."""

    @server.completion()
    async def complete(ref: Any, argument: Any, context: Any) -> Completion | None:  # noqa: ARG001
        source = _SOURCES.get(argument.name)
        if source is None:
            return None
        try:
            values = [value for value in await source(account, argument.value) if value]
        except SipgateError:
            return None  # completion is optional: no values instead of an error
        unique = list(dict.fromkeys(values))
        return Completion(values=unique[:MAX_VALUES], total=len(unique), has_more=len(unique) > MAX_VALUES)


async def _entries(account: McpAccount, prefix: str) -> list[str]:
    page = await account.client.history.list(limit=100, **await account.history_filters())
    account.ownership.learn("entry", (entry.id for entry in page.items))
    return [entry.id for entry in page.items if entry.id.startswith(prefix)]


async def _contacts(account: McpAccount, prefix: str) -> list[str]:
    page = await account.client.contacts.list()
    name = prefix.lower()
    return [one.id for one in page.items if one.id.startswith(prefix) or name in one.name.lower()]


async def _people(account: McpAccount, prefix: str) -> list[str]:
    page = await account.client.contacts.list()
    return sorted(contact.name for contact in page.items if prefix.lower() in contact.name.lower())


async def _calls(account: McpAccount, prefix: str) -> list[str]:
    from ..tools.live_calls import live_calls  # on first use: keeps the start short

    return [one.call_id for one in (await live_calls(account)).calls if one.call_id.startswith(prefix)]


async def _operations(account: McpAccount, prefix: str) -> list[str]:
    return [name for name in account.spec.operations if name.lower().startswith(prefix.lower())]


async def _numbers(account: McpAccount, prefix: str) -> list[str]:
    own = await account.client.numbers.of_user()
    return [number.number or "" for number in own if prefix.lstrip("+0") in (number.number or "")]


async def _days(account: McpAccount, prefix: str) -> list[str]:
    today = datetime.now(await account.zone()).date()
    days = [str(today - timedelta(days=back)) for back in (0, 1, 7, 14, 30, 90)]
    return [day for day in days if day.startswith(prefix)]


_SOURCES: Final[dict[str, Callable[[McpAccount, str], Awaitable[list[str]]]]] = {
    "entry_id": _entries,
    "contact_id": _contacts,
    "call_id": _calls,
    "operation_id": _operations,
    "number": _numbers,
    "who": _people,
    "since": _days,
}
