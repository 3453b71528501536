"""POST /v2/sessions/sms (sendWebSms)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.send_web_sms_request import SendWebSmsRequest
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
    *,
    body: SendWebSmsRequest,
) -> Request[None]:
    """Send or schedule an SMS.

    Returns no id. The message appears in the history later. The sender is the default caller id of the
    SMS extension. 402: the balance is too low. 403: the SMS extension belongs to another user.

    Args:
        body (SendWebSmsRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="sendWebSms",
        method="POST",
        path_template="/v2/sessions/sms",
        url="/v2/sessions/sms",
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    *,
    client: Sender,
    body: SendWebSmsRequest,
) -> Response[None]:
    """Send or schedule an SMS.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    body: SendWebSmsRequest,
) -> None:
    """Send or schedule an SMS.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    body: SendWebSmsRequest,
) -> Response[None]:
    """Send or schedule an SMS.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    body: SendWebSmsRequest,
) -> None:
    """Send or schedule an SMS.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
