"""DELETE /v2/devices/{deviceId} (deleteDevice)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

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
    device_id: str,
) -> Request[None]:
    """Delete a device.

    The phone stops working at once and its SIP credentials are lost.

    Args:
        device_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="deleteDevice",
        method="DELETE",
        path_template="/v2/devices/{deviceId}",
        url="/v2/devices/{device_id}".format(
            device_id=quote(str(device_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    device_id: str,
    *,
    client: Sender,
) -> Response[None]:
    """Delete a device.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        device_id=device_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    device_id: str,
    *,
    client: Sender,
) -> None:
    """Delete a device.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        device_id=device_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    device_id: str,
    *,
    client: AsyncSender,
) -> Response[None]:
    """Delete a device.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        device_id=device_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    device_id: str,
    *,
    client: AsyncSender,
) -> None:
    """Delete a device.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            device_id=device_id,
            client=client,
        )
    ).parsed
