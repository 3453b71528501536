"""POST /v2/{userId}/sms/{smsId}/callerids (addCallerId)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.sms_caller_id_request import SmsCallerIdRequest
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
    sms_id: str,
    *,
    body: SmsCallerIdRequest,
) -> Request[None]:
    """Add a sender to an SMS extension.

    sipgate sends a charged SMS with a code to the number; verifyCallerId redeems it.

    Args:
        user_id (str):
        sms_id (str):
        body (SmsCallerIdRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="addCallerId",
        method="POST",
        path_template="/v2/{userId}/sms/{smsId}/callerids",
        url="/v2/{user_id}/sms/{sms_id}/callerids".format(
            user_id=quote(str(user_id), safe=""),
            sms_id=quote(str(sms_id), safe=""),
        ),
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    user_id: str,
    sms_id: str,
    *,
    client: Sender,
    body: SmsCallerIdRequest,
) -> Response[None]:
    """Add a sender to an SMS extension.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        sms_id=sms_id,
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    user_id: str,
    sms_id: str,
    *,
    client: Sender,
    body: SmsCallerIdRequest,
) -> None:
    """Add a sender to an SMS extension.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        user_id=user_id,
        sms_id=sms_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    user_id: str,
    sms_id: str,
    *,
    client: AsyncSender,
    body: SmsCallerIdRequest,
) -> Response[None]:
    """Add a sender to an SMS extension.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        sms_id=sms_id,
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    user_id: str,
    sms_id: str,
    *,
    client: AsyncSender,
    body: SmsCallerIdRequest,
) -> None:
    """Add a sender to an SMS extension.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            user_id=user_id,
            sms_id=sms_id,
            client=client,
            body=body,
        )
    ).parsed
