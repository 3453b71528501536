"""Requests that change lines, forwardings, routings and the blacklist, built without I/O."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal, TypeAlias, get_args

from sipgate_api.api.blacklist import add_incoming_entry, remove_incoming_entry
from sipgate_api.api.devices import change_device_settings
from sipgate_api.api.phonelines import set_block_anonymous_setting, set_phoneline_forwarding_settings
from sipgate_api.api.routings import delete_routings, set_channel_routing, set_routings
from sipgate_api.api.users import set_busy_on_busy_setting
from sipgate_api.models.change_device_request import ChangeDeviceRequest
from sipgate_api.models.delete_routings_request import DeleteRoutingsRequest
from sipgate_api.models.incoming_entry import IncomingEntry
from sipgate_api.models.set_block_anonymous_settings_request import SetBlockAnonymousSettingsRequest
from sipgate_api.models.set_busy_on_busy_settings_request import SetBusyOnBusySettingsRequest
from sipgate_api.models.set_channel_routing_request import SetChannelRoutingRequest
from sipgate_api.models.set_forwardings_request import SetForwardingsRequest
from sipgate_api.models.set_routings_request import SetRoutingsRequest
from sipgate_api.types import Request

from sipgate_tools.errors import InvalidInput
from sipgate_tools.models.lines import Forwarding
from sipgate_tools.values import (
    as_iterable,
    extension_id,
    flag,
    identifier,
    phone_number,
    phone_number_part,
    whole_number,
)

MAX_FORWARDINGS: Final = 3
MAX_RING_SECONDS: Final = 600

AnonymousTarget: TypeAlias = Literal["REJECT", "VOICEMAIL"]


def forwarded(before: Sequence[Forwarding], to: str, after_seconds: int) -> list[Forwarding]:
    """Return the forwardings of a line after calls are forwarded to a number.

    The new forwarding replaces the others to numbers; voicemails are kept.

    Args:
        before: The current forwardings.
        to: The number, with country code.
        after_seconds: Seconds of ringing before calls are forwarded, 0 to 600.

    Raises:
        InvalidInput: The number or the time is invalid, or the line would have more than three forwardings.
    """
    number = phone_number(to, argument="to")
    whole_number(
        after_seconds,
        argument="after_seconds",
        minimum=0,
        maximum=MAX_RING_SECONDS,
        hint=f"Use the seconds of ringing, 0 to {MAX_RING_SECONDS}; 0 forwards at once.",
    )
    new = Forwarding(destination=number, timeout=after_seconds, active=True)
    rest = [one for one in before if not one.to_number]
    if len(rest) >= MAX_FORWARDINGS:
        raise InvalidInput(
            f"The line already has {MAX_FORWARDINGS} forwardings to voicemails.",
            hint="sipgate allows no more; remove one in the web interface.",
        )
    return sorted([new, *rest], key=lambda one: one.timeout)


def set_forwardings_request(user_id: str, line_id: str, forwardings: Iterable[Forwarding]) -> Request[Any]:
    """Return the request that replaces the forwardings (operation setPhonelineForwardingSettings)."""
    body = SetForwardingsRequest.from_dict(
        {
            "forwardings": [
                {"destination": one.destination, "timeout": one.timeout, "active": one.active}
                for one in forwardings
            ]
        }
    )
    return set_phoneline_forwarding_settings.build_request(user_id=user_id, phoneline_id=line_id, body=body)


def checked_target(target: str) -> None:
    """Check what happens to callers without a number.

    Raises:
        InvalidInput: `target` is neither `REJECT` nor `VOICEMAIL`.
    """
    if target not in get_args(AnonymousTarget):
        raise InvalidInput("target must be REJECT or VOICEMAIL.")


def block_anonymous_request(
    user_id: str, line_id: str, *, enabled: bool, target: AnonymousTarget
) -> Request[Any]:
    """Return the request that blocks or admits callers without a number (operation setBlockAnonymousSetting).

    Raises:
        InvalidInput: `target` is neither `REJECT` nor `VOICEMAIL`.
    """
    checked_target(target)
    body = SetBlockAnonymousSettingsRequest.from_dict({"enabled": enabled, "target": target})
    return set_block_anonymous_setting.build_request(user_id=user_id, phoneline_id=line_id, body=body)


def route_request(numbers: Iterable[str] | str, to: str) -> Request[Any]:
    """Return the request that routes numbers to an extension or a channel (operations setRoutings, setChannelRouting).

    Args:
        numbers: The account's numbers, or a single number.
        to: An extension id such as `p0` or `g0`, or the id of a channel of neo.

    Raises:
        InvalidInput: No numbers were passed, a number is invalid, or `to` is not an id.
    """
    checked = _numbers(numbers)
    if "-" in to:
        channel = identifier(to, argument="to")
        return set_channel_routing.build_request(
            body=SetChannelRoutingRequest.from_dict({"e164Numbers": checked, "channelId": channel})
        )
    extension = extension_id(to, argument="to")
    return set_routings.build_request(
        body=SetRoutingsRequest.from_dict({"e164Numbers": checked, "extension": extension})
    )


def routing_refusal(to: str, *, neo: bool) -> InvalidInput | None:
    """Return the error for a target that the platform of the account lacks, or `None` if it can have it.

    Args:
        to: An extension id or the id of a channel, as `route_request` accepts it.
        neo: Whether the account runs on neo.
    """
    if neo and to[:1] in ("p", "g") and to[1:].isdigit():
        return InvalidInput(
            "Phonelines and groups exist only on classic.",
            hint="On neo, pass the id of a channel; client.lines.list() lists them.",
            code="platform.classic_only",
        )
    if not neo and "-" in to:
        return InvalidInput(
            "Channels exist only on neo.",
            hint="On classic, pass the id of a phoneline or group, such as p0 or g0.",
            code="platform.neo_only",
        )
    return None


def unroute_request(numbers: Iterable[str] | str) -> Request[Any]:
    """Return the request after which numbers lead nowhere (operation deleteRoutings).

    Raises:
        InvalidInput: No numbers were passed, or a number is invalid.
    """
    return delete_routings.build_request(
        body=DeleteRoutingsRequest.from_dict({"e164Numbers": _numbers(numbers)})
    )


def _international(number: str) -> str:
    """Return a number or its beginning in E.164 with plus.

    Raises:
        InvalidInput: The number has no country code.
    """
    checked = phone_number_part(number, argument="number")
    if not checked.startswith("+"):
        raise InvalidInput("The number has no country code.", hint="Begin with +, as in +49 900.")
    return checked


def _numbers(numbers: Iterable[str] | str) -> list[str]:
    given = [numbers] if isinstance(numbers, str) else list(as_iterable(numbers, argument="numbers"))
    if not given:
        raise InvalidInput("No numbers were passed.", hint="Pass at least one number of the account.")
    return [phone_number(number, argument="numbers") for number in given]


def block_number_request(number: str, *, prefix: bool) -> Request[Any]:
    """Return the request that puts a number or a prefix on the blacklist (operation addIncomingEntry).

    Raises:
        InvalidInput: The number is invalid.
    """
    flag(prefix, argument="prefix")
    checked = _international(number) if prefix else phone_number(number, argument="number")
    body = IncomingEntry.from_dict({"phoneNumber": checked, "isBlock": prefix})
    return add_incoming_entry.build_request(body=body)


def unblock_number_request(number: str) -> Request[Any]:
    """Return the request that removes a number from the blacklist (operation removeIncomingEntry).

    Raises:
        InvalidInput: The number is invalid.
    """
    return remove_incoming_entry.build_request(phone_number=_international(number))


def do_not_disturb_request(device_id: str, *, enabled: bool) -> Request[Any]:
    """Return the request that makes a device silent or lets it ring (operation changeDeviceSettings).

    Raises:
        InvalidInput: `device_id` is not the id of a device, or `enabled` is not a bool.
    """
    body = ChangeDeviceRequest.from_dict({"dnd": flag(enabled, argument="enabled")})
    return change_device_settings.build_request(
        device_id=extension_id(device_id, argument="device_id"), body=body
    )


def busy_on_busy_request(user_id: str, *, enabled: bool) -> Request[Any]:
    """Return the request that sets whether a user is busy while in a call (operation setBusyOnBusySetting).

    Raises:
        InvalidInput: `enabled` is not a bool.
    """
    body = SetBusyOnBusySettingsRequest.from_dict({"enabled": flag(enabled, argument="enabled")})
    return set_busy_on_busy_setting.build_request(user_id=user_id, body=body)
