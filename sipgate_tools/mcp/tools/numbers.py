"""The tool that traces a telephone number to the phones that ring."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, cast

from pydantic import Field

from sipgate_tools.errors import InvalidInput, NotFound, PermissionDenied
from sipgate_tools.values import phone_number_part

from ..policy.request_facts import Id
from ..presentation.sanitize import sanitize
from ..tool_context import ToolContext
from .registry import Result, tool


class Ringing(Result):
    """A device that rings."""

    id: str
    name: str | None = None
    online: bool | None = None


class Route(Result):
    """The target of calls to a number."""

    number: str
    leads_to: str | None = Field(default=None, description="Extension or channel id; absent: nowhere")
    kind: str
    name: str | None = None
    devices: list[Ringing] | None = None
    members: list[str] | None = Field(default=None, description="User ids")
    forwarded_to: list[str] | None = Field(default=None, description="Numbers, always or on no answer")
    note: str | None = None


_KINDS: Final = {
    "p": "phoneline",
    "g": "group",
    "f": "fax",
    "e": "device",
    "y": "device",
    "x": "device",
    "s": "SMS",
}


@tool(
    "Trace a number to its phones",
    toolset="numbers",
    operations=(
        "getUserNumbers", "getNumbers", "getDevicesForPhoneline", "getPhonelineForwardings", "getPhonelines",
        "getGroup", "getGroupUsers", "getUserFaxlines", "getDevice", "getChannels", "getGroups", "userinfo",
    ),
)  # fmt: skip
async def trace_number(
    call: ToolContext,
    number: Annotated[str, Field(description="A number of the account, as +493012345, or its ending")],
) -> Route:
    """Follow one of the account's own numbers to its phoneline, group, channel or fax and the devices that ring."""
    found = await _number(call, number)
    extension = str(found.get("endpointId") or "")
    route = Route(
        number=str(found.get("number")),
        leads_to=extension or None,
        kind="nowhere" if not extension else _KINDS.get(extension[0], "other"),
        name=_text(found.get("endpointAlias")),
    )
    if not extension:
        return route
    if len(extension) > 8:
        return await _channel(call, route, extension)
    if not await _may_see(call, extension):
        return route.model_copy(update={"note": "It leads to another user's extension, which is not shown."})
    match extension[0]:
        case "p":
            return await _phoneline(call, route, extension)
        case "g":
            return await _group(call, route, extension)
        case "e" | "x" | "y":
            return route.model_copy(
                update={"devices": [_ringing(await _read(call, "getDevice", deviceId=extension))]}
            )
        case _:
            return route


async def _number(call: ToolContext, number: str) -> Mapping[str, Any]:
    if await call.account.ownership.access() == "user":
        items = await _list(call, "getUserNumbers", userId=await call.account.ownership.user_id())
    else:
        items = await _list(call, "getNumbers")
    # A national number is the end of the international one, without its zero.
    digits = phone_number_part(number, argument="number").lstrip("+0")
    if len(digits) < 3:
        raise InvalidInput(
            "The number is too short to search for.", hint="Pass at least the last three digits."
        )
    fitting = [item for item in items if str(item.get("number", "")).lstrip("+").endswith(digits)]
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(str(item.get("number")) for item in (fitting or items)[:20])
    reason = (
        "Several numbers have this ending" if fitting else "It is none of the numbers that the user may see"
    )
    raise InvalidInput(f"{reason}: {names}.", hint="Pass one of the numbers in full.")


async def _may_see(call: ToolContext, extension: str) -> bool:
    kinds = {"p": "phoneline", "g": "group", "f": "faxline", "s": "sms"}
    kind = kinds.get(extension[0], "device")
    return not await call.account.ownership.unowned({Id(kind, extension)})


async def _phoneline(call: ToolContext, route: Route, extension: str) -> Route:
    owner = await call.account.ownership.user_id()
    devices = await _list(call, "getDevicesForPhoneline", userId=owner, phonelineId=extension)
    forwardings = await _list(call, "getPhonelineForwardings", userId=owner, phonelineId=extension)
    targets = [
        str(item.get("destination")) for item in forwardings if item.get("active") and item.get("destination")
    ]
    return route.model_copy(
        update={"devices": [_ringing(device) for device in devices], "forwarded_to": targets or None}
    )


async def _group(call: ToolContext, route: Route, extension: str) -> Route:
    group = await _read(call, "getGroup", groupId=extension)
    users = await _list(call, "getGroupUsers", groupId=extension)
    return route.model_copy(
        update={
            "name": _text(group.get("alias")) or route.name,
            "members": [str(user.get("id")) for user in users] or None,
        }
    )


async def _channel(call: ToolContext, route: Route, channel_id: str) -> Route:
    channels = await call.client.channels.list()
    channel = next((one for one in channels if one.id == channel_id), None)
    if channel is None:
        return route.model_copy(update={"kind": "channel"})
    mine = await call.account.ownership.user_id()
    everything = await call.account.ownership.access() == "account"
    devices = [
        Ringing(id=device)
        for user in channel.users
        if everything or user.id == mine
        for device in user.device_ids
    ]
    return route.model_copy(
        update={
            "kind": "channel",
            "name": _text(channel.name),
            "members": [user.id for user in channel.users],
            "devices": devices or None,
        }
    )


async def _read(call: ToolContext, operation: str, **path: str) -> Mapping[str, Any]:
    try:
        response = await call.account.read(operation, path)
    except (NotFound, PermissionDenied):
        return {}
    return cast("Mapping[str, Any]", response) if isinstance(response, Mapping) else {}


async def _list(call: ToolContext, operation: str, **path: str) -> list[Mapping[str, Any]]:
    items = (await _read(call, operation, **path)).get("items")
    return cast("list[Mapping[str, Any]]", items) if isinstance(items, list) else []


def _ringing(device: Mapping[str, Any]) -> Ringing:
    return Ringing(id=str(device.get("id", "")), name=_text(device.get("alias")), online=device.get("online"))


def _text(value: Any) -> str | None:
    return sanitize(str(value), 80) if value else None
