"""DELETE /v2/authorization/oauth2/clients/{clientId} (deleteClient)."""

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
    client_id: str,
) -> Request[None]:
    """Delete an OAuth client.

    Applications that sign in through this client stop working immediately. Returns 202.

    Args:
        client_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="deleteClient",
        method="DELETE",
        path_template="/v2/authorization/oauth2/clients/{clientId}",
        url="/v2/authorization/oauth2/clients/{client_id}".format(
            client_id=quote(str(client_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    client_id: str,
    *,
    client: Sender,
) -> Response[None]:
    """Delete an OAuth client.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        client_id=client_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    client_id: str,
    *,
    client: Sender,
) -> None:
    """Delete an OAuth client.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        client_id=client_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    client_id: str,
    *,
    client: AsyncSender,
) -> Response[None]:
    """Delete an OAuth client.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        client_id=client_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    client_id: str,
    *,
    client: AsyncSender,
) -> None:
    """Delete an OAuth client.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            client_id=client_id,
            client=client,
        )
    ).parsed
