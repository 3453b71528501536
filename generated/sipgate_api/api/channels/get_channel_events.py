"""GET /v2/channels/{channelId}/events (getChannelEvents)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...types import (
    UNSET,
    Request,
    Response,
    build_response,
    read_anything,
)

if TYPE_CHECKING:
    from ...client import AsyncSender, Sender


def build_request(
    channel_id: str,
) -> Request[Any]:
    """List the calls of a channel (sipgate neo).

    Where sipgate neo keeps the calls that getHistory no longer has. The format of the response is not
    published and can be anything.

    Args:
        channel_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getChannelEvents",
        method="GET",
        path_template="/v2/channels/{channelId}/events",
        url="/v2/channels/{channel_id}/events".format(
            channel_id=quote(str(channel_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=read_anything,
        response_media="application/json",
    )


def sync_detailed(
    channel_id: str,
    *,
    client: Sender,
) -> Response[Any]:
    """List the calls of a channel (sipgate neo).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        channel_id=channel_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    channel_id: str,
    *,
    client: Sender,
) -> Any:
    """List the calls of a channel (sipgate neo).

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        channel_id=channel_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    channel_id: str,
    *,
    client: AsyncSender,
) -> Response[Any]:
    """List the calls of a channel (sipgate neo).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        channel_id=channel_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    channel_id: str,
    *,
    client: AsyncSender,
) -> Any:
    """List the calls of a channel (sipgate neo).

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            channel_id=channel_id,
            client=client,
        )
    ).parsed
