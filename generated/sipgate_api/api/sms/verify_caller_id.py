"""POST /v2/{userId}/sms/{smsId}/callerids/{callerId}/verification (verifyCallerId)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.verify_sms_caller_id_request import VerifySmsCallerIdRequest
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
    caller_id: int,
    *,
    body: VerifySmsCallerIdRequest,
) -> Request[None]:
    """Verify an SMS sender with the code received by SMS.

    Args:
        user_id (str):
        sms_id (str):
        caller_id (int):
        body (VerifySmsCallerIdRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="verifyCallerId",
        method="POST",
        path_template="/v2/{userId}/sms/{smsId}/callerids/{callerId}/verification",
        url="/v2/{user_id}/sms/{sms_id}/callerids/{caller_id}/verification".format(
            user_id=quote(str(user_id), safe=""),
            sms_id=quote(str(sms_id), safe=""),
            caller_id=quote(str(caller_id), safe=""),
        ),
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    user_id: str,
    sms_id: str,
    caller_id: int,
    *,
    client: Sender,
    body: VerifySmsCallerIdRequest,
) -> Response[None]:
    """Verify an SMS sender with the code received by SMS.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        sms_id=sms_id,
        caller_id=caller_id,
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    user_id: str,
    sms_id: str,
    caller_id: int,
    *,
    client: Sender,
    body: VerifySmsCallerIdRequest,
) -> None:
    """Verify an SMS sender with the code received by SMS.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        user_id=user_id,
        sms_id=sms_id,
        caller_id=caller_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    user_id: str,
    sms_id: str,
    caller_id: int,
    *,
    client: AsyncSender,
    body: VerifySmsCallerIdRequest,
) -> Response[None]:
    """Verify an SMS sender with the code received by SMS.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        sms_id=sms_id,
        caller_id=caller_id,
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    user_id: str,
    sms_id: str,
    caller_id: int,
    *,
    client: AsyncSender,
    body: VerifySmsCallerIdRequest,
) -> None:
    """Verify an SMS sender with the code received by SMS.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            user_id=user_id,
            sms_id=sms_id,
            caller_id=caller_id,
            client=client,
            body=body,
        )
    ).parsed
