"""GET /v2/blacklist/incoming (getIncomingEntries)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.incoming_entries import IncomingEntries
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


def _parse(decoded: Any) -> IncomingEntries | None:
    return none_if_unset(read_model(decoded, IncomingEntries))


def build_request() -> Request[IncomingEntries | None]:
    """List the blocked callers.

    The list holds for the whole account.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getIncomingEntries",
        method="GET",
        path_template="/v2/blacklist/incoming",
        url="/v2/blacklist/incoming",
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
) -> Response[IncomingEntries | None]:
    """List the blocked callers.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
) -> IncomingEntries | None:
    """List the blocked callers.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
) -> Response[IncomingEntries | None]:
    """List the blocked callers.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
) -> IncomingEntries | None:
    """List the blocked callers.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed
