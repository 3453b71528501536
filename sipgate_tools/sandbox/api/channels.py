"""channels: what rings on a neo account, and the calls of its past."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from ..dispatch.api_errors import bad_request, not_found
from ..dispatch.registry import Context, operation
from ..iso_time import read_moment
from ..state.history import entries
from .history import entry_answer, may_see
from .lookups import items

DEFAULT_LIMIT, MOST = 100, 1000


@operation("getChannels")
def _get_channels(ctx: Context) -> dict[str, Any]:
    return items(
        {
            "id": row.id,
            "name": row.name,
            "users": [{"id": user.id, "deviceIds": list(user.device_ids)} for user in row.users],
        }
        for row in ctx.state.channels
    )


@operation("getChannelEvents")
def _get_channel_events(ctx: Context) -> dict[str, Any]:
    """The calls of a channel, newest first.

    Neither the shape of an event nor the parameters are published; an event here looks like the history entry
    of a call, and `limit`, `offset`, `from` and `to` work as in the history.
    """
    channel = ctx.state.channels.get(ctx.path["channelId"])
    if channel is None:
        raise not_found("Channel", ctx.path["channelId"])
    asked = {name: values[-1] for name, values in parse_qs(ctx.request.query).items()}
    found = entries(
        [ctx.state.channel_events],
        lambda facets: facets.channel_id == channel.id and may_see(ctx, facets.owner),
        since=read_moment(asked["from"], "from") if "from" in asked else None,
        until=read_moment(asked["to"], "to") if "to" in asked else None,
        offset=_number(asked, "offset", 0),
        limit=min(_number(asked, "limit", DEFAULT_LIMIT), MOST),
    )
    return {
        "items": [entry_answer(ctx, entry) | {"channelId": channel.id} for entry in found.rows],
        "totalCount": found.total,
    }


def _number(asked: dict[str, str], name: str, default: int) -> int:
    text = asked.get(name, str(default))
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise bad_request(f"The parameter {name} has a value that is not allowed", name)
    return int(text)
