"""GET /v2/app/events (getEvents)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.events_response import EventsResponse
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


def _parse(decoded: Any) -> EventsResponse | None:
    return none_if_unset(read_model(decoded, EventsResponse))


def build_request() -> Request[EventsResponse | None]:
    """List notices that sipgate's own apps show to the user.

    Internal to sipgate's apps: ordinary tokens are refused. These are not call events; see
    getChannelEvents, v3GetEvents or getHistory.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getEvents",
        method="GET",
        path_template="/v2/app/events",
        url="/v2/app/events",
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
) -> Response[EventsResponse | None]:
    """List notices that sipgate's own apps show to the user.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
) -> EventsResponse | None:
    """List notices that sipgate's own apps show to the user.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
) -> Response[EventsResponse | None]:
    """List notices that sipgate's own apps show to the user.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
) -> EventsResponse | None:
    """List notices that sipgate's own apps show to the user.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed
