"""POST /v2/{userId}/devices/external (createExternalDevice)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.create_external_device_request import CreateExternalDeviceRequest
from ...models.external_device_response import ExternalDeviceResponse
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


def _parse(decoded: Any) -> ExternalDeviceResponse | None:
    return none_if_unset(read_model(decoded, ExternalDeviceResponse))


def build_request(
    user_id: str,
    *,
    body: CreateExternalDeviceRequest,
) -> Request[ExternalDeviceResponse | None]:
    """Create an external phone: a number as a device.

    Calls to the device are forwarded to its number, at the account's cost.

    Args:
        user_id (str):
        body (CreateExternalDeviceRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="createExternalDevice",
        method="POST",
        path_template="/v2/{userId}/devices/external",
        url="/v2/{user_id}/devices/external".format(
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
    body: CreateExternalDeviceRequest,
) -> Response[ExternalDeviceResponse | None]:
    """Create an external phone: a number as a device.

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
    body: CreateExternalDeviceRequest,
) -> ExternalDeviceResponse | None:
    """Create an external phone: a number as a device.

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
    body: CreateExternalDeviceRequest,
) -> Response[ExternalDeviceResponse | None]:
    """Create an external phone: a number as a device.

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
    body: CreateExternalDeviceRequest,
) -> ExternalDeviceResponse | None:
    """Create an external phone: a number as a device.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            user_id=user_id,
            client=client,
            body=body,
        )
    ).parsed
