"""GET /v2/{userId}/devices (getDevices)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.devices_response import DevicesResponse
from ...types import (
    UNSET,
    Request,
    Response,
    Unset,
    build_response,
    none_if_unset,
    read_model,
)

if TYPE_CHECKING:
    from ...client import AsyncSender, Sender


def _parse(decoded: Any) -> DevicesResponse | None:
    return none_if_unset(read_model(decoded, DevicesResponse))


def build_request(
    user_id: str,
    *,
    type_: str | Unset = UNSET,
) -> Request[DevicesResponse | None]:
    """List the devices of a user.

    There is no list over all users. On sipgate neo the apps are listed only with type=all or type=app.

    Args:
        user_id (str):
        type_ (str | Unset):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    params: dict[str, Any] = {}

    params["type"] = type_

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Request(
        operation_id="getDevices",
        method="GET",
        path_template="/v2/{userId}/devices",
        url="/v2/{user_id}/devices".format(
            user_id=quote(str(user_id), safe=""),
        ),
        params=params,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    user_id: str,
    *,
    client: Sender,
    type_: str | Unset = UNSET,
) -> Response[DevicesResponse | None]:
    """List the devices of a user.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        type_=type_,
    )
    return build_response(_request, client.send(_request))


def sync(
    user_id: str,
    *,
    client: Sender,
    type_: str | Unset = UNSET,
) -> DevicesResponse | None:
    """List the devices of a user.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        user_id=user_id,
        client=client,
        type_=type_,
    ).parsed


async def asyncio_detailed(
    user_id: str,
    *,
    client: AsyncSender,
    type_: str | Unset = UNSET,
) -> Response[DevicesResponse | None]:
    """List the devices of a user.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        type_=type_,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    user_id: str,
    *,
    client: AsyncSender,
    type_: str | Unset = UNSET,
) -> DevicesResponse | None:
    """List the devices of a user.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            user_id=user_id,
            client=client,
            type_=type_,
        )
    ).parsed
