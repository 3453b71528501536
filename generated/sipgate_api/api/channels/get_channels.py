"""GET /v2/channels (getChannels)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.channels_response import ChannelsResponse
from ...types import (
    UNSET,
    Request,
    Response,
    build_response,
    none_if_unset,
    read_model,
)

if TYPE_CHECKING:
    from ...client import AsyncSender, Sender


def _parse(decoded: Any) -> ChannelsResponse | None:
    return none_if_unset(read_model(decoded, ChannelsResponse))


def build_request() -> Request[ChannelsResponse | None]:
    """List the channels of the account (sipgate neo).

    Channels replace phonelines and groups on sipgate neo. Each lists its users and their devices.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getChannels",
        method="GET",
        path_template="/v2/channels",
        url="/v2/channels",
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
) -> Response[ChannelsResponse | None]:
    """List the channels of the account (sipgate neo).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
) -> ChannelsResponse | None:
    """List the channels of the account (sipgate neo).

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
) -> Response[ChannelsResponse | None]:
    """List the channels of the account (sipgate neo).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
) -> ChannelsResponse | None:
    """List the channels of the account (sipgate neo).

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed
