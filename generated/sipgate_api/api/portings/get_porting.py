"""GET /v2/portings/{portingId} (getPorting)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.porting_response import PortingResponse
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


def _parse(decoded: Any) -> PortingResponse | None:
    return none_if_unset(read_model(decoded, PortingResponse))


def build_request(
    porting_id: int,
) -> Request[PortingResponse | None]:
    """Get a number porting: date, numbers, state.

    Args:
        porting_id (int):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getPorting",
        method="GET",
        path_template="/v2/portings/{portingId}",
        url="/v2/portings/{porting_id}".format(
            porting_id=quote(str(porting_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    porting_id: int,
    *,
    client: Sender,
) -> Response[PortingResponse | None]:
    """Get a number porting: date, numbers, state.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        porting_id=porting_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    porting_id: int,
    *,
    client: Sender,
) -> PortingResponse | None:
    """Get a number porting: date, numbers, state.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        porting_id=porting_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    porting_id: int,
    *,
    client: AsyncSender,
) -> Response[PortingResponse | None]:
    """Get a number porting: date, numbers, state.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        porting_id=porting_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    porting_id: int,
    *,
    client: AsyncSender,
) -> PortingResponse | None:
    """Get a number porting: date, numbers, state.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            porting_id=porting_id,
            client=client,
        )
    ).parsed
