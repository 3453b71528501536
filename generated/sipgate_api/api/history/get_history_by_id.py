"""GET /v2/history/{entryId} (getHistoryById)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.history_entry_response import HistoryEntryResponse
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


def _parse(decoded: Any) -> HistoryEntryResponse | None:
    return none_if_unset(read_model(decoded, HistoryEntryResponse))


def build_request(
    entry_id: str,
) -> Request[HistoryEntryResponse | None]:
    """Get a history entry: call, SMS, fax or voicemail.

    Also the way to follow a fax: its session id is the entry id, its state is faxStatusType.

    Args:
        entry_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getHistoryById",
        method="GET",
        path_template="/v2/history/{entryId}",
        url="/v2/history/{entry_id}".format(
            entry_id=quote(str(entry_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    entry_id: str,
    *,
    client: Sender,
) -> Response[HistoryEntryResponse | None]:
    """Get a history entry: call, SMS, fax or voicemail.

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
) -> HistoryEntryResponse | None:
    """Get a history entry: call, SMS, fax or voicemail.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        entry_id=entry_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    entry_id: str,
    *,
    client: AsyncSender,
) -> Response[HistoryEntryResponse | None]:
    """Get a history entry: call, SMS, fax or voicemail.

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
) -> HistoryEntryResponse | None:
    """Get a history entry: call, SMS, fax or voicemail.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            entry_id=entry_id,
            client=client,
        )
    ).parsed
