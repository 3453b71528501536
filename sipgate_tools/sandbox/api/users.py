"""Users: their settings and roles."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..dispatch.api_errors import ApiError, bad_request, not_found
from ..dispatch.permissions import check_owner
from ..dispatch.registry import Context, operation
from ..state.people import User
from .lookups import items, own_device


def user_to_json(user: User) -> dict[str, Any]:
    """Return a user as JSON."""
    return {
        "id": user.id,
        "firstname": user.firstname,
        "lastname": user.lastname,
        "email": user.email,
        "defaultDevice": user.default_device,
        "busyOnBusy": user.busy_on_busy,
        "addressId": user.address_id,
        "directDialIds": list(user.direct_dial_ids),
        "timezone": user.timezone,
        "admin": user.admin,
    }


def _user(ctx: Context) -> User:
    return ctx.state.users[ctx.path["userId"]]


@operation("getAllUsers")
def _get_all_users(ctx: Context) -> dict[str, Any]:
    return items(user_to_json(user) for user in ctx.state.users)


@operation("getUser")
def _get_user(ctx: Context) -> dict[str, Any]:
    return user_to_json(_user(ctx))


@operation("deleteUser")
def _delete_user(ctx: Context) -> dict[str, Any]:
    """Delete a user, with everything that belongs to the user, and return the user.

    Users cannot delete themselves.
    """
    user, state = _user(ctx), ctx.state
    if user.id == ctx.identity.id:
        raise ApiError(403, "You cannot delete yourself")
    for device in state.devices:
        if device.owner == user.id:
            remove_device(ctx, device.id)
    for line in state.phonelines:
        if line.owner == user.id:
            remove_endpoint(ctx, line.id)
            state.phonelines.remove(line.id)
    for table in (state.faxlines, state.sms_extensions):
        for row in table:
            if row.owner == user.id:
                remove_endpoint(ctx, row.id)
                table.remove(row.id)
    for group in state.groups:
        state.groups.put(replace(group, user_ids=without(group.user_ids, user.id)))
    for channel in state.channels:
        state.channels.put(replace(channel, users=tuple(one for one in channel.users if one.id != user.id)))
    for token in state.tokens:
        if token.user_id == user.id:
            state.tokens.remove(token.id)
    for notification in state.notifications:
        if notification.user_id == user.id:
            state.notifications.remove(notification.id)
    for contact in state.contacts:
        if contact.user_id == user.id:
            state.contacts.remove(contact.id)
    remove_endpoint(ctx, user.id)
    state.users.remove(user.id)
    return user_to_json(user)


def without(keys: tuple[str, ...], key: str) -> tuple[str, ...]:
    """Return the ids without `key`."""
    return tuple(other for other in keys if other != key)


def remove_device(ctx: Context, device_id: str) -> None:
    """Remove a device from the account and from all phonelines, groups, channels and users."""
    state = ctx.state
    for line in state.phonelines:
        state.phonelines.put(replace(line, device_ids=without(line.device_ids, device_id)))
    for group in state.groups:
        state.groups.put(replace(group, device_ids=without(group.device_ids, device_id)))
    for channel in state.channels:
        users = (replace(user, device_ids=without(user.device_ids, device_id)) for user in channel.users)
        state.channels.put(replace(channel, users=tuple(users)))
    for user in state.users:
        if user.default_device == device_id:
            state.users.put(replace(user, default_device=""))
    remove_endpoint(ctx, device_id)
    state.devices.remove(device_id)


def remove_endpoint(ctx: Context, extension: str) -> None:
    """Remove everything that belongs to a deleted extension.

    These are routings, quick dial numbers, voicemails, notifications, caller ids and parallel forwardings.
    """
    state = ctx.state
    for number in state.numbers:
        if number.endpoint_id == extension:
            state.numbers.put(replace(number, endpoint_id=""))
        elif number.quick_dial_user == extension:
            state.numbers.remove(number.id)
    for voicemail in state.voicemails:
        if voicemail.endpoint_id == extension:
            for greeting in state.greetings:
                if greeting.voicemail_id == voicemail.id:
                    state.greetings.remove(greeting.id)
            remove_endpoint(ctx, voicemail.id)
            state.voicemails.remove(voicemail.id)
    for notification in state.notifications:
        if notification.endpoint_id == extension:
            state.notifications.remove(notification.id)
    for caller_id in state.sms_caller_ids:
        if caller_id.sms_id == extension:
            state.sms_caller_ids.remove(caller_id.id)
    for forwarding in state.parallel_forwardings:
        if forwarding.phoneline_id == extension:
            state.parallel_forwardings.remove(forwarding.id)


@operation("setBusyOnBusySetting")
def _set_busy_on_busy(ctx: Context) -> None:
    ctx.state.users.put(replace(_user(ctx), busy_on_busy=ctx.body.get("enabled", False)))


@operation("setDefaultDevice")
def _set_default_device(ctx: Context) -> None:
    device = own_device(ctx, ctx.body["deviceId"])
    if device.owner != ctx.path["userId"]:
        raise bad_request("The device belongs to another user", "/deviceId")
    ctx.state.users.put(replace(_user(ctx), default_device=device.id))


@operation("setLocation")
def _set_location(ctx: Context) -> None:
    address_id = str(ctx.body.get("addressId", ""))
    if address_id not in ctx.state.addresses:
        raise not_found("Address", address_id)
    ctx.state.users.put(replace(_user(ctx), address_id=address_id))


@operation("setRole")
def _set_role(ctx: Context) -> None:
    user, admin = _user(ctx), ctx.body.get("admin", False)
    if user.id == ctx.identity.id and not admin:
        raise ApiError(403, "You cannot remove your own administrator rights")
    ctx.state.users.put(replace(user, admin=admin))


@operation("setUserName")
def _set_user_name(ctx: Context) -> None:
    user = _user(ctx)
    check_owner(user.id, ctx.identity)
    ctx.state.users.put(replace(user, firstname=ctx.body["firstName"], lastname=ctx.body["lastName"]))
