"""GET /v2/history/export (getHistoryCSV)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.get_history_csv_directions_item import GetHistoryCsvDirectionsItem
from ...models.get_history_csv_starred_item import GetHistoryCsvStarredItem
from ...models.get_history_csv_types_item import GetHistoryCsvTypesItem
from ...types import (
    UNSET,
    Request,
    Response,
    Unset,
    build_response,
    read_text,
)

if TYPE_CHECKING:
    from ...client import AsyncSender, Sender


def build_request(
    *,
    archived: bool | Unset = UNSET,
    connection_ids: list[str] | Unset = UNSET,
    directions: list[GetHistoryCsvDirectionsItem] | Unset = UNSET,
    from_: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    starred: list[GetHistoryCsvStarredItem] | Unset = UNSET,
    to: str | Unset = UNSET,
    types: list[GetHistoryCsvTypesItem] | Unset = UNSET,
) -> Request[str | None]:
    """Export the history as CSV.

    Returns `text/csv` regardless of the Accept header. Filters as in getHistory, except the phone
    number.

    Args:
        archived (bool | Unset):
        connection_ids (list[str] | Unset):
        directions (list[GetHistoryCsvDirectionsItem] | Unset):
        from_ (str | Unset):
        limit (int | Unset):
        offset (int | Unset):
        starred (list[GetHistoryCsvStarredItem] | Unset):
        to (str | Unset):
        types (list[GetHistoryCsvTypesItem] | Unset):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "text/csv, application/json;q=0.5"}

    params: dict[str, Any] = {}

    params["archived"] = archived

    json_connection_ids: list[str] | Unset = UNSET
    if not isinstance(connection_ids, Unset):
        json_connection_ids = connection_ids

    params["connectionIds"] = json_connection_ids

    json_directions: list[str] | Unset = UNSET
    if not isinstance(directions, Unset):
        json_directions = []
        for directions_item_data in directions:
            directions_item = directions_item_data.value
            json_directions.append(directions_item)

    params["directions"] = json_directions

    params["from"] = from_

    params["limit"] = limit

    params["offset"] = offset

    json_starred: list[str] | Unset = UNSET
    if not isinstance(starred, Unset):
        json_starred = []
        for starred_item_data in starred:
            starred_item = starred_item_data.value
            json_starred.append(starred_item)

    params["starred"] = json_starred

    params["to"] = to

    json_types: list[str] | Unset = UNSET
    if not isinstance(types, Unset):
        json_types = []
        for types_item_data in types:
            types_item = types_item_data.value
            json_types.append(types_item)

    params["types"] = json_types

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Request(
        operation_id="getHistoryCSV",
        method="GET",
        path_template="/v2/history/export",
        url="/v2/history/export",
        params=params,
        json=UNSET,
        headers=headers,
        parse=read_text,
        response_media="text/csv",
    )


def sync_detailed(
    *,
    client: Sender,
    archived: bool | Unset = UNSET,
    connection_ids: list[str] | Unset = UNSET,
    directions: list[GetHistoryCsvDirectionsItem] | Unset = UNSET,
    from_: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    starred: list[GetHistoryCsvStarredItem] | Unset = UNSET,
    to: str | Unset = UNSET,
    types: list[GetHistoryCsvTypesItem] | Unset = UNSET,
) -> Response[str | None]:
    """Export the history as CSV.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        archived=archived,
        connection_ids=connection_ids,
        directions=directions,
        from_=from_,
        limit=limit,
        offset=offset,
        starred=starred,
        to=to,
        types=types,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    archived: bool | Unset = UNSET,
    connection_ids: list[str] | Unset = UNSET,
    directions: list[GetHistoryCsvDirectionsItem] | Unset = UNSET,
    from_: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    starred: list[GetHistoryCsvStarredItem] | Unset = UNSET,
    to: str | Unset = UNSET,
    types: list[GetHistoryCsvTypesItem] | Unset = UNSET,
) -> str | None:
    """Export the history as CSV.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
        archived=archived,
        connection_ids=connection_ids,
        directions=directions,
        from_=from_,
        limit=limit,
        offset=offset,
        starred=starred,
        to=to,
        types=types,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    archived: bool | Unset = UNSET,
    connection_ids: list[str] | Unset = UNSET,
    directions: list[GetHistoryCsvDirectionsItem] | Unset = UNSET,
    from_: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    starred: list[GetHistoryCsvStarredItem] | Unset = UNSET,
    to: str | Unset = UNSET,
    types: list[GetHistoryCsvTypesItem] | Unset = UNSET,
) -> Response[str | None]:
    """Export the history as CSV.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        archived=archived,
        connection_ids=connection_ids,
        directions=directions,
        from_=from_,
        limit=limit,
        offset=offset,
        starred=starred,
        to=to,
        types=types,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    archived: bool | Unset = UNSET,
    connection_ids: list[str] | Unset = UNSET,
    directions: list[GetHistoryCsvDirectionsItem] | Unset = UNSET,
    from_: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    starred: list[GetHistoryCsvStarredItem] | Unset = UNSET,
    to: str | Unset = UNSET,
    types: list[GetHistoryCsvTypesItem] | Unset = UNSET,
) -> str | None:
    """Export the history as CSV.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
            archived=archived,
            connection_ids=connection_ids,
            directions=directions,
            from_=from_,
            limit=limit,
            offset=offset,
            starred=starred,
            to=to,
            types=types,
        )
    ).parsed
