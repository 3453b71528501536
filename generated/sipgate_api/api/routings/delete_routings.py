"""DELETE /v2/routings (deleteRoutings)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.delete_routings_request import DeleteRoutingsRequest
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
    body: DeleteRoutingsRequest,
) -> Request[None]:
    """Remove the routing of phone numbers.

    Calls to these numbers then reach no extension. The body is inferred from setRoutings.

    Args:
        body (DeleteRoutingsRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="deleteRoutings",
        method="DELETE",
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
    body: DeleteRoutingsRequest,
) -> Response[None]:
    """Remove the routing of phone numbers.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    body: DeleteRoutingsRequest,
) -> None:
    """Remove the routing of phone numbers.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    body: DeleteRoutingsRequest,
) -> Response[None]:
    """Remove the routing of phone numbers.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    body: DeleteRoutingsRequest,
) -> None:
    """Remove the routing of phone numbers.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
