"""POST /v2/devices/{deviceId}/credentials/password (changeDevicePassword)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.device_password_response import DevicePasswordResponse
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


def _parse(decoded: Any) -> DevicePasswordResponse | None:
    return none_if_unset(read_model(decoded, DevicePasswordResponse))


def build_request(
    device_id: str,
) -> Request[DevicePasswordResponse | None]:
    """Give a device a new SIP password.

    The phone is cut off until the new password is entered in it. Returns the new password.

    Args:
        device_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="changeDevicePassword",
        method="POST",
        path_template="/v2/devices/{deviceId}/credentials/password",
        url="/v2/devices/{device_id}/credentials/password".format(
            device_id=quote(str(device_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    device_id: str,
    *,
    client: Sender,
) -> Response[DevicePasswordResponse | None]:
    """Give a device a new SIP password.

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
) -> DevicePasswordResponse | None:
    """Give a device a new SIP password.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        device_id=device_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    device_id: str,
    *,
    client: AsyncSender,
) -> Response[DevicePasswordResponse | None]:
    """Give a device a new SIP password.

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
) -> DevicePasswordResponse | None:
    """Give a device a new SIP password.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            device_id=device_id,
            client=client,
        )
    ).parsed
