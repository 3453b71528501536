"""GET /v2/addresses/{addressId}/numbers (getAddressNumbers)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.numbers_response import NumbersResponse
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


def _parse(decoded: Any) -> NumbersResponse | None:
    return none_if_unset(read_model(decoded, NumbersResponse))


def build_request(
    address_id: int,
) -> Request[NumbersResponse | None]:
    """List the phone numbers registered at an address.

    Args:
        address_id (int):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getAddressNumbers",
        method="GET",
        path_template="/v2/addresses/{addressId}/numbers",
        url="/v2/addresses/{address_id}/numbers".format(
            address_id=quote(str(address_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    address_id: int,
    *,
    client: Sender,
) -> Response[NumbersResponse | None]:
    """List the phone numbers registered at an address.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        address_id=address_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    address_id: int,
    *,
    client: Sender,
) -> NumbersResponse | None:
    """List the phone numbers registered at an address.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        address_id=address_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    address_id: int,
    *,
    client: AsyncSender,
) -> Response[NumbersResponse | None]:
    """List the phone numbers registered at an address.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        address_id=address_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    address_id: int,
    *,
    client: AsyncSender,
) -> NumbersResponse | None:
    """List the phone numbers registered at an address.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            address_id=address_id,
            client=client,
        )
    ).parsed
