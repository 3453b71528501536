"""DELETE /v2/app/events/{id} (deleteEvent)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

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


def build_request(
    id: int,
) -> Request[EventsResponse | None]:
    """Dismiss a notice shown by sipgate's own apps.

    Internal to sipgate's apps: ordinary tokens are refused. Returns the notices that are left.

    Args:
        id (int):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="deleteEvent",
        method="DELETE",
        path_template="/v2/app/events/{id}",
        url="/v2/app/events/{id}".format(
            id=quote(str(id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    id: int,
    *,
    client: Sender,
) -> Response[EventsResponse | None]:
    """Dismiss a notice shown by sipgate's own apps.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        id=id,
    )
    return build_response(_request, client.send(_request))


def sync(
    id: int,
    *,
    client: Sender,
) -> EventsResponse | None:
    """Dismiss a notice shown by sipgate's own apps.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        id=id,
        client=client,
    ).parsed


async def asyncio_detailed(
    id: int,
    *,
    client: AsyncSender,
) -> Response[EventsResponse | None]:
    """Dismiss a notice shown by sipgate's own apps.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        id=id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    id: int,
    *,
    client: AsyncSender,
) -> EventsResponse | None:
    """Dismiss a notice shown by sipgate's own apps.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            id=id,
            client=client,
        )
    ).parsed
