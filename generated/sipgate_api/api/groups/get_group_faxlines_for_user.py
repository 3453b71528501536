"""GET /v2/groupfaxlines (getGroupFaxlinesForUser)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.group_faxlines_response import GroupFaxlinesResponse
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


def _parse(decoded: Any) -> GroupFaxlinesResponse | None:
    return none_if_unset(read_model(decoded, GroupFaxlinesResponse))


def build_request(
    *,
    user_id: str | Unset = UNSET,
) -> Request[GroupFaxlinesResponse | None]:
    """List the group faxlines that a user can use.

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
        operation_id="getGroupFaxlinesForUser",
        method="GET",
        path_template="/v2/groupfaxlines",
        url="/v2/groupfaxlines",
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
) -> Response[GroupFaxlinesResponse | None]:
    """List the group faxlines that a user can use.

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
) -> GroupFaxlinesResponse | None:
    """List the group faxlines that a user can use.

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
) -> Response[GroupFaxlinesResponse | None]:
    """List the group faxlines that a user can use.

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
) -> GroupFaxlinesResponse | None:
    """List the group faxlines that a user can use.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
            user_id=user_id,
        )
    ).parsed
