"""POST /v2/{userId}/notifications/call/email (createEmailNotificationForCall)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.add_call_email_notification_request import AddCallEmailNotificationRequest
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
    body: AddCallEmailNotificationRequest,
) -> Request[None]:
    """Notify by e-mail of calls.

    Args:
        user_id (str):
        body (AddCallEmailNotificationRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="createEmailNotificationForCall",
        method="POST",
        path_template="/v2/{userId}/notifications/call/email",
        url="/v2/{user_id}/notifications/call/email".format(
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
    body: AddCallEmailNotificationRequest,
) -> Response[None]:
    """Notify by e-mail of calls.

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
    body: AddCallEmailNotificationRequest,
) -> None:
    """Notify by e-mail of calls.

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
    body: AddCallEmailNotificationRequest,
) -> Response[None]:
    """Notify by e-mail of calls.

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
    body: AddCallEmailNotificationRequest,
) -> None:
    """Notify by e-mail of calls.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            user_id=user_id,
            client=client,
            body=body,
        )
    ).parsed
