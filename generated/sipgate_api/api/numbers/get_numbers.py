"""GET /v2/numbers (getNumbers)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.numbers_response import NumbersResponse
from ...types import (
    UNSET,
    Request,
    Response,
    Unset,
    build_response,
    none_if_unset,
    read_model,
)

if TYPE_CHECKING:
    from ...client import AsyncSender, Sender


def _parse(decoded: Any) -> NumbersResponse | None:
    return none_if_unset(read_model(decoded, NumbersResponse))


def build_request(
    *,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
) -> Request[NumbersResponse | None]:
    """List the phone numbers of the account.

    Field endpointId tells where a number leads: a phoneline, group or device id, or an empty string for
    nowhere.

    Args:
        limit (int | Unset):
        offset (int | Unset):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    params: dict[str, Any] = {}

    params["limit"] = limit

    params["offset"] = offset

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Request(
        operation_id="getNumbers",
        method="GET",
        path_template="/v2/numbers",
        url="/v2/numbers",
        params=params,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
) -> Response[NumbersResponse | None]:
    """List the phone numbers of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        limit=limit,
        offset=offset,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
) -> NumbersResponse | None:
    """List the phone numbers of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
        limit=limit,
        offset=offset,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
) -> Response[NumbersResponse | None]:
    """List the phone numbers of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        limit=limit,
        offset=offset,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
) -> NumbersResponse | None:
    """List the phone numbers of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
            limit=limit,
            offset=offset,
        )
    ).parsed
