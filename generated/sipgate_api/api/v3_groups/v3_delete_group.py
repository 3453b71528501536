"""DELETE /v3/groups/{groupId} (v3DeleteGroup)."""

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
    group_id: str,
) -> Request[None]:
    """Delete a group (v3, experimental).

    Its numbers lead nowhere afterwards.

    Args:
        group_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="v3DeleteGroup",
        method="DELETE",
        path_template="/v3/groups/{groupId}",
        url="/v3/groups/{group_id}".format(
            group_id=quote(str(group_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    group_id: str,
    *,
    client: Sender,
) -> Response[None]:
    """Delete a group (v3, experimental).

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
) -> None:
    """Delete a group (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        group_id=group_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    group_id: str,
    *,
    client: AsyncSender,
) -> Response[None]:
    """Delete a group (v3, experimental).

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
) -> None:
    """Delete a group (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            group_id=group_id,
            client=client,
        )
    ).parsed
