"""DELETE /v2/history/{entryId} (deleteHistoryEntry)."""

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
    entry_id: str,
) -> Request[None]:
    """Delete a history entry.

    Recording, fax or message of the entry go with it.

    Args:
        entry_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="deleteHistoryEntry",
        method="DELETE",
        path_template="/v2/history/{entryId}",
        url="/v2/history/{entry_id}".format(
            entry_id=quote(str(entry_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    entry_id: str,
    *,
    client: Sender,
) -> Response[None]:
    """Delete a history entry.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        entry_id=entry_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    entry_id: str,
    *,
    client: Sender,
) -> None:
    """Delete a history entry.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        entry_id=entry_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    entry_id: str,
    *,
    client: AsyncSender,
) -> Response[None]:
    """Delete a history entry.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        entry_id=entry_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    entry_id: str,
    *,
    client: AsyncSender,
) -> None:
    """Delete a history entry.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            entry_id=entry_id,
            client=client,
        )
    ).parsed
