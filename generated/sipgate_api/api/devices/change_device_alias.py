"""PUT /v2/devices/{deviceId}/alias (changeDeviceAlias)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.set_device_alias_request import SetDeviceAliasRequest
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
    *,
    body: SetDeviceAliasRequest,
) -> Request[None]:
    """Rename a device.

    Args:
        device_id (str):
        body (SetDeviceAliasRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="changeDeviceAlias",
        method="PUT",
        path_template="/v2/devices/{deviceId}/alias",
        url="/v2/devices/{device_id}/alias".format(
            device_id=quote(str(device_id), safe=""),
        ),
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    device_id: str,
    *,
    client: Sender,
    body: SetDeviceAliasRequest,
) -> Response[None]:
    """Rename a device.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        device_id=device_id,
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    device_id: str,
    *,
    client: Sender,
    body: SetDeviceAliasRequest,
) -> None:
    """Rename a device.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        device_id=device_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    device_id: str,
    *,
    client: AsyncSender,
    body: SetDeviceAliasRequest,
) -> Response[None]:
    """Rename a device.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        device_id=device_id,
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    device_id: str,
    *,
    client: AsyncSender,
    body: SetDeviceAliasRequest,
) -> None:
    """Rename a device.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            device_id=device_id,
            client=client,
            body=body,
        )
    ).parsed
