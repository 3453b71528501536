"""PUT /v2/devices/{deviceId}/tariffannouncement (changeTariffAnnouncement)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.tariff_announcement_request import TariffAnnouncementRequest
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
    body: TariffAnnouncementRequest,
) -> Request[None]:
    """Set whether a device announces call prices.

    Args:
        device_id (str):
        body (TariffAnnouncementRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="changeTariffAnnouncement",
        method="PUT",
        path_template="/v2/devices/{deviceId}/tariffannouncement",
        url="/v2/devices/{device_id}/tariffannouncement".format(
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
    body: TariffAnnouncementRequest,
) -> Response[None]:
    """Set whether a device announces call prices.

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
    body: TariffAnnouncementRequest,
) -> None:
    """Set whether a device announces call prices.

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
    body: TariffAnnouncementRequest,
) -> Response[None]:
    """Set whether a device announces call prices.

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
    body: TariffAnnouncementRequest,
) -> None:
    """Set whether a device announces call prices.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            device_id=device_id,
            client=client,
            body=body,
        )
    ).parsed
