"""DELETE /v2/{userId}/sms/{smsId}/callerids/{callerId} (deleteSmsCallerId)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

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
) -> Request[None]:
    """Delete a sender of an SMS extension.

    Args:
        user_id (str):
        sms_id (str):
        caller_id (int):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="deleteSmsCallerId",
        method="DELETE",
        path_template="/v2/{userId}/sms/{smsId}/callerids/{callerId}",
        url="/v2/{user_id}/sms/{sms_id}/callerids/{caller_id}".format(
            user_id=quote(str(user_id), safe=""),
            sms_id=quote(str(sms_id), safe=""),
            caller_id=quote(str(caller_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    user_id: str,
    sms_id: str,
    caller_id: int,
    *,
    client: Sender,
) -> Response[None]:
    """Delete a sender of an SMS extension.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        sms_id=sms_id,
        caller_id=caller_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    user_id: str,
    sms_id: str,
    caller_id: int,
    *,
    client: Sender,
) -> None:
    """Delete a sender of an SMS extension.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        user_id=user_id,
        sms_id=sms_id,
        caller_id=caller_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    user_id: str,
    sms_id: str,
    caller_id: int,
    *,
    client: AsyncSender,
) -> Response[None]:
    """Delete a sender of an SMS extension.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        sms_id=sms_id,
        caller_id=caller_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    user_id: str,
    sms_id: str,
    caller_id: int,
    *,
    client: AsyncSender,
) -> None:
    """Delete a sender of an SMS extension.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            user_id=user_id,
            sms_id=sms_id,
            caller_id=caller_id,
            client=client,
        )
    ).parsed
