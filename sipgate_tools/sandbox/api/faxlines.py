"""Faxlines of users."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..dispatch.registry import Context, operation
from ..phone_numbers import number_in
from ..state.messages import Faxline
from .lookups import faxline, items
from .phonelines import numbers_of
from .users import remove_endpoint


def faxline_to_json(row: Faxline) -> dict[str, Any]:
    """Return a faxline as JSON, in the form that lists contain."""
    return {
        "id": row.id,
        "alias": row.alias,
        "tagline": row.tagline,
        "canSend": row.can_send,
        "canReceive": row.can_receive,
    }


@operation("getUserFaxlines")
def _get_user_faxlines(ctx: Context) -> dict[str, Any]:
    return items(faxline_to_json(row) for row in ctx.state.faxlines if row.owner == ctx.path["userId"])


@operation("createFaxline")
def _create_faxline(ctx: Context) -> dict[str, Any]:
    key = ctx.state.new_extension("f")
    return faxline_to_json(ctx.state.faxlines.put(Faxline(key, ctx.path["userId"], f"Fax {key}")))


@operation("deleteFaxline")
def _delete_faxline(ctx: Context) -> None:
    row = faxline(ctx)
    remove_endpoint(ctx, row.id)
    ctx.state.faxlines.remove(row.id)


@operation("changeFaxlineAlias")
def _change_faxline_alias(ctx: Context) -> None:
    ctx.state.faxlines.put(replace(faxline(ctx), alias=ctx.body.get("alias", "")))


@operation("getFaxlineCallerId")
def _get_faxline_caller_id(ctx: Context) -> dict[str, str]:
    return {"value": faxline(ctx).caller_id}


@operation("changeFaxlineCallerIdSettings")
def _change_faxline_caller_id(ctx: Context) -> None:
    row, value = faxline(ctx), ctx.body.get("value", "")
    number = number_in(value, "value") if value not in ("", "anonymous") else value
    ctx.state.faxlines.put(replace(row, caller_id=number))


@operation("getFaxlineNumbers")
def _get_faxline_numbers(ctx: Context) -> dict[str, Any]:
    return items(numbers_of(ctx, faxline(ctx).id))


@operation("changeTagline")
def _change_tagline(ctx: Context) -> None:
    ctx.state.faxlines.put(replace(faxline(ctx), tagline=ctx.body.get("value", "")))
