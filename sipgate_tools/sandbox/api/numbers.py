"""Numbers and their routing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..dispatch.api_errors import ApiError, bad_request, not_found
from ..dispatch.registry import Context, operation
from ..phone_numbers import number_in
from ..state.phones import Number
from .lookups import alias_of, get_or_404, items, v2


def number_to_json(ctx: Context, number: Number) -> dict[str, Any]:
    """Return a number as JSON, in the form that lists contain. `endpointId` is "" for a number without routing."""
    target = number.endpoint_id or number.channel_id or number.quick_dial_user
    return {
        "id": number.id,
        "number": number.number,
        "localized": number.localized,
        "type": number.type,
        "endpointId": target,
        "endpointAlias": alias_of(ctx, target) if target else "",
        "endpointUrl": endpoint_url(ctx, target),
    }


def endpoint_url(ctx: Context, target: str) -> str:
    """Return the API URL of an extension or channel; "" if the id is unknown."""
    if target in ctx.state.phonelines:
        return v2(ctx, f"/{ctx.state.phonelines[target].owner}/phonelines/{target}")
    if target in ctx.state.devices:
        return v2(ctx, f"/devices/{target}")
    if target in ctx.state.groups:
        return v2(ctx, f"/groups/{target}")
    if target in ctx.state.faxlines:
        return v2(ctx, f"/{ctx.state.faxlines[target].owner}/faxlines/{target}")
    if target in ctx.state.users:
        return v2(ctx, f"/users/{target}")
    return v2(ctx, f"/channels/{target}") if target in ctx.state.channels else ""


def belongs_to(ctx: Context, number: Number, user_id: str) -> bool:
    """Return whether a number is routed to a user, or to a line, device, faxline or channel of the user."""
    state, target = ctx.state, number.endpoint_id
    for table in (state.phonelines, state.devices, state.faxlines, state.sms_extensions):
        row = table.get(target)
        if row is not None:
            return row.owner == user_id
    channel = state.channels.get(number.channel_id)
    if channel is not None:
        return any(user.id == user_id for user in channel.users)
    return user_id in (number.quick_dial_user, target)


@operation("getNumbers")
def _get_numbers(ctx: Context) -> dict[str, Any]:
    offset, limit = ctx.query["offset"] or 0, ctx.query["limit"]
    if offset < 0 or (limit is not None and limit < 0):
        raise bad_request("offset and limit cannot be negative", "offset")
    rows = [row for row in ctx.state.numbers if ctx.identity.admin or belongs_to(ctx, row, ctx.identity.id)]
    page = rows[offset:] if limit is None else rows[offset : offset + limit]
    return items(number_to_json(ctx, number) for number in page)


@operation("getUserNumbers")
def _get_user_numbers(ctx: Context) -> dict[str, Any]:
    own = [row for row in ctx.state.numbers if belongs_to(ctx, row, ctx.path["userId"])]
    return items(number_to_json(ctx, number) for number in own)


def _number(ctx: Context) -> Number:
    return get_or_404(ctx.state.numbers, ctx.path["numberId"], "Number")


@operation("changeNumberSettings")
def _change_number_settings(ctx: Context) -> None:
    """Route a number (an `endpointId` of "" removes the routing), or release the number for porting."""
    number = _number(ctx)
    target = ctx.body.get("endpointId", number.endpoint_id)
    if target and not _can_ring(ctx, target):
        raise bad_request(f"Unknown endpoint {target}", "/endpointId")
    channel = "" if "endpointId" in ctx.body else number.channel_id
    if target in ctx.state.channels:
        target, channel = "", target
    ctx.state.numbers.put(
        replace(
            number,
            endpoint_id=target,
            channel_id=channel,
            released_for_porting=ctx.body.get("releaseForMnp", number.released_for_porting),
        )
    )


def _can_ring(ctx: Context, target: str) -> bool:
    state = ctx.state
    tables = (state.phonelines, state.devices, state.groups, state.faxlines, state.voicemails, state.channels)
    return target in state.users or any(target in table for table in tables)


@operation("addQuickDialNumber")
def _add_quick_dial(ctx: Context) -> None:
    user_id = ctx.body["userId"]
    if user_id not in ctx.state.users:
        raise not_found("User", user_id)
    number = ctx.body.get("number") or str(ctx.state.count("quick dial", start=99))
    _check_quick_dial(ctx, number)
    key = str(ctx.state.count("number", start=5000))
    ctx.state.numbers.put(Number(key, number, number, "QUICKDIAL", quick_dial_user=user_id))
    user = ctx.state.users[user_id]
    ctx.state.users.put(replace(user, direct_dial_ids=(*user.direct_dial_ids, key)))


def _check_quick_dial(ctx: Context, number: str, but: str = "") -> None:
    if not (number.isascii() and number.isdigit() and 2 <= len(number) <= 6):
        raise bad_request("A quick dial number must have 2 to 6 digits", "/number")
    if any(row.number == number and row.id != but for row in ctx.state.numbers):
        raise ApiError(409, "The number is already in use")


def _quick_dial(ctx: Context) -> Number:
    found = _number(ctx)
    if found.type != "QUICKDIAL":
        raise not_found("Quick dial number", found.id)
    return found


@operation("changeQuickDialNumber")
def _change_quick_dial(ctx: Context) -> None:
    row = _quick_dial(ctx)
    user_id, number = ctx.body["userId"], ctx.body.get("number", row.number)
    if user_id not in ctx.state.users:
        raise not_found("User", user_id)
    _check_quick_dial(ctx, number, but=row.id)
    _unassign_quick_dial(ctx, row)
    ctx.state.numbers.put(replace(row, number=number, localized=number, quick_dial_user=user_id))
    user = ctx.state.users[user_id]
    ctx.state.users.put(replace(user, direct_dial_ids=(*user.direct_dial_ids, row.id)))


@operation("deleteQuickDialNumber")
def _delete_quick_dial(ctx: Context) -> None:
    row = _quick_dial(ctx)
    _unassign_quick_dial(ctx, row)
    ctx.state.numbers.remove(row.id)


def _unassign_quick_dial(ctx: Context, row: Number) -> None:
    user = ctx.state.users.get(row.quick_dial_user)
    if user is not None:
        remaining = tuple(key for key in user.direct_dial_ids if key != row.id)
        ctx.state.users.put(replace(user, direct_dial_ids=remaining))


@operation("validateQuickDialNumber")
def _validate_quick_dial(ctx: Context) -> None:
    _check_quick_dial(ctx, ctx.path["quickDialNumber"])


def _numbers_by_value(ctx: Context, numbers: list[str]) -> list[Number]:
    found = list[Number]()
    for text in numbers:
        number = number_in(text, "e164Numbers")
        row = next((row for row in ctx.state.numbers if row.number == number), None)
        if row is None:
            raise bad_request(f"{number} is not a number of this account", "/e164Numbers")
        found.append(row)
    return found


@operation("setRoutings")
def _set_routings(ctx: Context) -> None:
    target = ctx.body["extension"]
    if not _can_ring(ctx, target):
        raise bad_request(f"Unknown extension {target}", "/extension")
    for row in _numbers_by_value(ctx, ctx.body["e164Numbers"]):
        ctx.state.numbers.put(replace(row, endpoint_id=target, channel_id=""))


@operation("deleteRoutings")
def _delete_routings(ctx: Context) -> None:
    for row in _numbers_by_value(ctx, ctx.body["e164Numbers"]):
        ctx.state.numbers.put(replace(row, endpoint_id="", channel_id=""))


@operation("setChannelRouting")
def _set_channel_routing(ctx: Context) -> None:
    channel = ctx.body["channelId"]
    if channel not in ctx.state.channels:
        raise not_found("Channel", channel)
    for row in _numbers_by_value(ctx, ctx.body["e164Numbers"]):
        ctx.state.numbers.put(replace(row, endpoint_id="", channel_id=channel))
