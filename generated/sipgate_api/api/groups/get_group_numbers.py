"""GET /v2/groups/{groupId}/numbers (getGroupNumbers)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.group_numbers_response import GroupNumbersResponse
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


def _parse(decoded: Any) -> GroupNumbersResponse | None:
    return none_if_unset(read_model(decoded, GroupNumbersResponse))


def build_request(
    group_id: str,
) -> Request[GroupNumbersResponse | None]:
    """List the numbers of a group.

    Args:
        group_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getGroupNumbers",
        method="GET",
        path_template="/v2/groups/{groupId}/numbers",
        url="/v2/groups/{group_id}/numbers".format(
            group_id=quote(str(group_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    group_id: str,
    *,
    client: Sender,
) -> Response[GroupNumbersResponse | None]:
    """List the numbers of a group.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        group_id=group_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    group_id: str,
    *,
    client: Sender,
) -> GroupNumbersResponse | None:
    """List the numbers of a group.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        group_id=group_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    group_id: str,
    *,
    client: AsyncSender,
) -> Response[GroupNumbersResponse | None]:
    """List the numbers of a group.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        group_id=group_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    group_id: str,
    *,
    client: AsyncSender,
) -> GroupNumbersResponse | None:
    """List the numbers of a group.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            group_id=group_id,
            client=client,
        )
    ).parsed
