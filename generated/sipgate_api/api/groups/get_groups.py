"""GET /v2/groups (getGroups)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.simple_groups_response import SimpleGroupsResponse
from ...types import (
    UNSET,
    Request,
    Response,
    Unset,
    build_response,
    none_if_unset,
    read_model,
)

if TYPE_CHECKING:
    from ...client import AsyncSender, Sender


def _parse(decoded: Any) -> SimpleGroupsResponse | None:
    return none_if_unset(read_model(decoded, SimpleGroupsResponse))


def build_request(
    *,
    user_id: str | Unset = UNSET,
) -> Request[SimpleGroupsResponse | None]:
    """List the groups of the account.

    Returns 403 on sipgate neo, which has channels instead.

    Args:
        user_id (str | Unset):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    params: dict[str, Any] = {}

    params["userId"] = user_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Request(
        operation_id="getGroups",
        method="GET",
        path_template="/v2/groups",
        url="/v2/groups",
        params=params,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
    user_id: str | Unset = UNSET,
) -> Response[SimpleGroupsResponse | None]:
    """List the groups of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    user_id: str | Unset = UNSET,
) -> SimpleGroupsResponse | None:
    """List the groups of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
        user_id=user_id,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    user_id: str | Unset = UNSET,
) -> Response[SimpleGroupsResponse | None]:
    """List the groups of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    user_id: str | Unset = UNSET,
) -> SimpleGroupsResponse | None:
    """List the groups of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
            user_id=user_id,
        )
    ).parsed
