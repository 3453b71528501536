"""POST /v2/groups/{groupId}/devices (addDeviceToGroup)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.route_device_request import RouteDeviceRequest
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
    group_id: str,
    *,
    body: RouteDeviceRequest,
) -> Request[None]:
    """Let a device ring with a group.

    Args:
        group_id (str):
        body (RouteDeviceRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="addDeviceToGroup",
        method="POST",
        path_template="/v2/groups/{groupId}/devices",
        url="/v2/groups/{group_id}/devices".format(
            group_id=quote(str(group_id), safe=""),
        ),
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    group_id: str,
    *,
    client: Sender,
    body: RouteDeviceRequest,
) -> Response[None]:
    """Let a device ring with a group.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        group_id=group_id,
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    group_id: str,
    *,
    client: Sender,
    body: RouteDeviceRequest,
) -> None:
    """Let a device ring with a group.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        group_id=group_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    group_id: str,
    *,
    client: AsyncSender,
    body: RouteDeviceRequest,
) -> Response[None]:
    """Let a device ring with a group.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        group_id=group_id,
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    group_id: str,
    *,
    client: AsyncSender,
    body: RouteDeviceRequest,
) -> None:
    """Let a device ring with a group.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            group_id=group_id,
            client=client,
            body=body,
        )
    ).parsed
