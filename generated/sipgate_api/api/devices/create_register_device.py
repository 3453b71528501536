"""POST /v2/{userId}/devices/register (createRegisterDevice)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.create_register_device_request import CreateRegisterDeviceRequest
from ...models.register_device_response import RegisterDeviceResponse
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


def _parse(decoded: Any) -> RegisterDeviceResponse | None:
    return none_if_unset(read_model(decoded, RegisterDeviceResponse))


def build_request(
    user_id: str,
    *,
    body: CreateRegisterDeviceRequest,
) -> Request[RegisterDeviceResponse | None]:
    """Create a VoIP phone with SIP credentials.

    Returns the SIP password. Whether another device costs a fee depends on the contract.

    Args:
        user_id (str):
        body (CreateRegisterDeviceRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="createRegisterDevice",
        method="POST",
        path_template="/v2/{userId}/devices/register",
        url="/v2/{user_id}/devices/register".format(
            user_id=quote(str(user_id), safe=""),
        ),
        params=None,
        json=_json_body,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    user_id: str,
    *,
    client: Sender,
    body: CreateRegisterDeviceRequest,
) -> Response[RegisterDeviceResponse | None]:
    """Create a VoIP phone with SIP credentials.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    user_id: str,
    *,
    client: Sender,
    body: CreateRegisterDeviceRequest,
) -> RegisterDeviceResponse | None:
    """Create a VoIP phone with SIP credentials.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        user_id=user_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    user_id: str,
    *,
    client: AsyncSender,
    body: CreateRegisterDeviceRequest,
) -> Response[RegisterDeviceResponse | None]:
    """Create a VoIP phone with SIP credentials.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    user_id: str,
    *,
    client: AsyncSender,
    body: CreateRegisterDeviceRequest,
) -> RegisterDeviceResponse | None:
    """Create a VoIP phone with SIP credentials.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            user_id=user_id,
            client=client,
            body=body,
        )
    ).parsed
