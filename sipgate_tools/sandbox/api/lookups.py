"""Looks up rows for operations, and raises the errors that the real service returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, Protocol, TypeVar

from ..dispatch.api_errors import ApiError, bad_request, not_found
from ..dispatch.permissions import check_owner
from ..dispatch.registry import Context
from ..state.messages import Faxline, SmsExtension
from ..state.phones import Device, Phoneline, Voicemail
from ..state.tables import RowT, Table, TableRow


class _OwnedRow(TableRow, Protocol):
    @property
    def owner(self) -> str: ...


_OwnedT = TypeVar("_OwnedT", bound=_OwnedRow)


def items(rows: Iterable[Any]) -> dict[str, list[Any]]:
    """Return rows in the API's usual list format, `{"items": [...]}`."""
    return {"items": list(rows)}


def get_or_404(
    table: Table[RowT], key: str, noun: str, belongs: Callable[[RowT], bool] = lambda _: True
) -> RowT:
    """Return the row with a key.

    Args:
        table: The table.
        key: The key of the row.
        noun: The noun for the row in the error, such as `Phoneline`.
        belongs: A condition for the row, such as that it belongs to the user in the path.

    Raises:
        ApiError: 404, if no row has the key, or the row does not meet the condition.
    """
    row = table.get(key)
    if row is None or not belongs(row):
        raise not_found(noun, key)
    return row


def _of_user(ctx: Context, table: Table[_OwnedT], parameter: str, noun: str) -> _OwnedT:
    """Return the row whose key is a path parameter, and which belongs to the user in the path."""
    return get_or_404(table, ctx.path[parameter], noun, lambda row: row.owner == ctx.path["userId"])


def device(ctx: Context) -> Device:
    """Return the device in the path.

    Raises:
        ApiError: 404, if the device does not exist or is not a device of the user in the path; 403, if the device
            belongs to another user and the authenticated user is not an administrator.
    """
    found = get_or_404(
        ctx.state.devices,
        ctx.path["deviceId"],
        "Device",
        lambda row: row.owner == ctx.path.get("userId", row.owner),
    )
    check_owner(found.owner, ctx.identity)
    return found


def phoneline(ctx: Context) -> Phoneline:
    """Return the phoneline in the path, owned by the user in the path."""
    return _of_user(ctx, ctx.state.phonelines, "phonelineId", "Phoneline")


def voicemail_of_phoneline(ctx: Context) -> Voicemail:
    """Return the voicemail in the path, which belongs to the phoneline in the path."""
    line = phoneline(ctx)
    return get_or_404(
        ctx.state.voicemails, ctx.path["voicemailId"], "Voicemail", lambda row: row.endpoint_id == line.id
    )


def faxline(ctx: Context) -> Faxline:
    """Return the faxline in the path, owned by the user in the path."""
    return _of_user(ctx, ctx.state.faxlines, "faxlineId", "Faxline")


def sms_extension(ctx: Context) -> SmsExtension:
    """Return the SMS extension in the path, owned by the user in the path."""
    return _of_user(ctx, ctx.state.sms_extensions, "smsId", "SMS extension")


def own_device(ctx: Context, device_id: str) -> Device:
    """Return the device with an id from a request body.

    Raises:
        ApiError: 400, if the device does not exist; 403, if the device belongs to another user and the
            authenticated user is not an administrator.
    """
    found = ctx.state.devices.get(device_id)
    if found is None:
        raise bad_request(f"Unknown device {device_id}", "/deviceId")
    if not ctx.identity.admin and found.owner != ctx.identity.id:
        raise ApiError(403, "Cannot access extension - not found or forbidden")
    return found


def v2(ctx: Context, path: str) -> str:
    """Return the absolute URL for a path in API version 2."""
    return f"{ctx.base_url}{path}"


def alias_of(ctx: Context, extension: str) -> str:
    """Return the alias of an extension or the name of a channel; "" if the id is unknown."""
    state = ctx.state
    for table in (
        state.devices,
        state.phonelines,
        state.groups,
        state.faxlines,
        state.sms_extensions,
        state.voicemails,
    ):
        row = table.get(extension)
        if row is not None:
            return row.alias
    channel = state.channels.get(extension)
    return channel.name if channel else ""


TYPES: Final = {"p": "PHONELINE", "g": "GROUP", "f": "FAX", "s": "SMS", "v": "VOICEMAIL", "w": "USER", "e": "REGISTER",
         "x": "EXTERNAL", "y": "MOBILE"}  # fmt: skip


def endpoint(ctx: Context, extension: str) -> dict[str, str]:
    """Return an extension or channel as JSON, with its id (`extension`) and its type."""
    device = ctx.state.devices.get(extension)
    kind = "CHANNEL" if extension in ctx.state.channels else TYPES.get(extension[:1], "USER")
    if device is not None:
        kind = device.kind  # an app may have the letter of a VoIP phone
    return {"extension": extension, "type": kind}


def text_in(body: dict[str, Any], name: str, default: str = "") -> str:
    """Return a string from a body whose fields the spec does not declare.

    Raises:
        ApiError: 400, if the value is not a string.
    """
    value = body.get(name, default)
    if not isinstance(value, str):
        raise bad_request(f"{name} is not a string", f"/{name}")
    return value
