"""GET /v2/{userId}/sms/{smsId}/callerids (getSmsCallerIds)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.sms_caller_ids_response import SmsCallerIdsResponse
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


def _parse(decoded: Any) -> SmsCallerIdsResponse | None:
    return none_if_unset(read_model(decoded, SmsCallerIdsResponse))


def build_request(
    user_id: str,
    sms_id: str,
) -> Request[SmsCallerIdsResponse | None]:
    """List the senders of an SMS extension.

    One of the verified ones is the default: the number that recipients see.

    Args:
        user_id (str):
        sms_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getSmsCallerIds",
        method="GET",
        path_template="/v2/{userId}/sms/{smsId}/callerids",
        url="/v2/{user_id}/sms/{sms_id}/callerids".format(
            user_id=quote(str(user_id), safe=""),
            sms_id=quote(str(sms_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    user_id: str,
    sms_id: str,
    *,
    client: Sender,
) -> Response[SmsCallerIdsResponse | None]:
    """List the senders of an SMS extension.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        sms_id=sms_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    user_id: str,
    sms_id: str,
    *,
    client: Sender,
) -> SmsCallerIdsResponse | None:
    """List the senders of an SMS extension.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        user_id=user_id,
        sms_id=sms_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    user_id: str,
    sms_id: str,
    *,
    client: AsyncSender,
) -> Response[SmsCallerIdsResponse | None]:
    """List the senders of an SMS extension.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        sms_id=sms_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    user_id: str,
    sms_id: str,
    *,
    client: AsyncSender,
) -> SmsCallerIdsResponse | None:
    """List the senders of an SMS extension.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            user_id=user_id,
            sms_id=sms_id,
            client=client,
        )
    ).parsed
