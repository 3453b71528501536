"""GET /v2/{userId}/devices/{deviceId}/contingents (getDeviceContingents)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.device_contingents_response import DeviceContingentsResponse
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


def _parse(decoded: Any) -> DeviceContingentsResponse | None:
    return none_if_unset(read_model(decoded, DeviceContingentsResponse))


def build_request(
    user_id: str,
    device_id: str,
) -> Request[DeviceContingentsResponse | None]:
    """Show what is used of a mobile device's allowances.

    Args:
        user_id (str):
        device_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getDeviceContingents",
        method="GET",
        path_template="/v2/{userId}/devices/{deviceId}/contingents",
        url="/v2/{user_id}/devices/{device_id}/contingents".format(
            user_id=quote(str(user_id), safe=""),
            device_id=quote(str(device_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    user_id: str,
    device_id: str,
    *,
    client: Sender,
) -> Response[DeviceContingentsResponse | None]:
    """Show what is used of a mobile device's allowances.

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
) -> DeviceContingentsResponse | None:
    """Show what is used of a mobile device's allowances.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
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
) -> Response[DeviceContingentsResponse | None]:
    """Show what is used of a mobile device's allowances.

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
) -> DeviceContingentsResponse | None:
    """Show what is used of a mobile device's allowances.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            user_id=user_id,
            device_id=device_id,
            client=client,
        )
    ).parsed
