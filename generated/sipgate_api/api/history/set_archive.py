"""PUT /v2/history/{entryId}/archive (setArchive)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.set_history_entry_archive_request import SetHistoryEntryArchiveRequest
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
    body: SetHistoryEntryArchiveRequest,
) -> Request[None]:
    """Archive a history entry, or bring it back.

    Args:
        entry_id (str):
        body (SetHistoryEntryArchiveRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="setArchive",
        method="PUT",
        path_template="/v2/history/{entryId}/archive",
        url="/v2/history/{entry_id}/archive".format(
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
    body: SetHistoryEntryArchiveRequest,
) -> Response[None]:
    """Archive a history entry, or bring it back.

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
    body: SetHistoryEntryArchiveRequest,
) -> None:
    """Archive a history entry, or bring it back.

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
    body: SetHistoryEntryArchiveRequest,
) -> Response[None]:
    """Archive a history entry, or bring it back.

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
    body: SetHistoryEntryArchiveRequest,
) -> None:
    """Archive a history entry, or bring it back.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            entry_id=entry_id,
            client=client,
            body=body,
        )
    ).parsed
