"""PUT /v2/addresses/{addressId} (modifyAddress)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.modify_address_request import ModifyAddressRequest
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
    address_id: int,
    *,
    body: ModifyAddressRequest,
) -> Request[None]:
    """Replace a postal address of the account.

    The address may be registered as the emergency location of phones: a wrong one sends help to the
    wrong place.

    Args:
        address_id (int):
        body (ModifyAddressRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="modifyAddress",
        method="PUT",
        path_template="/v2/addresses/{addressId}",
        url="/v2/addresses/{address_id}".format(
            address_id=quote(str(address_id), safe=""),
        ),
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    address_id: int,
    *,
    client: Sender,
    body: ModifyAddressRequest,
) -> Response[None]:
    """Replace a postal address of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        address_id=address_id,
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    address_id: int,
    *,
    client: Sender,
    body: ModifyAddressRequest,
) -> None:
    """Replace a postal address of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        address_id=address_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    address_id: int,
    *,
    client: AsyncSender,
    body: ModifyAddressRequest,
) -> Response[None]:
    """Replace a postal address of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        address_id=address_id,
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    address_id: int,
    *,
    client: AsyncSender,
    body: ModifyAddressRequest,
) -> None:
    """Replace a postal address of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            address_id=address_id,
            client=client,
            body=body,
        )
    ).parsed
