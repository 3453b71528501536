"""PUT /v3/groups/{groupId}/members (v3SetGroupMembers)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.v3_group_members_request import V3GroupMembersRequest
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
    *,
    body: V3GroupMembersRequest,
) -> Request[None]:
    """Set the members of a group (v3, experimental).

    Members left out lose the group's calls. The body is not published: see sipgate's own documentation
    of v3.

    Args:
        group_id (str):
        body (V3GroupMembersRequest): Not published: fields are sent as they are.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="v3SetGroupMembers",
        method="PUT",
        path_template="/v3/groups/{groupId}/members",
        url="/v3/groups/{group_id}/members".format(
            group_id=quote(str(group_id), safe=""),
        ),
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    group_id: str,
    *,
    client: Sender,
    body: V3GroupMembersRequest,
) -> Response[None]:
    """Set the members of a group (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        group_id=group_id,
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    group_id: str,
    *,
    client: Sender,
    body: V3GroupMembersRequest,
) -> None:
    """Set the members of a group (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        group_id=group_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    group_id: str,
    *,
    client: AsyncSender,
    body: V3GroupMembersRequest,
) -> Response[None]:
    """Set the members of a group (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        group_id=group_id,
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    group_id: str,
    *,
    client: AsyncSender,
    body: V3GroupMembersRequest,
) -> None:
    """Set the members of a group (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            group_id=group_id,
            client=client,
            body=body,
        )
    ).parsed
