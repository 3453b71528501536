"""GET /v3/devices (v3GetDevices)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.v3_devices_response import V3DevicesResponse
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


def _parse(decoded: Any) -> V3DevicesResponse | None:
    return none_if_unset(read_model(decoded, V3DevicesResponse))


def build_request(
    *,
    user_id: str,
) -> Request[V3DevicesResponse | None]:
    """List devices with SIP passwords (v3, experimental).

    The response contains SIP passwords in clear text. Without passwords: getDevices.

    Args:
        user_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    params: dict[str, Any] = {}

    params["userId"] = user_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Request(
        operation_id="v3GetDevices",
        method="GET",
        path_template="/v3/devices",
        url="/v3/devices",
        params=params,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
    user_id: str,
) -> Response[V3DevicesResponse | None]:
    """List devices with SIP passwords (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    user_id: str,
) -> V3DevicesResponse | None:
    """List devices with SIP passwords (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
        user_id=user_id,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    user_id: str,
) -> Response[V3DevicesResponse | None]:
    """List devices with SIP passwords (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    user_id: str,
) -> V3DevicesResponse | None:
    """List devices with SIP passwords (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
            user_id=user_id,
        )
    ).parsed
