"""Channels of neo accounts, and their past calls."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from ..dispatch.api_errors import bad_request
from ..dispatch.registry import Context, operation
from ..iso_time import parse_time
from ..state.history import entries
from .history import entry_to_json, may_see
from .lookups import get_or_404, items

DEFAULT_LIMIT, MAX_LIMIT = 100, 1000


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
    """Return the calls of a channel, newest first.

    sipgate documents neither the fields of an event nor the parameters. In the sandbox, an event has the fields of a
    call in the history, and `limit`, `offset`, `from` and `to` work as in the history.
    """
    channel = get_or_404(ctx.state.channels, ctx.path["channelId"], "Channel")
    parameters = {name: values[-1] for name, values in parse_qs(ctx.request.query).items()}
    found = entries(
        [ctx.state.channel_events],
        lambda facets: facets.channel_id == channel.id and may_see(ctx, facets.owner),
        since=parse_time(parameters["from"], "from") if "from" in parameters else None,
        until=parse_time(parameters["to"], "to") if "to" in parameters else None,
        offset=_number(parameters, "offset", 0),
        limit=min(_number(parameters, "limit", DEFAULT_LIMIT), MAX_LIMIT),
    )
    return {
        "items": [entry_to_json(ctx, entry) | {"channelId": channel.id} for entry in found.rows],
        "totalCount": found.total,
    }


def _number(parameters: dict[str, str], name: str, default: int) -> int:
    text = parameters.get(name, str(default))
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise bad_request(f"The value of the parameter {name} is not allowed", name)
    return int(text)
