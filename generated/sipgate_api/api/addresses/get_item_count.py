"""GET /v2/addresses/itemCount (getItemCount)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.item_count_response import ItemCountResponse
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


def _parse(decoded: Any) -> ItemCountResponse | None:
    return none_if_unset(read_model(decoded, ItemCountResponse))


def build_request() -> Request[ItemCountResponse | None]:
    """Count the addresses of the account.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getItemCount",
        method="GET",
        path_template="/v2/addresses/itemCount",
        url="/v2/addresses/itemCount",
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
) -> Response[ItemCountResponse | None]:
    """Count the addresses of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
) -> ItemCountResponse | None:
    """Count the addresses of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
) -> Response[ItemCountResponse | None]:
    """Count the addresses of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
) -> ItemCountResponse | None:
    """Count the addresses of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed
