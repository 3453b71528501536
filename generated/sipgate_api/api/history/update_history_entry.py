"""PUT /v2/history/{entryId} (updateHistoryEntry)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.update_history_entry_request import UpdateHistoryEntryRequest
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
    *,
    body: UpdateHistoryEntryRequest,
) -> Request[None]:
    """Set note and marks of a history entry.

    Args:
        entry_id (str):
        body (UpdateHistoryEntryRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="updateHistoryEntry",
        method="PUT",
        path_template="/v2/history/{entryId}",
        url="/v2/history/{entry_id}".format(
            entry_id=quote(str(entry_id), safe=""),
        ),
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    entry_id: str,
    *,
    client: Sender,
    body: UpdateHistoryEntryRequest,
) -> Response[None]:
    """Set note and marks of a history entry.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        entry_id=entry_id,
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    entry_id: str,
    *,
    client: Sender,
    body: UpdateHistoryEntryRequest,
) -> None:
    """Set note and marks of a history entry.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        entry_id=entry_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    entry_id: str,
    *,
    client: AsyncSender,
    body: UpdateHistoryEntryRequest,
) -> Response[None]:
    """Set note and marks of a history entry.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        entry_id=entry_id,
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    entry_id: str,
    *,
    client: AsyncSender,
    body: UpdateHistoryEntryRequest,
) -> None:
    """Set note and marks of a history entry.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            entry_id=entry_id,
            client=client,
            body=body,
        )
    ).parsed
