"""GET /v2/addresses (getAddresses)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.addresses_response import AddressesResponse
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


def _parse(decoded: Any) -> AddressesResponse | None:
    return none_if_unset(read_model(decoded, AddressesResponse))


def build_request() -> Request[AddressesResponse | None]:
    """List the addresses of the account.

    Postal addresses used for emergency location, SIM orders and the location of users.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getAddresses",
        method="GET",
        path_template="/v2/addresses",
        url="/v2/addresses",
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
) -> Response[AddressesResponse | None]:
    """List the addresses of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
) -> AddressesResponse | None:
    """List the addresses of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
) -> Response[AddressesResponse | None]:
    """List the addresses of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
) -> AddressesResponse | None:
    """List the addresses of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed
