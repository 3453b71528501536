"""GET /v3/events (v3GetEvents)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.v3_get_events_directions_item import V3GetEventsDirectionsItem
from ...models.v3_get_events_directories_item import V3GetEventsDirectoriesItem
from ...models.v3_get_events_read_item import V3GetEventsReadItem
from ...models.v3_get_events_starred_item import V3GetEventsStarredItem
from ...models.v3_get_events_status_item import V3GetEventsStatusItem
from ...models.v3_get_events_types_item import V3GetEventsTypesItem
from ...types import (
    UNSET,
    Request,
    Response,
    Unset,
    build_response,
    read_anything,
)

if TYPE_CHECKING:
    from ...client import AsyncSender, Sender


def build_request(
    *,
    types: list[V3GetEventsTypesItem] | Unset = UNSET,
    directions: list[V3GetEventsDirectionsItem] | Unset = UNSET,
    status: list[V3GetEventsStatusItem] | Unset = UNSET,
    directories: list[V3GetEventsDirectoriesItem] | Unset = UNSET,
    starred: list[V3GetEventsStarredItem] | Unset = UNSET,
    read: list[V3GetEventsReadItem] | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    from_: str | Unset = UNSET,
    to: str | Unset = UNSET,
    phonenumber: str | Unset = UNSET,
    label_ids: str | Unset = UNSET,
    connection_ids: str | Unset = UNSET,
) -> Request[Any]:
    """List or search events (v3, experimental).

    Calls, voicemails, SMS and faxes. The format of the response is not published and can be anything.

    Args:
        types (list[V3GetEventsTypesItem] | Unset):
        directions (list[V3GetEventsDirectionsItem] | Unset):
        status (list[V3GetEventsStatusItem] | Unset):
        directories (list[V3GetEventsDirectoriesItem] | Unset):
        starred (list[V3GetEventsStarredItem] | Unset):
        read (list[V3GetEventsReadItem] | Unset):
        limit (int | Unset):
        offset (int | Unset):
        from_ (str | Unset):
        to (str | Unset):
        phonenumber (str | Unset):
        label_ids (str | Unset):
        connection_ids (str | Unset):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    params: dict[str, Any] = {}

    json_types: list[str] | Unset = UNSET
    if not isinstance(types, Unset):
        json_types = []
        for types_item_data in types:
            types_item = types_item_data.value
            json_types.append(types_item)

    params["types"] = json_types

    json_directions: list[str] | Unset = UNSET
    if not isinstance(directions, Unset):
        json_directions = []
        for directions_item_data in directions:
            directions_item = directions_item_data.value
            json_directions.append(directions_item)

    params["directions"] = json_directions

    json_status: list[str] | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = []
        for status_item_data in status:
            status_item = status_item_data.value
            json_status.append(status_item)

    params["status"] = json_status

    json_directories: list[str] | Unset = UNSET
    if not isinstance(directories, Unset):
        json_directories = []
        for directories_item_data in directories:
            directories_item = directories_item_data.value
            json_directories.append(directories_item)

    params["directories"] = json_directories

    json_starred: list[str] | Unset = UNSET
    if not isinstance(starred, Unset):
        json_starred = []
        for starred_item_data in starred:
            starred_item = starred_item_data.value
            json_starred.append(starred_item)

    params["starred"] = json_starred

    json_read: list[str] | Unset = UNSET
    if not isinstance(read, Unset):
        json_read = []
        for read_item_data in read:
            read_item = read_item_data.value
            json_read.append(read_item)

    params["read"] = json_read

    params["limit"] = limit

    params["offset"] = offset

    params["from"] = from_

    params["to"] = to

    params["phonenumber"] = phonenumber

    params["labelIds"] = label_ids

    params["connectionIds"] = connection_ids

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Request(
        operation_id="v3GetEvents",
        method="GET",
        path_template="/v3/events",
        url="/v3/events",
        params=params,
        json=UNSET,
        headers=headers,
        parse=read_anything,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
    types: list[V3GetEventsTypesItem] | Unset = UNSET,
    directions: list[V3GetEventsDirectionsItem] | Unset = UNSET,
    status: list[V3GetEventsStatusItem] | Unset = UNSET,
    directories: list[V3GetEventsDirectoriesItem] | Unset = UNSET,
    starred: list[V3GetEventsStarredItem] | Unset = UNSET,
    read: list[V3GetEventsReadItem] | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    from_: str | Unset = UNSET,
    to: str | Unset = UNSET,
    phonenumber: str | Unset = UNSET,
    label_ids: str | Unset = UNSET,
    connection_ids: str | Unset = UNSET,
) -> Response[Any]:
    """List or search events (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        types=types,
        directions=directions,
        status=status,
        directories=directories,
        starred=starred,
        read=read,
        limit=limit,
        offset=offset,
        from_=from_,
        to=to,
        phonenumber=phonenumber,
        label_ids=label_ids,
        connection_ids=connection_ids,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    types: list[V3GetEventsTypesItem] | Unset = UNSET,
    directions: list[V3GetEventsDirectionsItem] | Unset = UNSET,
    status: list[V3GetEventsStatusItem] | Unset = UNSET,
    directories: list[V3GetEventsDirectoriesItem] | Unset = UNSET,
    starred: list[V3GetEventsStarredItem] | Unset = UNSET,
    read: list[V3GetEventsReadItem] | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    from_: str | Unset = UNSET,
    to: str | Unset = UNSET,
    phonenumber: str | Unset = UNSET,
    label_ids: str | Unset = UNSET,
    connection_ids: str | Unset = UNSET,
) -> Any:
    """List or search events (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
        types=types,
        directions=directions,
        status=status,
        directories=directories,
        starred=starred,
        read=read,
        limit=limit,
        offset=offset,
        from_=from_,
        to=to,
        phonenumber=phonenumber,
        label_ids=label_ids,
        connection_ids=connection_ids,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    types: list[V3GetEventsTypesItem] | Unset = UNSET,
    directions: list[V3GetEventsDirectionsItem] | Unset = UNSET,
    status: list[V3GetEventsStatusItem] | Unset = UNSET,
    directories: list[V3GetEventsDirectoriesItem] | Unset = UNSET,
    starred: list[V3GetEventsStarredItem] | Unset = UNSET,
    read: list[V3GetEventsReadItem] | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    from_: str | Unset = UNSET,
    to: str | Unset = UNSET,
    phonenumber: str | Unset = UNSET,
    label_ids: str | Unset = UNSET,
    connection_ids: str | Unset = UNSET,
) -> Response[Any]:
    """List or search events (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        types=types,
        directions=directions,
        status=status,
        directories=directories,
        starred=starred,
        read=read,
        limit=limit,
        offset=offset,
        from_=from_,
        to=to,
        phonenumber=phonenumber,
        label_ids=label_ids,
        connection_ids=connection_ids,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    types: list[V3GetEventsTypesItem] | Unset = UNSET,
    directions: list[V3GetEventsDirectionsItem] | Unset = UNSET,
    status: list[V3GetEventsStatusItem] | Unset = UNSET,
    directories: list[V3GetEventsDirectoriesItem] | Unset = UNSET,
    starred: list[V3GetEventsStarredItem] | Unset = UNSET,
    read: list[V3GetEventsReadItem] | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    from_: str | Unset = UNSET,
    to: str | Unset = UNSET,
    phonenumber: str | Unset = UNSET,
    label_ids: str | Unset = UNSET,
    connection_ids: str | Unset = UNSET,
) -> Any:
    """List or search events (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
            types=types,
            directions=directions,
            status=status,
            directories=directories,
            starred=starred,
            read=read,
            limit=limit,
            offset=offset,
            from_=from_,
            to=to,
            phonenumber=phonenumber,
            label_ids=label_ids,
            connection_ids=connection_ids,
        )
    ).parsed
