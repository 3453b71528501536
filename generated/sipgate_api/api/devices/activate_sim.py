"""POST /v2/{userId}/devices/{deviceId}/sim (activateSim)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.activate_sim_request import ActivateSimRequest
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
    *,
    body: ActivateSimRequest,
) -> Request[None]:
    """Activate a SIM card for a mobile device.

    May begin a charged contract period.

    Args:
        user_id (str):
        device_id (str):
        body (ActivateSimRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="activateSim",
        method="POST",
        path_template="/v2/{userId}/devices/{deviceId}/sim",
        url="/v2/{user_id}/devices/{device_id}/sim".format(
            user_id=quote(str(user_id), safe=""),
            device_id=quote(str(device_id), safe=""),
        ),
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    user_id: str,
    device_id: str,
    *,
    client: Sender,
    body: ActivateSimRequest,
) -> Response[None]:
    """Activate a SIM card for a mobile device.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        device_id=device_id,
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    user_id: str,
    device_id: str,
    *,
    client: Sender,
    body: ActivateSimRequest,
) -> None:
    """Activate a SIM card for a mobile device.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        user_id=user_id,
        device_id=device_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    user_id: str,
    device_id: str,
    *,
    client: AsyncSender,
    body: ActivateSimRequest,
) -> Response[None]:
    """Activate a SIM card for a mobile device.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        device_id=device_id,
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    user_id: str,
    device_id: str,
    *,
    client: AsyncSender,
    body: ActivateSimRequest,
) -> None:
    """Activate a SIM card for a mobile device.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            user_id=user_id,
            device_id=device_id,
            client=client,
            body=body,
        )
    ).parsed
