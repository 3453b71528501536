"""GET /v3/phone-numbers (v3GetPhoneNumbers)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.v3_phone_number import V3PhoneNumber
from ...types import (
    UNSET,
    Request,
    Response,
    Unset,
    build_response,
    none_if_unset,
    read_list,
    read_model,
)

if TYPE_CHECKING:
    from ...client import AsyncSender, Sender


def _parse(decoded: Any) -> list[V3PhoneNumber] | None:
    return none_if_unset(read_list(decoded, lambda item: read_model(item, V3PhoneNumber)))


def build_request(
    *,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> Request[list[V3PhoneNumber] | None]:
    """List numbers and where they lead (v3, experimental).

    A plain array. Blocks of 10 or 100 numbers carry no routing of their own; their numbers are inside.
    On sipgate neo targetId is a channel id.

    Args:
        offset (int | Unset):
        limit (int | Unset):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    params: dict[str, Any] = {}

    params["offset"] = offset

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Request(
        operation_id="v3GetPhoneNumbers",
        method="GET",
        path_template="/v3/phone-numbers",
        url="/v3/phone-numbers",
        params=params,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> Response[list[V3PhoneNumber] | None]:
    """List numbers and where they lead (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        offset=offset,
        limit=limit,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> list[V3PhoneNumber] | None:
    """List numbers and where they lead (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
        offset=offset,
        limit=limit,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> Response[list[V3PhoneNumber] | None]:
    """List numbers and where they lead (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        offset=offset,
        limit=limit,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
) -> list[V3PhoneNumber] | None:
    """List numbers and where they lead (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
            offset=offset,
            limit=limit,
        )
    ).parsed
