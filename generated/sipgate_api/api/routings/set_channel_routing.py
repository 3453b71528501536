"""PUT /v2/routings/channel (setChannelRouting)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.set_channel_routing_request import SetChannelRoutingRequest
from ...types import (
    UNSET,
    Request,
    Response,
    build_response,
    read_nothing,
)

if TYPE_CHECKING:
    from ...client import AsyncSender, Sender


def build_request(
    *,
    body: SetChannelRoutingRequest,
) -> Request[None]:
    """Route phone numbers to a channel (sipgate neo).

    Incoming calls to these numbers go to the channel at once. The names of the fields are our guess.

    Args:
        body (SetChannelRoutingRequest): Not published; the fields are our guess. Other fields are sent
            as they are.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="setChannelRouting",
        method="PUT",
        path_template="/v2/routings/channel",
        url="/v2/routings/channel",
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    *,
    client: Sender,
    body: SetChannelRoutingRequest,
) -> Response[None]:
    """Route phone numbers to a channel (sipgate neo).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    body: SetChannelRoutingRequest,
) -> None:
    """Route phone numbers to a channel (sipgate neo).

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    body: SetChannelRoutingRequest,
) -> Response[None]:
    """Route phone numbers to a channel (sipgate neo).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    body: SetChannelRoutingRequest,
) -> None:
    """Route phone numbers to a channel (sipgate neo).

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
