"""GET /v3/groups (v3GetGroups)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...types import (
    UNSET,
    Request,
    Response,
    build_response,
    read_anything,
)

if TYPE_CHECKING:
    from ...client import AsyncSender, Sender


def build_request() -> Request[Any]:
    """List the groups of the account (v3, experimental).

    The format of the response is not published and can be anything.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="v3GetGroups",
        method="GET",
        path_template="/v3/groups",
        url="/v3/groups",
        params=None,
        json=UNSET,
        headers=headers,
        parse=read_anything,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
) -> Response[Any]:
    """List the groups of the account (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
) -> Any:
    """List the groups of the account (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
) -> Response[Any]:
    """List the groups of the account (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
) -> Any:
    """List the groups of the account (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed
