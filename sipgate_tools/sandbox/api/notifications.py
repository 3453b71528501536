"""Notifications by e-mail or SMS about calls, faxes, SMS and voicemails."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ..dispatch.api_errors import ApiError, bad_request
from ..dispatch.registry import Context, operation
from ..phone_numbers import number_in
from ..state.messages import Notification
from .lookups import alias_of, get_or_404
from .sessions import NOT_YOURS
from .voicemails import owner_of

Target = dict[str, Any]


def _owned(ctx: Context, about: str) -> list[str]:
    """Return the user's extensions that can have notifications of the kind `about`, such as `fax`."""
    user_id, state = ctx.path["userId"], ctx.state
    groups = [row.id for row in state.groups if user_id in row.user_ids]
    match about:
        case "fax" | "report":
            return [row.id for row in state.faxlines if row.owner in (user_id, *groups)]
        case "sms":
            return [row.id for row in state.sms_extensions if row.owner == user_id]
        case "voicemail":
            return [row.id for row in state.voicemails if user_id in owner_of(ctx, row)]
        case _:
            channels = [row.id for row in state.channels if any(user.id == user_id for user in row.users)]
            return [row.id for row in state.phonelines if row.owner == user_id] + groups + channels


def _targets(ctx: Context, about: str, via: str, endpoint_id: str) -> list[Target]:
    key = (about, via, endpoint_id, ctx.path["userId"])
    rows = [
        row for row in ctx.state.notifications if (row.about, row.via, row.endpoint_id, row.user_id) == key
    ]
    return [_target(row) for row in rows]


def _target(row: Notification) -> Target:
    target: Target = {"id": row.id, "email" if row.via == "email" else "number": row.target}
    if row.direction:
        target["direction"] = row.direction
    if row.cause:
        target["cause"] = row.cause
    return target


def _section(ctx: Context, about: str, more: Callable[[str], Target]) -> list[Target]:
    return [
        {"endpointId": key, "endpointAlias": alias_of(ctx, key), "emails": _targets(ctx, about, "email", key)}
        | more(key)
        for key in _owned(ctx, about)
    ]


@operation("getNotifications")
def _get_notifications(ctx: Context) -> dict[str, Any]:
    """Return the user's extensions that can have notifications, with the recipients of each notification."""

    def by_sms(about: str) -> Callable[[str], Target]:
        return lambda key: {"sms": _targets(ctx, about, "sms", key)}

    def fax(key: str) -> Target:
        return by_sms("fax")(key) | {"reports": _targets(ctx, "report", "email", key)}

    return {
        "fax": _section(ctx, "fax", fax),
        "voicemail": _section(ctx, "voicemail", by_sms("voicemail")),
        "call": _section(ctx, "call", by_sms("call")),
        "sms": _section(ctx, "sms", lambda _: {}),
    }


def _add(ctx: Context, about: str, via: str, endpoint_field: str) -> None:
    endpoint_id = ctx.body[endpoint_field]
    if endpoint_id not in _owned(ctx, about):
        raise ApiError(403, NOT_YOURS)
    target = _email(ctx.body["email"]) if via == "email" else number_in(ctx.body["number"], "number")
    direction = _one_of(ctx, "direction", ("INCOMING", "OUTGOING"))
    cause = _one_of(ctx, "cause", ("MISSED", "SUCCESSFUL"))
    if about == "sms":
        direction = "INCOMING"
    key = str(ctx.state.count("notification", start=300))
    user_id = ctx.path["userId"]
    ctx.state.notifications.put(Notification(key, user_id, about, via, endpoint_id, target, direction, cause))


def _email(text: str) -> str:
    local, at, domain = text.rpartition("@")
    if not (at and local and "." in domain):
        raise bad_request("Not an e-mail address", "/email")
    return text


def _one_of(ctx: Context, field: str, words: Iterable[str]) -> str:
    value = ctx.body.get(field, "")
    if value and value not in words:
        raise bad_request(f"{field} must be {' or '.join(words)}", f"/{field}")
    return value


@operation("createEmailNotificationForCall")
def _call_email(ctx: Context) -> None:
    _add(ctx, "call", "email", "endpointId")


@operation("createSmsNotificationForCall")
def _call_sms(ctx: Context) -> None:
    _add(ctx, "call", "sms", "endpointId")


@operation("addFaxEmailNotification")
def _fax_email(ctx: Context) -> None:
    _add(ctx, "fax", "email", "faxlineId")


@operation("addFaxReportEmailNotification")
def _fax_report(ctx: Context) -> None:
    _add(ctx, "report", "email", "faxlineId")


@operation("addFaxSmsNotification")
def _fax_sms(ctx: Context) -> None:
    _add(ctx, "fax", "sms", "faxlineId")


@operation("addSmsEmailNotification")
def _sms_email(ctx: Context) -> None:
    _add(ctx, "sms", "email", "endpointId")


@operation("addVoicemailEmailNotification")
def _voicemail_email(ctx: Context) -> None:
    _add(ctx, "voicemail", "email", "voicemailId")


@operation("addVoicemailSmsNotification")
def _voicemail_sms(ctx: Context) -> None:
    _add(ctx, "voicemail", "sms", "voicemailId")


@operation("deleteNotification")
def _delete_notification(ctx: Context) -> None:
    row = get_or_404(
        ctx.state.notifications,
        ctx.path["notificationId"],
        "Notification",
        lambda row: row.user_id == ctx.path["userId"],
    )
    ctx.state.notifications.remove(row.id)
