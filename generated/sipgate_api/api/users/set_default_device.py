"""PUT /v2/users/{userId}/defaultdevice (setDefaultDevice)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.set_default_device_request import SetDefaultDeviceRequest
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
    *,
    body: SetDefaultDeviceRequest,
) -> Request[None]:
    """Set the default device of a user.

    Args:
        user_id (str):
        body (SetDefaultDeviceRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="setDefaultDevice",
        method="PUT",
        path_template="/v2/users/{userId}/defaultdevice",
        url="/v2/users/{user_id}/defaultdevice".format(
            user_id=quote(str(user_id), safe=""),
        ),
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    user_id: str,
    *,
    client: Sender,
    body: SetDefaultDeviceRequest,
) -> Response[None]:
    """Set the default device of a user.

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
    body: SetDefaultDeviceRequest,
) -> None:
    """Set the default device of a user.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
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
    body: SetDefaultDeviceRequest,
) -> Response[None]:
    """Set the default device of a user.

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
    body: SetDefaultDeviceRequest,
) -> None:
    """Set the default device of a user.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            user_id=user_id,
            client=client,
            body=body,
        )
    ).parsed
