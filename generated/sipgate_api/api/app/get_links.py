"""GET /v2/app/links (getLinks)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.links_response import LinksResponse
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


def _parse(decoded: Any) -> LinksResponse | None:
    return none_if_unset(read_model(decoded, LinksResponse))


def build_request() -> Request[LinksResponse | None]:
    """List links into sipgate's web interface.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getLinks",
        method="GET",
        path_template="/v2/app/links",
        url="/v2/app/links",
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
) -> Response[LinksResponse | None]:
    """List links into sipgate's web interface.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
) -> LinksResponse | None:
    """List links into sipgate's web interface.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
) -> Response[LinksResponse | None]:
    """List links into sipgate's web interface.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
) -> LinksResponse | None:
    """List links into sipgate's web interface.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed
