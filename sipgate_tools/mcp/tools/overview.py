"""The tool that returns an overview of the user and the account."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any, Final, Literal, cast

import anyio
from pydantic import WithJsonSchema

from sipgate_tools.errors import CredentialsMissing, NotAuthenticated, PolicyRefused, SipgateError

from ..account import McpAccount
from ..policy.rules import PolicyRules
from ..presentation.error_messages import error_message
from ..presentation.sanitize import sanitize
from ..tool_context import ToolContext
from .registry import Detail, Result, tool

NEO_LACKS: Final = (
    "This account runs on sipgate neo: no muting and no announcements in live calls; past calls come from channels "
    "and cannot be marked."
)


MAX_LISTED: Final = 30
"""Maximum number of extensions or numbers of one kind without `detail="full"`."""


class UserSummary(Result):
    """The authenticated user."""

    id: str
    name: str | None = None
    email: str | None = None
    admin: bool = False


class LineSummary(Result):
    """A phoneline, channel, faxline or device."""

    id: str
    name: str | None = None
    type: str | None = None
    online: bool | None = None


SameLine = Annotated[LineSummary, WithJsonSchema({"type": "object", "description": "As phonelines"})]


class SmsLine(Result):
    """An SMS extension and the numbers that it can send from, the default first."""

    id: str
    senders: list[str] | None = None


class RoutedNumber(Result):
    """A telephone number and the extension or channel that it is routed to."""

    number: str
    leads_to: str | None = None


class Overview(Result):
    """The user, the account, and the ids that other tools take."""

    platform: str | None = None
    user: UserSummary
    company: str | None = None
    balance: str | None = None
    phonelines: list[LineSummary] | None = None
    channels: list[SameLine] | None = None
    devices: list[SameLine] | None = None
    sms: list[SmsLine] | None = None
    faxlines: list[SameLine] | None = None
    numbers: list[RoutedNumber] | None = None
    rules: str
    notes: list[str] | None = None


@tool(
    "Account overview",
    toolset="account",
    operations=(
        "userinfo", "getUser", "getAccount", "getBalance", "getGroups", "getChannels", "getPhonelines",
        "getDevices", "getSmsExtensions", "getSmsCallerIds", "getUserFaxlines", "getUserNumbers",
    ),
)  # fmt: skip
async def get_overview(call: ToolContext, detail: Detail = "concise") -> Overview:
    """Return user, platform, balance, and the ids that other tools take. Call this first."""
    return await overview(call.account, full=detail == "full")


async def overview(account: McpAccount, *, full: bool = True) -> Overview:
    """Return the overview of an account, for the tool and the resource."""
    found: dict[str, Any] = {}
    notes: list[str] = []
    user = await account.ownership.user_id()
    platform = await _part(account.client.account.platform, notes, "platform")
    parts = _parts(account, user, neo=platform == "neo")

    async def fill(name: str, read: Callable[[], Awaitable[Any]]) -> None:
        found[name] = await _part(read, notes, name)

    async with anyio.create_task_group() as group:
        for name, read in parts.items():
            group.start_soon(fill, name, read)
    if platform == "neo":
        notes.append(NEO_LACKS)
    person = found.pop("user") or UserSummary(id=user)
    unknown = [one for one in account.audit_log.latest() if one.outcome == "unknown"]
    unknown = unknown if full else unknown[:3]
    notes += [f"Outcome unknown: {one.operation} to {', '.join(one.recipients)}." for one in unknown]
    return Overview(
        platform=platform,
        user=person,
        rules=_rules(account.rules, await account.ownership.access()),
        notes=(notes if full else sorted(notes + _cut(found))) or None,
        **found,
    )


def _cut(found: dict[str, Any]) -> list[str]:
    """Cut long lists in place, and return a note for each."""
    notes: list[str] = []
    for name, items in found.items():
        if isinstance(items, list):
            entries = cast("list[Any]", items)
            if len(entries) > MAX_LISTED:
                notes.append(f"{name}: {MAX_LISTED} of {len(entries)} shown (detail='full' shows all).")
                found[name] = entries[:MAX_LISTED]
    return notes


def _parts(account: McpAccount, user: str, *, neo: bool) -> dict[str, Callable[[], Awaitable[Any]]]:
    async def person() -> UserSummary:
        me = await account.client.users.me()
        return UserSummary(id=user, name=sanitize(me.name, 80), email=me.email, admin=me.admin)

    async def company() -> str | None:
        return sanitize((await account.client.account.get()).company or "", 80) or None

    async def balance() -> str:
        return str(await account.client.account.balance())

    def lines(operation: str, path: Mapping[str, str], query: Mapping[str, Any] | None = None) -> Any:
        async def read() -> list[LineSummary]:
            return [_line(item) for item in _items(await account.read(operation, path, query))]

        return read

    async def numbers() -> list[RoutedNumber]:
        items = _items(await account.read("getUserNumbers", mine))
        return [
            RoutedNumber(number=str(item.get("number")), leads_to=str(item.get("endpointId") or "") or None)
            for item in items
        ]

    async def sms() -> list[SmsLine]:
        extensions = await account.client.sms.extensions()
        return [SmsLine(id=one.id, senders=await _senders(account, one.id) or None) for one in extensions]

    mine = {"userId": user}
    rings: dict[str, Callable[[], Awaitable[Any]]] = (
        {"channels": lines("getChannels", {})} if neo else {"phonelines": lines("getPhonelines", mine)}
    )
    return {
        "user": person,
        "company": company,
        "balance": balance,
        **rings,
        "devices": lines("getDevices", mine, {"type": "all"} if neo else None),
        "sms": sms,
        "faxlines": lines("getUserFaxlines", mine),
        "numbers": numbers,
    }


async def _senders(account: McpAccount, sms_id: str) -> list[str]:
    caller_ids = [one for one in await account.client.sms.caller_ids(sms_id) if one.verified]
    ordered = sorted(caller_ids, key=lambda one: not one.default_number)
    return [one.phonenumber for one in ordered if one.phonenumber]


async def _part(read: Callable[[], Awaitable[Any]], notes: list[str], name: str) -> Any:
    """Return a part of the overview, or `None` and a note if it cannot be read, which does not affect other parts."""
    try:
        return await read()
    except (CredentialsMissing, NotAuthenticated, PolicyRefused):
        raise
    except SipgateError as error:
        notes.append(f"{name}: {error_message(error)}")
        return None


def _items(response: Any) -> list[dict[str, Any]]:
    items = cast("dict[str, Any]", response).get("items") if isinstance(response, dict) else None
    return cast("list[dict[str, Any]]", items) if isinstance(items, list) else []


def _line(item: Mapping[str, Any]) -> LineSummary:
    name = sanitize(str(item.get("alias") or item.get("name") or ""), 80)
    kind = item.get("type")
    return LineSummary(id=str(item.get("id")), name=name or None, type=kind, online=item.get("online"))


def _rules(rules: PolicyRules, access: str) -> str:
    if rules.read_only:
        return "read-only: nothing can be sent or changed"
    asks: dict[Literal["ask", "always", "never"], str] = {
        "ask": "the user confirms what costs money, destroys or affects the whole account",
        "always": "the user confirms every change",
        "never": "the operator allows changes without asking",
    }
    reach = "only what belongs to the user" if access == "user" else "the whole account"
    left = ", ".join(f"{meter} {day}/day" for meter, (_, day) in rules.limits.items())
    return f"{reach}; {asks[rules.confirm]}; limits: {left}"
