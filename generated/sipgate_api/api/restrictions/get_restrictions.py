"""GET /v2/restrictions (getRestrictions)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.get_restrictions_restriction_item import GetRestrictionsRestrictionItem
from ...models.restrictions_response import RestrictionsResponse
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


def _parse(decoded: Any) -> RestrictionsResponse | None:
    return none_if_unset(read_model(decoded, RestrictionsResponse))


def build_request(
    *,
    restriction: list[GetRestrictionsRestrictionItem] | Unset = UNSET,
    user_id: str | Unset = UNSET,
) -> Request[RestrictionsResponse | None]:
    """List what a user may do, by role and contract.

    Internal to sipgate's apps: ordinary tokens are refused.

    Args:
        restriction (list[GetRestrictionsRestrictionItem] | Unset):
        user_id (str | Unset):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    params: dict[str, Any] = {}

    json_restriction: list[str] | Unset = UNSET
    if not isinstance(restriction, Unset):
        json_restriction = []
        for restriction_item_data in restriction:
            restriction_item = restriction_item_data.value
            json_restriction.append(restriction_item)

    params["restriction"] = json_restriction

    params["userId"] = user_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Request(
        operation_id="getRestrictions",
        method="GET",
        path_template="/v2/restrictions",
        url="/v2/restrictions",
        params=params,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
    restriction: list[GetRestrictionsRestrictionItem] | Unset = UNSET,
    user_id: str | Unset = UNSET,
) -> Response[RestrictionsResponse | None]:
    """List what a user may do, by role and contract.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        restriction=restriction,
        user_id=user_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    restriction: list[GetRestrictionsRestrictionItem] | Unset = UNSET,
    user_id: str | Unset = UNSET,
) -> RestrictionsResponse | None:
    """List what a user may do, by role and contract.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
        restriction=restriction,
        user_id=user_id,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    restriction: list[GetRestrictionsRestrictionItem] | Unset = UNSET,
    user_id: str | Unset = UNSET,
) -> Response[RestrictionsResponse | None]:
    """List what a user may do, by role and contract.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        restriction=restriction,
        user_id=user_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    restriction: list[GetRestrictionsRestrictionItem] | Unset = UNSET,
    user_id: str | Unset = UNSET,
) -> RestrictionsResponse | None:
    """List what a user may do, by role and contract.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
            restriction=restriction,
            user_id=user_id,
        )
    ).parsed
