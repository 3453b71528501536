"""SMS extensions and their caller ids."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from ..dispatch.api_errors import ApiError, bad_request
from ..dispatch.registry import Context, operation
from ..phone_numbers import number_in
from ..state import State
from ..state.messages import SmsCallerId, SmsExtension
from .lookups import get_or_404, items, sms_extension

VERIFICATION_CODE: Final = "123456"
"""The code that verifies every caller id in the sandbox."""


def default_caller_id(state: State, sms_id: str) -> SmsCallerId | None:
    """Return the default caller id of an SMS extension, or None if none is the default."""
    return next((row for row in state.sms_caller_ids if row.sms_id == sms_id and row.default), None)


@operation("getSmsExtensions")
def _get_sms_extensions(ctx: Context) -> dict[str, Any]:
    own = [row for row in ctx.state.sms_extensions if row.owner == ctx.path["userId"]]
    return items(_extension_to_json(ctx, row) for row in own)


def _extension_to_json(ctx: Context, row: SmsExtension) -> dict[str, str]:
    sender = default_caller_id(ctx.state, row.id)
    return {"id": row.id, "alias": row.alias, "callerId": sender.phonenumber if sender else ""}


@operation("setSmsAlias")
def _set_sms_alias(ctx: Context) -> None:
    ctx.state.sms_extensions.put(replace(sms_extension(ctx), alias=ctx.body.get("alias", "")))


@operation("getSmsCallerIds")
def _get_sms_caller_ids(ctx: Context) -> dict[str, Any]:
    extension = sms_extension(ctx)
    own = [row for row in ctx.state.sms_caller_ids if row.sms_id == extension.id]
    return items(
        {
            "id": int(row.id),
            "phonenumber": row.phonenumber,
            "verified": row.verified,
            "defaultNumber": row.default,
        }
        for row in own
    )


@operation("addCallerId")
def _add_caller_id(ctx: Context) -> None:
    extension = sms_extension(ctx)
    number = number_in(ctx.body.get("phonenumber", ""), "phonenumber")
    if any(row.sms_id == extension.id and row.phonenumber == number for row in ctx.state.sms_caller_ids):
        raise ApiError(409, "The number is already a caller id of this extension")
    key = str(ctx.state.count("caller id", start=1000))
    ctx.state.sms_caller_ids.put(
        SmsCallerId(
            key, extension.id, number, verified=False, default=False, verification_code=VERIFICATION_CODE
        )
    )


def _caller_id(ctx: Context) -> SmsCallerId:
    extension = sms_extension(ctx)
    return get_or_404(
        ctx.state.sms_caller_ids,
        str(ctx.path["callerId"]),
        "Caller id",
        lambda row: row.sms_id == extension.id,
    )


@operation("deleteSmsCallerId")
def _delete_caller_id(ctx: Context) -> None:
    row = _caller_id(ctx)
    if row.default:
        raise ApiError(409, "The default caller id cannot be deleted")
    ctx.state.sms_caller_ids.remove(row.id)


@operation("editCallerId")
def _edit_caller_id(ctx: Context) -> None:
    """Set whether a caller id is the default. A new default replaces the previous one."""
    row = _caller_id(ctx)
    is_default = ctx.body.get("defaultNumber", False)
    if is_default and not row.verified:
        raise ApiError(403, "The caller id is not verified")
    if is_default:
        before = default_caller_id(ctx.state, row.sms_id)
        if before is not None:
            ctx.state.sms_caller_ids.put(replace(before, default=False))
    ctx.state.sms_caller_ids.put(replace(row, default=is_default))


@operation("verifyCallerId")
def _verify_caller_id(ctx: Context) -> None:
    row = _caller_id(ctx)
    if ctx.body.get("verificationCode") != row.verification_code:
        raise bad_request("Wrong verification code", "/verificationCode")
    ctx.state.sms_caller_ids.put(replace(row, verified=True, verification_code=""))
