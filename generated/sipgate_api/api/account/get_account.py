"""GET /v2/account (getAccount)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.account_response import AccountResponse
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


def _parse(decoded: Any) -> AccountResponse | None:
    return none_if_unset(read_model(decoded, AccountResponse))


def build_request() -> Request[AccountResponse | None]:
    """Get the account: company, product, verified or not.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getAccount",
        method="GET",
        path_template="/v2/account",
        url="/v2/account",
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
) -> Response[AccountResponse | None]:
    """Get the account: company, product, verified or not.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
) -> AccountResponse | None:
    """Get the account: company, product, verified or not.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
) -> Response[AccountResponse | None]:
    """Get the account: company, product, verified or not.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
) -> AccountResponse | None:
    """Get the account: company, product, verified or not.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed
