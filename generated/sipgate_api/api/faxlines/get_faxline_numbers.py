"""GET /v2/{userId}/faxlines/{faxlineId}/numbers (getFaxlineNumbers)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.endpoint_numbers_response import EndpointNumbersResponse
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


def _parse(decoded: Any) -> EndpointNumbersResponse | None:
    return none_if_unset(read_model(decoded, EndpointNumbersResponse))


def build_request(
    user_id: str,
    faxline_id: str,
) -> Request[EndpointNumbersResponse | None]:
    """List the numbers of a faxline.

    Args:
        user_id (str):
        faxline_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getFaxlineNumbers",
        method="GET",
        path_template="/v2/{userId}/faxlines/{faxlineId}/numbers",
        url="/v2/{user_id}/faxlines/{faxline_id}/numbers".format(
            user_id=quote(str(user_id), safe=""),
            faxline_id=quote(str(faxline_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    user_id: str,
    faxline_id: str,
    *,
    client: Sender,
) -> Response[EndpointNumbersResponse | None]:
    """List the numbers of a faxline.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        faxline_id=faxline_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    user_id: str,
    faxline_id: str,
    *,
    client: Sender,
) -> EndpointNumbersResponse | None:
    """List the numbers of a faxline.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        user_id=user_id,
        faxline_id=faxline_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    user_id: str,
    faxline_id: str,
    *,
    client: AsyncSender,
) -> Response[EndpointNumbersResponse | None]:
    """List the numbers of a faxline.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        faxline_id=faxline_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    user_id: str,
    faxline_id: str,
    *,
    client: AsyncSender,
) -> EndpointNumbersResponse | None:
    """List the numbers of a faxline.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            user_id=user_id,
            faxline_id=faxline_id,
            client=client,
        )
    ).parsed
