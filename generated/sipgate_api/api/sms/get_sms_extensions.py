"""GET /v2/{userId}/sms (getSmsExtensions)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.sms_extensions_response import SmsExtensionsResponse
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


def _parse(decoded: Any) -> SmsExtensionsResponse | None:
    return none_if_unset(read_model(decoded, SmsExtensionsResponse))


def build_request(
    user_id: str,
) -> Request[SmsExtensionsResponse | None]:
    """List the SMS extensions of a user.

    Refused with 403 where SMS is not booked.

    Args:
        user_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getSmsExtensions",
        method="GET",
        path_template="/v2/{userId}/sms",
        url="/v2/{user_id}/sms".format(
            user_id=quote(str(user_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    user_id: str,
    *,
    client: Sender,
) -> Response[SmsExtensionsResponse | None]:
    """List the SMS extensions of a user.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    user_id: str,
    *,
    client: Sender,
) -> SmsExtensionsResponse | None:
    """List the SMS extensions of a user.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        user_id=user_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    user_id: str,
    *,
    client: AsyncSender,
) -> Response[SmsExtensionsResponse | None]:
    """List the SMS extensions of a user.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    user_id: str,
    *,
    client: AsyncSender,
) -> SmsExtensionsResponse | None:
    """List the SMS extensions of a user.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            user_id=user_id,
            client=client,
        )
    ).parsed
