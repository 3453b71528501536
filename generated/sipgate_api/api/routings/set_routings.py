"""PUT /v2/routings (setRoutings)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.set_routings_request import SetRoutingsRequest
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
    body: SetRoutingsRequest,
) -> Request[None]:
    """Route phone numbers to an extension.

    Incoming calls to these numbers go to the extension at once.

    Args:
        body (SetRoutingsRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="setRoutings",
        method="PUT",
        path_template="/v2/routings",
        url="/v2/routings",
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    *,
    client: Sender,
    body: SetRoutingsRequest,
) -> Response[None]:
    """Route phone numbers to an extension.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    body: SetRoutingsRequest,
) -> None:
    """Route phone numbers to an extension.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    body: SetRoutingsRequest,
) -> Response[None]:
    """Route phone numbers to an extension.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    body: SetRoutingsRequest,
) -> None:
    """Route phone numbers to an extension.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
