"""PUT /v2/users/{userId}/busyonbusy (setBusyOnBusySetting)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.set_busy_on_busy_settings_request import SetBusyOnBusySettingsRequest
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
    body: SetBusyOnBusySettingsRequest,
) -> Request[None]:
    """Set whether a user is busy while in a call.

    Args:
        user_id (str):
        body (SetBusyOnBusySettingsRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="setBusyOnBusySetting",
        method="PUT",
        path_template="/v2/users/{userId}/busyonbusy",
        url="/v2/users/{user_id}/busyonbusy".format(
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
    body: SetBusyOnBusySettingsRequest,
) -> Response[None]:
    """Set whether a user is busy while in a call.

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
    body: SetBusyOnBusySettingsRequest,
) -> None:
    """Set whether a user is busy while in a call.

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
    body: SetBusyOnBusySettingsRequest,
) -> Response[None]:
    """Set whether a user is busy while in a call.

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
    body: SetBusyOnBusySettingsRequest,
) -> None:
    """Set whether a user is busy while in a call.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            user_id=user_id,
            client=client,
            body=body,
        )
    ).parsed
