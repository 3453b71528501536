"""POST /v2/numbers/quickdial (addQuickDialNumber)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.add_direct_dial_request import AddDirectDialRequest
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
    *,
    body: AddDirectDialRequest,
) -> Request[None]:
    """Give a user a quick dial number.

    Ask validateQuickDialNumber first whether the number is free.

    Args:
        body (AddDirectDialRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="addQuickDialNumber",
        method="POST",
        path_template="/v2/numbers/quickdial",
        url="/v2/numbers/quickdial",
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    *,
    client: Sender,
    body: AddDirectDialRequest,
) -> Response[None]:
    """Give a user a quick dial number.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    body: AddDirectDialRequest,
) -> None:
    """Give a user a quick dial number.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    body: AddDirectDialRequest,
) -> Response[None]:
    """Give a user a quick dial number.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    body: AddDirectDialRequest,
) -> None:
    """Give a user a quick dial number.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
