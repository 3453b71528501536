"""Groups of classic accounts and their faxlines."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..dispatch.api_errors import forbidden, not_found
from ..dispatch.registry import Context, operation
from ..state.messages import Faxline
from ..state.phones import Group
from .devices import add_to
from .faxlines import faxline_to_json
from .lookups import get_or_404, items, own_device, v2
from .phonelines import numbers_of, voicemail_settings
from .users import without
from .voicemails import voicemails_of


def _group(ctx: Context) -> Group:
    return get_or_404(ctx.state.groups, ctx.path["groupId"], "Group")


def _changeable_group(ctx: Context) -> Group:
    found = _group(ctx)
    if not ctx.identity.admin and ctx.identity.id not in found.user_ids:
        raise forbidden("Not your group")
    return found


@operation("getGroups")
def _get_groups(ctx: Context) -> dict[str, Any]:
    user_id = ctx.query["userId"]
    groups = [row for row in ctx.state.groups if not user_id or user_id in row.user_ids]
    return items(
        {
            "id": row.id,
            "alias": row.alias,
            "groupNumbersUrl": v2(ctx, f"/groups/{row.id}/numbers"),
            "groupUsersUrl": v2(ctx, f"/groups/{row.id}/users"),
            "departmentId": row.department_id,
        }
        for row in groups
    )


@operation("getGroup")
def _get_group(ctx: Context) -> dict[str, Any]:
    row = _group(ctx)
    return {
        "id": row.id,
        "alias": row.alias,
        "departmentId": row.department_id,
        "voicemails": voicemail_settings(ctx, row.id),
    }


@operation("addDeviceToGroup")
def _add_device_to_group(ctx: Context) -> None:
    row = _changeable_group(ctx)
    key = own_device(ctx, ctx.body["deviceId"]).id
    ctx.state.groups.put(replace(row, device_ids=add_to(row.device_ids, key)))


@operation("removeDeviceFromGroup")
def _remove_device_from_group(ctx: Context) -> None:
    row, key = _changeable_group(ctx), ctx.path["deviceId"]
    if key not in row.device_ids:
        raise not_found("Device", key)
    ctx.state.groups.put(replace(row, device_ids=without(row.device_ids, key)))


def _faxline_to_json(row: Faxline) -> dict[str, Any]:
    return faxline_to_json(row) | {"groupId": row.owner}


@operation("getGroupFaxlines")
def _get_group_faxlines(ctx: Context) -> dict[str, Any]:
    group = _group(ctx)
    return items(_faxline_to_json(row) for row in ctx.state.faxlines if row.owner == group.id)


@operation("getGroupFaxlinesForUser")
def _get_group_faxlines_for_user(ctx: Context) -> dict[str, Any]:
    user_id = ctx.query["userId"] or ctx.identity.id
    groups = {row.id for row in ctx.state.groups if user_id in row.user_ids}
    return items(_faxline_to_json(row) for row in ctx.state.faxlines if row.owner in groups)


def _group_faxline(ctx: Context) -> Faxline:
    return get_or_404(
        ctx.state.faxlines, ctx.path["faxlineId"], "Group faxline", lambda row: row.owner in ctx.state.groups
    )


@operation("getGroupFaxlineCallerId")
def _get_group_faxline_caller_id(ctx: Context) -> dict[str, str]:
    return {"value": _group_faxline(ctx).caller_id}


@operation("getGroupFaxlineNumbers")
def _get_group_faxline_numbers(ctx: Context) -> dict[str, Any]:
    return items(numbers_of(ctx, _group_faxline(ctx).id))


@operation("getGroupNumbers")
def _get_group_numbers(ctx: Context) -> dict[str, Any]:
    return items(numbers_of(ctx, _group(ctx).id))


@operation("getGroupUsers")
def _get_group_users(ctx: Context) -> dict[str, Any]:
    return items(
        {
            "id": user.id,
            "firstname": user.firstname,
            "lastname": user.lastname,
            "userUrl": v2(ctx, f"/users/{user.id}"),
        }
        for user in ctx.state.users
        if user.id in _group(ctx).user_ids
    )


@operation("getGroupVoicemail")
def _get_group_voicemail(ctx: Context) -> dict[str, Any]:
    group = _group(ctx)
    return voicemails_of(ctx, group.id, f"/groups/{group.id}")
