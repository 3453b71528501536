"""GET /v2/callrestrictions (getCallRestrictions)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.call_restriction_response import CallRestrictionResponse
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


def _parse(decoded: Any) -> CallRestrictionResponse | None:
    return none_if_unset(read_model(decoded, CallRestrictionResponse))


def build_request(
    *,
    user_ids: list[str] | Unset = UNSET,
) -> Request[CallRestrictionResponse | None]:
    """List which costly calls users may make.

    Args:
        user_ids (list[str] | Unset):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    params: dict[str, Any] = {}

    json_user_ids: list[str] | Unset = UNSET
    if not isinstance(user_ids, Unset):
        json_user_ids = user_ids

    params["userIds"] = json_user_ids

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Request(
        operation_id="getCallRestrictions",
        method="GET",
        path_template="/v2/callrestrictions",
        url="/v2/callrestrictions",
        params=params,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
    user_ids: list[str] | Unset = UNSET,
) -> Response[CallRestrictionResponse | None]:
    """List which costly calls users may make.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_ids=user_ids,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    user_ids: list[str] | Unset = UNSET,
) -> CallRestrictionResponse | None:
    """List which costly calls users may make.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
        user_ids=user_ids,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    user_ids: list[str] | Unset = UNSET,
) -> Response[CallRestrictionResponse | None]:
    """List which costly calls users may make.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_ids=user_ids,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    user_ids: list[str] | Unset = UNSET,
) -> CallRestrictionResponse | None:
    """List which costly calls users may make.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
            user_ids=user_ids,
        )
    ).parsed
