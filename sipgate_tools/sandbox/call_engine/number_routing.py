"""Number routing: the extension, users and devices that a number leads to, and forwarding of unanswered calls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ..state import State
from ..state.call_engine import Ring
from ..state.calls_and_history import LiveCall
from ..state.people import User
from ..state.phones import Device

EMERGENCY: Final = frozenset({"+49110", "+49112"})
"""Emergency numbers. Calls to these numbers never cause a webhook."""


@dataclass(frozen=True, slots=True)
class CallRoute:
    """The target of a number or an extension of the account.

    Attributes:
        number: The number in E.164, or `anonymous`.
        endpoint_id: The id of a phoneline, a group or a device; "" for a channel or without routing.
        channel_id: The id of a channel (neo accounts); "" for none.
        user_ids: The users that the calls belong to.
        device_ids: The devices that calls ring at.
    """

    number: str
    endpoint_id: str = ""
    channel_id: str = ""
    user_ids: tuple[str, ...] = ()
    device_ids: tuple[str, ...] = ()


def route_for(state: State, number: str) -> CallRoute | None:
    """Return the route of a number of the account, or None for any other number.

    The route of a number that is not routed, or is routed to a faxline, contains no devices.
    """
    row = next((row for row in state.numbers if row.number == number), None)
    if row is None:
        return None
    channel = state.channels.get(row.channel_id or row.endpoint_id)
    if channel is not None:
        users = tuple(user.id for user in channel.users)
        devices = tuple(key for user in channel.users for key in user.device_ids)
        return CallRoute(number, "", channel.id, users, devices)
    return _route_to_extension(state, row.endpoint_id, number)


def _route_to_extension(state: State, extension: str, number: str) -> CallRoute:
    phoneline, group = state.phonelines.get(extension), state.groups.get(extension)
    device = state.devices.get(extension)
    if phoneline is not None:
        return CallRoute(number, extension, "", (phoneline.owner,), phoneline.device_ids)
    if group is not None:
        return CallRoute(number, extension, "", group.user_ids, group.device_ids)
    if device is not None:
        return CallRoute(number, extension, _channel_of(state, device.owner), (device.owner,), (device.id,))
    return CallRoute(number)


def _channel_of(state: State, user_id: str) -> str:
    found = (row.id for row in state.channels if any(user.id == user_id for user in row.users))
    return next(found, "")


def outgoing_route(state: State, caller: str) -> CallRoute | None:
    """Return the route for outgoing calls from an extension (p, e, x, y) or a number of the account, or else None."""
    line = route_for(state, caller)
    if line is not None:
        return _outgoing(state, line)
    if caller not in state.phonelines and caller not in state.devices:
        return None
    line = _route_to_extension(state, caller, "")
    number = next((row.number for row in state.numbers if row.endpoint_id == caller), "")
    if not number and caller in state.devices:
        number = state.devices[caller].caller_id
    return _outgoing(
        state,
        CallRoute(number or "anonymous", line.endpoint_id, line.channel_id, line.user_ids, line.device_ids),
    )


def _outgoing(state: State, line: CallRoute) -> CallRoute:
    """Return the route with the device replaced by its phoneline, which outgoing calls belong to."""
    if line.endpoint_id not in state.devices or line.channel_id:
        return line
    device = line.endpoint_id
    phoneline = next((row.id for row in state.phonelines if device in row.device_ids), "")
    return CallRoute(line.number, phoneline, "", line.user_ids, (device,))


def rings_of(state: State, line: CallRoute) -> tuple[Ring, ...]:
    """Return what rings for a route: the reachable devices and the active parallel forwardings."""
    devices = [device for key in line.device_ids if (device := state.devices.get(key)) and _can_ring(device)]
    elsewhere = [
        Ring(row.destination)
        for row in state.parallel_forwardings
        if row.phoneline_id == line.endpoint_id and row.active
    ]
    return (*(Ring(line.number, device.id, device.owner) for device in devices), *elsewhere)


def _can_ring(device: Device) -> bool:
    return device.online and not device.dnd


def unreachable_reason(state: State, line: CallRoute) -> tuple[str, str] | None:
    """Return the hang-up cause and the `callStatus` of a route that cannot ring, or None for a route that can ring."""
    if rings_of(state, line):
        users = [user for key in line.user_ids if (user := state.users.get(key))]
        if users and all(user.busy_on_busy and _is_in_call(state, user) for user in users):
            return "busy", "BUSY_ON_BUSY"
        return None
    quiet = any(state.devices[key].dnd for key in line.device_ids if key in state.devices)
    return ("noAnswer", "REJECTED_DND") if quiet else ("notFound", "FAILURE")


def _is_in_call(state: State, user: User) -> bool:
    return any(call.user_id == user.id and call.established for call in state.calls)


def blocked_by(state: State, call: LiveCall) -> tuple[str, str] | None:
    """Return how a blocked call is handled, or None if the caller is not blocked.

    The value is `("rejects", "")`, or `"voicemail"` with the id of the voicemail.
    """
    caller = next((one.phone_number for one in call.participants if not one.owner), "")
    blocked = state.blocked_numbers.get(caller)
    if blocked is not None and blocked.block:
        return "rejects", ""
    line = state.phonelines.get(call.endpoint_id)
    if caller != "anonymous" or line is None or not line.block_anonymous:
        return None
    mailbox = mailbox_of(state, call.endpoint_id, ()) if line.block_target == "VOICEMAIL" else ""
    return ("voicemail", mailbox) if mailbox else ("rejects", "")


def mailbox_of(state: State, endpoint_id: str, user_ids: Iterable[str]) -> str:
    """Return the id of the voicemail of a phoneline or group, or else of the first user who has one; "" for none."""
    owners = (endpoint_id, *user_ids) if endpoint_id else tuple(user_ids)
    found = (row.id for owner in owners for row in state.voicemails if row.endpoint_id == owner)
    return next(found, "")


def forwarding_of(state: State, endpoint_id: str, user_ids: Iterable[str]) -> tuple[float, str] | None:
    """Return the delay in seconds and the target (number or voicemail) of call forwarding, or None if it is off."""
    line = state.phonelines.get(endpoint_id)
    if line is not None:
        active = [(float(one.timeout), one.destination) for one in line.forwardings if one.active]
    else:
        mailbox = state.voicemails.get(mailbox_of(state, endpoint_id, user_ids))
        active = [(float(mailbox.timeout), mailbox.id)] if mailbox is not None and mailbox.active else []
    return min(active, default=None)


def name_of_user(state: State, user_id: str) -> str:
    """Return a user's given name and family name, or the id of a deleted user."""
    user = state.users.get(user_id)
    return f"{user.firstname} {user.lastname}".strip() if user else user_id
