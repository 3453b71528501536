"""PUT /v2/history (updateHistoryEntries)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.update_history_entries_request import UpdateHistoryEntriesRequest
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
    body: list[UpdateHistoryEntriesRequest],
) -> Request[None]:
    """Mark many history entries as read, starred or archived.

    Fewer than 150 entries at a time. Cannot set notes: use updateHistoryEntry. A switch left out may be
    set to false: send all three.

    Args:
        body (list[UpdateHistoryEntriesRequest]):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = []
    for body_item_data in body:
        body_item = body_item_data.to_dict()
        _json_body.append(body_item)

    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="updateHistoryEntries",
        method="PUT",
        path_template="/v2/history",
        url="/v2/history",
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    *,
    client: Sender,
    body: list[UpdateHistoryEntriesRequest],
) -> Response[None]:
    """Mark many history entries as read, starred or archived.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    body: list[UpdateHistoryEntriesRequest],
) -> None:
    """Mark many history entries as read, starred or archived.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    body: list[UpdateHistoryEntriesRequest],
) -> Response[None]:
    """Mark many history entries as read, starred or archived.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    body: list[UpdateHistoryEntriesRequest],
) -> None:
    """Mark many history entries as read, starred or archived.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
