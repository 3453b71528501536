"""POST /v3/devices/register (v3RegisterDevice)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.v3_device import V3Device
from ...models.v3_register_device_request import V3RegisterDeviceRequest
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


def _parse(decoded: Any) -> V3Device | None:
    return none_if_unset(read_model(decoded, V3Device))


def build_request(
    *,
    body: V3RegisterDeviceRequest,
) -> Request[V3Device | None]:
    """Create a VoIP phone for a user (v3, experimental).

    Returns the SIP password. Whether another device costs a fee depends on the contract.

    Args:
        body (V3RegisterDeviceRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="v3RegisterDevice",
        method="POST",
        path_template="/v3/devices/register",
        url="/v3/devices/register",
        params=None,
        json=_json_body,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
    body: V3RegisterDeviceRequest,
) -> Response[V3Device | None]:
    """Create a VoIP phone for a user (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    body: V3RegisterDeviceRequest,
) -> V3Device | None:
    """Create a VoIP phone for a user (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    body: V3RegisterDeviceRequest,
) -> Response[V3Device | None]:
    """Create a VoIP phone for a user (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    body: V3RegisterDeviceRequest,
) -> V3Device | None:
    """Create a VoIP phone for a user (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
