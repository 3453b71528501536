"""GET /v2/balance (getBalance)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.balance_response import BalanceResponse
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


def _parse(decoded: Any) -> BalanceResponse | None:
    return none_if_unset(read_model(decoded, BalanceResponse))


def build_request() -> Request[BalanceResponse | None]:
    """Get the account balance.

    The amount is in ten-thousandths of the currency unit: 35000 with currency EUR means 3.50 EUR.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getBalance",
        method="GET",
        path_template="/v2/balance",
        url="/v2/balance",
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
) -> Response[BalanceResponse | None]:
    """Get the account balance.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
) -> BalanceResponse | None:
    """Get the account balance.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
) -> Response[BalanceResponse | None]:
    """Get the account balance.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
) -> BalanceResponse | None:
    """Get the account balance.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed
