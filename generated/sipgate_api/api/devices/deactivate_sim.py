"""DELETE /v2/{userId}/devices/{deviceId}/sim (deactivateSim)."""

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
    user_id: str,
    device_id: str,
) -> Request[None]:
    """Deactivate the SIM card of a mobile device.

    The phone loses the mobile network at once; whether the same card can be activated again is not
    documented.

    Args:
        user_id (str):
        device_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="deactivateSim",
        method="DELETE",
        path_template="/v2/{userId}/devices/{deviceId}/sim",
        url="/v2/{user_id}/devices/{device_id}/sim".format(
            user_id=quote(str(user_id), safe=""),
            device_id=quote(str(device_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    user_id: str,
    device_id: str,
    *,
    client: Sender,
) -> Response[None]:
    """Deactivate the SIM card of a mobile device.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        device_id=device_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    user_id: str,
    device_id: str,
    *,
    client: Sender,
) -> None:
    """Deactivate the SIM card of a mobile device.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        user_id=user_id,
        device_id=device_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    user_id: str,
    device_id: str,
    *,
    client: AsyncSender,
) -> Response[None]:
    """Deactivate the SIM card of a mobile device.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        device_id=device_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    user_id: str,
    device_id: str,
    *,
    client: AsyncSender,
) -> None:
    """Deactivate the SIM card of a mobile device.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            user_id=user_id,
            device_id=device_id,
            client=client,
        )
    ).parsed
