"""Version 3: groups, voicemails, devices and phone numbers.

sipgate does not document most bodies of version 3. The sandbox's bodies follow what is known about them, and otherwise
version 2. Unknown fields in requests are ignored.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, cast

from ..dispatch.api_errors import bad_request, forbidden, not_found
from ..dispatch.registry import Context, operation
from ..state.phones import Group, Number, Voicemail
from .devices import make_device, sip_credentials
from .lookups import alias_of, endpoint, get_or_404, items, text_in
from .users import remove_endpoint
from .voicemails import owner_of

MAX_NUMBERS: Final = 100


def _group_to_json(row: Group) -> dict[str, Any]:
    return {"id": row.id, "alias": row.alias, "members": [{"id": key} for key in row.user_ids]}


def _group(ctx: Context) -> Group:
    return get_or_404(ctx.state.groups, ctx.path["groupId"], "Group")


def _members(ctx: Context, body: dict[str, Any]) -> tuple[str, ...]:
    """Return the user ids in the field `members` or `userIds` of a body, a list of ids or of objects with an `id`."""
    given: Any = body.get("members", body.get("userIds", []))
    if not isinstance(given, list):
        raise bad_request("members is not a list", "/members")
    members = cast("list[Any]", given)
    ids = [
        str(cast("dict[str, Any]", one).get("id")) if isinstance(one, dict) else str(one) for one in members
    ]
    unknown = [key for key in ids if key not in ctx.state.users]
    if unknown:
        raise bad_request("members contains an id that is not a user", "/members")
    return tuple(dict.fromkeys(ids))


@operation("v3GetGroups")
def _get_groups(ctx: Context) -> dict[str, Any]:
    return items(_group_to_json(row) for row in ctx.state.groups)


@operation("v3CreateGroup")
def _create_group(ctx: Context) -> dict[str, Any]:
    alias = text_in(ctx.body, "alias") or text_in(ctx.body, "name") or "Gruppe"
    members = _members(ctx, ctx.body)
    return _group_to_json(ctx.state.groups.put(Group(ctx.state.new_extension("g"), alias, members)))


@operation("v3DeleteGroup")
def _delete_group(ctx: Context) -> None:
    row = _group(ctx)
    for line in ctx.state.faxlines:
        if line.owner == row.id:
            remove_endpoint(ctx, line.id)
            ctx.state.faxlines.remove(line.id)
    remove_endpoint(ctx, row.id)
    ctx.state.groups.remove(row.id)


@operation("v3SetGroupAlias")
def _set_group_alias(ctx: Context) -> None:
    ctx.state.groups.put(replace(_group(ctx), alias=text_in(ctx.body, "alias")))


@operation("v3SetGroupMembers")
def _set_group_members(ctx: Context) -> None:
    ctx.state.groups.put(replace(_group(ctx), user_ids=_members(ctx, ctx.body)))


def _voicemail(ctx: Context) -> Voicemail:
    return get_or_404(
        ctx.state.voicemails,
        ctx.path["voicemailId"],
        "Voicemail",
        lambda row: ctx.identity.admin or ctx.identity.id in owner_of(ctx, row),
    )


@operation("v3GetVoicemails")
def _get_voicemails(ctx: Context) -> dict[str, Any]:
    own = [row for row in ctx.state.voicemails if ctx.identity.admin or ctx.identity.id in owner_of(ctx, row)]
    return items(
        {
            "id": row.id,
            "alias": row.alias,
            "belongsToEndpoint": endpoint(ctx, row.endpoint_id),
            "transcription": {"enabled": row.transcription},
        }
        for row in own
    )


@operation("v3SetVoicemailAlias")
def _set_voicemail_alias(ctx: Context) -> None:
    ctx.state.voicemails.put(replace(_voicemail(ctx), alias=text_in(ctx.body, "alias")))


@operation("v3SetVoicemailPin")
def _set_voicemail_pin(ctx: Context) -> None:
    row, pin = _voicemail(ctx), text_in(ctx.body, "pin")
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 10):
        raise bad_request("A PIN must have 4 to 10 digits", "/pin")
    ctx.state.voicemails.put(replace(row, pin=pin))


@operation("v3SetVoicemailTranscription")
def _set_voicemail_transcription(ctx: Context) -> None:
    ctx.state.voicemails.put(replace(_voicemail(ctx), transcription=ctx.body["enabled"]))


def _device(ctx: Context, key: str) -> dict[str, Any]:
    row = ctx.state.devices[key]
    value: dict[str, Any] = {"id": row.id, "alias": row.alias, "type": row.kind, "owner": row.owner}
    return value | ({"sipCredentials": sip_credentials(ctx, row)} if row.kind == "REGISTER" else {})


def _user_id(ctx: Context, user_id: str) -> str:
    if user_id not in ctx.state.users:
        raise not_found("User", user_id)
    if not ctx.identity.admin and user_id != ctx.identity.id:
        raise forbidden("Not your user")
    return user_id


@operation("v3GetDevices")
def _get_devices(ctx: Context) -> dict[str, Any]:
    owner = _user_id(ctx, ctx.query["userId"])
    return items(_device(ctx, row.id) for row in ctx.state.devices if row.owner == owner)


@operation("v3RegisterDevice")
def _register_device(ctx: Context) -> dict[str, Any]:
    owner = _user_id(ctx, ctx.body["owner"])
    return _device(ctx, make_device(ctx, owner, "REGISTER", ctx.body["alias"]).id)


@operation("v3GetPhoneNumbers")
def _get_phone_numbers(ctx: Context) -> list[dict[str, Any]]:
    """Return the account's numbers as a plain array, in which a block contains its numbers and has no routing."""
    offset = ctx.query["offset"] or 0
    limit = MAX_NUMBERS if ctx.query["limit"] is None else min(ctx.query["limit"], MAX_NUMBERS)
    if offset < 0 or limit < 0:
        raise bad_request("offset and limit cannot be negative", "offset")
    entries = dict[str, list[Number]]()
    for row in ctx.state.numbers:
        if row.type != "QUICKDIAL":
            entries.setdefault(row.block or row.number, []).append(row)
    return [_block_or_number(ctx, rows) for rows in list(entries.values())[offset : offset + limit]]


def _block_or_number(ctx: Context, rows: list[Number]) -> dict[str, Any]:
    first, inside = rows[0], [_phone_number(ctx, row) for row in rows]
    if not first.block:
        return inside[0]
    return {"type": first.type, "e164Number": first.block, "routing": None, "numbers": inside}


def _phone_number(ctx: Context, row: Number) -> dict[str, Any]:
    return {"type": row.type, "e164Number": row.number, "routing": _routing(ctx, row)}


def _routing(ctx: Context, row: Number) -> dict[str, str] | None:
    target = row.channel_id or row.endpoint_id
    if not target:
        return None
    kind = "ACD" if row.channel_id else "USER"
    return {
        "targetType": kind,
        "targetId": target,
        "displayAlias": alias_of(ctx, target),
        "targetOwner": _owner(ctx, target),
    }


def _owner(ctx: Context, target: str) -> str:
    for table in (ctx.state.phonelines, ctx.state.devices, ctx.state.faxlines):
        row = table.get(target)
        if row is not None:
            return row.owner
    return ""
