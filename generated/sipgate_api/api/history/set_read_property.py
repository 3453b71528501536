"""PUT /v2/history/{entryId}/read (setReadProperty)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.set_history_entry_read_request import SetHistoryEntryReadRequest
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
    body: SetHistoryEntryReadRequest,
) -> Request[None]:
    """Mark a history entry as read or unread.

    Args:
        entry_id (str):
        body (SetHistoryEntryReadRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="setReadProperty",
        method="PUT",
        path_template="/v2/history/{entryId}/read",
        url="/v2/history/{entry_id}/read".format(
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
    body: SetHistoryEntryReadRequest,
) -> Response[None]:
    """Mark a history entry as read or unread.

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
    body: SetHistoryEntryReadRequest,
) -> None:
    """Mark a history entry as read or unread.

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
    body: SetHistoryEntryReadRequest,
) -> Response[None]:
    """Mark a history entry as read or unread.

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
    body: SetHistoryEntryReadRequest,
) -> None:
    """Mark a history entry as read or unread.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            entry_id=entry_id,
            client=client,
            body=body,
        )
    ).parsed
