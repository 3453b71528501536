"""GET /v2/ (getUrls)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.api_urls_response import ApiUrlsResponse
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


def _parse(decoded: Any) -> ApiUrlsResponse | None:
    return none_if_unset(read_model(decoded, ApiUrlsResponse))


def build_request() -> Request[ApiUrlsResponse | None]:
    """List the entry points of the API.

    Needs no credentials.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getUrls",
        method="GET",
        path_template="/v2/",
        url="/v2/",
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
) -> Response[ApiUrlsResponse | None]:
    """List the entry points of the API.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
) -> ApiUrlsResponse | None:
    """List the entry points of the API.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
) -> Response[ApiUrlsResponse | None]:
    """List the entry points of the API.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
) -> ApiUrlsResponse | None:
    """List the entry points of the API.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed
