"""Devices: VoIP phones, mobile phones with their SIMs, external phones, apps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from ..dispatch.api_errors import ApiError, bad_request, not_found
from ..dispatch.registry import Context, operation
from ..phone_numbers import number_in
from ..state.phones import Device, DeviceKind
from .lookups import device, items, v2
from .users import remove_device

SIP_SERVER: Final = "sip.sipgate.invalid"
LETTERS: Final[dict[DeviceKind, str]] = {"REGISTER": "e", "MOBILE": "y", "EXTERNAL": "x"}
KINDS_OF: Final[dict[str, tuple[DeviceKind, ...]]] = {
    "all": ("REGISTER", "MOBILE", "EXTERNAL", "DESKTOP_APP", "MOBILE_APP"),
    "app": ("DESKTOP_APP", "MOBILE_APP"),
    "register": ("REGISTER",),
    "mobile": ("MOBILE",),
    "external": ("EXTERNAL",),
}
DEFAULT_KINDS: Final[tuple[DeviceKind, ...]] = ("REGISTER", "MOBILE", "EXTERNAL")
"""The kinds of devices that are listed by default."""


def device_to_json(ctx: Context, row: Device) -> dict[str, Any]:
    """Return a device as JSON, in the form that lists contain."""
    lines = [line for line in ctx.state.phonelines if row.id in line.device_ids]
    groups = [group for group in ctx.state.groups if row.id in group.device_ids]
    return {
        "id": row.id,
        "alias": row.alias,
        "type": row.kind,
        "online": row.online,
        "dnd": row.dnd,
        "activePhonelines": [{"id": line.id, "alias": line.alias} for line in lines],
        "activeGroups": [{"id": group.id, "alias": group.alias} for group in groups],
    }


def _full(ctx: Context, row: Device) -> dict[str, Any]:
    match row.kind:
        case "REGISTER":
            own = _register_fields(ctx, row)
        case "MOBILE":
            own = {
                "credentials": {"simId": row.sim_id, "puk1": row.puk1, "puk2": row.puk2},
                "simState": row.sim_state,
                "esim": row.esim,
            }
        case "EXTERNAL":
            own = {"number": row.number, "incomingCallDisplayState": row.incoming_call_display}
        case _:
            own = {}
    return device_to_json(ctx, row) | own


def sip_credentials(ctx: Context, row: Device) -> dict[str, str]:
    """Return the SIP credentials of a VoIP phone."""
    return {
        "username": f"{ctx.state.account.master_sip_id}{row.id}",
        "password": row.password,
        "sipServer": SIP_SERVER,
        "outboundProxy": f"proxy.{SIP_SERVER}",
        "sipServerWebsocketUrl": f"wss://{SIP_SERVER}",
    }


def _register_fields(ctx: Context, row: Device) -> dict[str, Any]:
    registered = (
        [{"userAgent": row.user_agent, "ip": "203.0.113.20", "port": "5060"}] if row.user_agent else []
    )
    address = row.emergency_address_id
    return {
        "credentials": sip_credentials(ctx, row),
        "registered": registered if row.online else [],
        "emergencyAddressId": address,
        "addressUrl": v2(ctx, f"/addresses/{address}") if address else "",
    }


@operation("getDevices")
def _get_devices(ctx: Context) -> dict[str, Any]:
    """Return a user's devices of the requested kinds (`type`, comma-separated), by default all except apps."""
    kinds = DEFAULT_KINDS
    if ctx.query["type"]:
        words = ctx.query["type"].split(",")
        unknown = [word for word in words if word not in KINDS_OF]
        if unknown:
            raise bad_request("type must be all, app, register, mobile or external", "type")
        kinds = tuple(kind for word in words for kind in KINDS_OF[word])
    own = [row for row in ctx.state.devices if row.owner == ctx.path["userId"] and row.kind in kinds]
    return items(device_to_json(ctx, row) for row in own)


@operation("getDevice")
def _get_device(ctx: Context) -> dict[str, Any]:
    return _full(ctx, device(ctx))


@operation("deleteDevice")
def _delete_device(ctx: Context) -> None:
    remove_device(ctx, device(ctx).id)


@operation("changeDeviceSettings")
def _change_device_settings(ctx: Context) -> None:
    row = device(ctx)
    address = str(ctx.body.get("emergencyAddressId", row.emergency_address_id))
    if address and address not in ctx.state.addresses:
        raise bad_request("Unknown address", "/emergencyAddressId")
    ctx.state.devices.put(replace(row, dnd=ctx.body.get("dnd", row.dnd), emergency_address_id=address))


@operation("changeDeviceAlias")
def _change_device_alias(ctx: Context) -> None:
    ctx.state.devices.put(replace(device(ctx), alias=ctx.body.get("value", "")))


@operation("getCallerId")
def _get_caller_id(ctx: Context) -> dict[str, str]:
    return {"value": device(ctx).caller_id}


@operation("changeCallerIdSettings")
def _change_caller_id(ctx: Context) -> None:
    row, value = device(ctx), ctx.body.get("value", "")
    number = number_in(value, "value") if value not in ("", "anonymous") else value
    ctx.state.devices.put(replace(row, caller_id=number))


@operation("changeDevicePassword")
def _change_device_password(ctx: Context) -> dict[str, str]:
    """Set a new SIP password for a VoIP phone and return it."""
    row = _of_kind(ctx, "REGISTER")
    password = ctx.state.new_hex("sip", 12).lower()
    ctx.state.devices.put(replace(row, password=password))
    return {"password": password}


def _of_kind(ctx: Context, kind: DeviceKind) -> Device:
    row = device(ctx)
    if row.kind != kind:
        raise bad_request(f"The device is not of type {kind}", "deviceId")
    return row


@operation("changeCallerDisplayOfDevice")
def _change_caller_display(ctx: Context) -> None:
    row = _of_kind(ctx, "EXTERNAL")
    ctx.state.devices.put(replace(row, incoming_call_display=ctx.body["incomingCallDisplay"]))


@operation("changeTargetNumberOfDevice")
def _change_target_number(ctx: Context) -> None:
    row = _of_kind(ctx, "EXTERNAL")
    ctx.state.devices.put(replace(row, number=number_in(ctx.body.get("number", ""), "number")))


@operation("getLocalprefix")
def _get_local_prefix(ctx: Context) -> dict[str, Any]:
    row = device(ctx)
    return {"value": row.local_prefix, "active": row.local_prefix_active}


@operation("changeLocalprefixSettings")
def _change_local_prefix(ctx: Context) -> None:
    row, body = device(ctx), ctx.body
    value, active = body.get("value", row.local_prefix), body.get("active", row.local_prefix_active)
    ctx.state.devices.put(replace(row, local_prefix=value, local_prefix_active=active))


@operation("getSingleRowDisplay")
def _get_single_row_display(ctx: Context) -> dict[str, bool]:
    return {"enabled": device(ctx).single_row_display}


@operation("changeSingleRowDisplay")
def _change_single_row_display(ctx: Context) -> None:
    ctx.state.devices.put(replace(device(ctx), single_row_display=ctx.body.get("enabled", False)))


@operation("getTariffAnnouncement")
def _get_tariff_announcement(ctx: Context) -> dict[str, bool]:
    return {"enabled": device(ctx).tariff_announcement}


@operation("changeTariffAnnouncement")
def _change_tariff_announcement(ctx: Context) -> None:
    ctx.state.devices.put(replace(device(ctx), tariff_announcement=ctx.body.get("enabled", False)))


def make_device(ctx: Context, owner: str, kind: DeviceKind, alias: str, **fields: Any) -> Device:
    """Add a device with the next free extension id for its kind, and return the device."""
    key = ctx.state.new_extension(LETTERS[kind])
    if kind == "REGISTER":
        fields["password"] = ctx.state.new_hex("sip", 12).lower()
    row = Device(key, owner, alias or f"{kind.capitalize()} {key}", kind, online=kind == "EXTERNAL", **fields)
    ctx.state.devices.put(row)
    user = ctx.state.users[owner]
    if not user.default_device:
        ctx.state.users.put(replace(user, default_device=key))
    return row


def _alias(ctx: Context) -> str:
    return ctx.body.get("alias", "") if ctx.body else ""


@operation("createDevice")
def _create_device(ctx: Context) -> dict[str, Any]:
    return device_to_json(
        ctx, make_device(ctx, ctx.path["userId"], ctx.body["type"], ctx.body.get("alias", ""))
    )


@operation("createRegisterDevice")
def _create_register_device(ctx: Context) -> dict[str, Any]:
    return _full(ctx, make_device(ctx, ctx.path["userId"], "REGISTER", _alias(ctx)))


@operation("createMobileDevice")
def _create_mobile_device(ctx: Context) -> dict[str, Any]:
    return _full(ctx, make_device(ctx, ctx.path["userId"], "MOBILE", _alias(ctx)))


@operation("createExternalDevice")
def _create_external_device(ctx: Context) -> dict[str, Any]:
    number = number_in(ctx.body.get("number", ""), "number")
    alias = ctx.body.get("alias", "")
    return _full(ctx, make_device(ctx, ctx.path["userId"], "EXTERNAL", alias, number=number))


def _mobile(ctx: Context) -> Device:
    row = device(ctx)
    if row.kind != "MOBILE":
        raise not_found("Mobile device", row.id)
    return row


@operation("getDeviceContingents")
def _get_device_contingents(ctx: Context) -> dict[str, Any]:
    row = _mobile(ctx)
    if row.sim_state != "ACTIVE":
        return {"contingents": []}
    used = 1280
    contingent = {"type": "DATA", "amount": 5120, "used": used, "left": 5120 - used, "unit": "MB"}
    return {"contingents": [contingent | {"expires": ctx.now.strftime("%Y-%m-28T23:59:59Z")}]}


@operation("activateSim")
def _activate_sim(ctx: Context) -> None:
    row, sim_id = _mobile(ctx), ctx.body.get("simId", "")
    if not (sim_id.isascii() and sim_id.isdigit() and 13 <= len(sim_id) <= 20):
        raise bad_request("Not a SIM id", "/simId")
    if row.sim_state == "ACTIVE":
        raise ApiError(409, "The device has an active SIM")
    if any(other.sim_id == sim_id and other.id != row.id for other in ctx.state.devices):
        raise ApiError(409, "The SIM is in use")
    puks = {"puk1": ctx.state.new_hex("puk", 8), "puk2": ctx.state.new_hex("puk", 8)}
    digits = {name: str(int(text, 16) % 10**8).zfill(8) for name, text in puks.items()}
    ctx.state.devices.put(replace(row, sim_id=sim_id, sim_state="ACTIVE", online=True, **digits))


@operation("deactivateSim")
def _deactivate_sim(ctx: Context) -> None:
    row = _mobile(ctx)
    if row.sim_state == "INACTIVE":
        raise ApiError(409, "The device has no active SIM")
    ctx.state.devices.put(replace(row, sim_id="", sim_state="INACTIVE", puk1="", puk2="", online=False))


@operation("orderSim")
def _order_sim(ctx: Context) -> None:
    row = _mobile(ctx)
    if ctx.body["addressId"] not in ctx.state.addresses:
        raise bad_request("Unknown address", "/addressId")
    if row.sim_state == "INACTIVE":
        ctx.state.devices.put(replace(row, sim_state="PENDING"))


def add_to(device_ids: tuple[str, ...], device_id: str) -> tuple[str, ...]:
    """Return the device ids with `device_id` added, unless they already contain it."""
    return device_ids if device_id in device_ids else (*device_ids, device_id)
