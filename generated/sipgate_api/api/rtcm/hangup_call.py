"""DELETE /v2/calls/{callId} (hangupCall)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

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
    call_id: str,
) -> Request[None]:
    """Hang up a live call.

    Ends the call for all participants. Works while a call still rings, too.

    Args:
        call_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="hangupCall",
        method="DELETE",
        path_template="/v2/calls/{callId}",
        url="/v2/calls/{call_id}".format(
            call_id=quote(str(call_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    call_id: str,
    *,
    client: Sender,
) -> Response[None]:
    """Hang up a live call.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        call_id=call_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    call_id: str,
    *,
    client: Sender,
) -> None:
    """Hang up a live call.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        call_id=call_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    call_id: str,
    *,
    client: AsyncSender,
) -> Response[None]:
    """Hang up a live call.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        call_id=call_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    call_id: str,
    *,
    client: AsyncSender,
) -> None:
    """Hang up a live call.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            call_id=call_id,
            client=client,
        )
    ).parsed
