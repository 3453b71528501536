"""POST /v2/{userId}/callrestrictions/{restriction} (setCallRestriction)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.call_restriction_response import CallRestrictionResponse
from ...models.set_call_restriction_request import SetCallRestrictionRequest
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


def _parse(decoded: Any) -> CallRestrictionResponse | None:
    return none_if_unset(read_model(decoded, CallRestrictionResponse))


def build_request(
    user_id: str,
    restriction: str,
    *,
    body: SetCallRestrictionRequest,
) -> Request[CallRestrictionResponse | None]:
    """Allow or forbid a user one kind of costly call.

    Lifting a restriction exposes the account to charges, for example by calls to high-cost countries.

    Args:
        user_id (str):
        restriction (str):
        body (SetCallRestrictionRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="setCallRestriction",
        method="POST",
        path_template="/v2/{userId}/callrestrictions/{restriction}",
        url="/v2/{user_id}/callrestrictions/{restriction}".format(
            user_id=quote(str(user_id), safe=""),
            restriction=quote(str(restriction), safe=""),
        ),
        params=None,
        json=_json_body,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    user_id: str,
    restriction: str,
    *,
    client: Sender,
    body: SetCallRestrictionRequest,
) -> Response[CallRestrictionResponse | None]:
    """Allow or forbid a user one kind of costly call.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        restriction=restriction,
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    user_id: str,
    restriction: str,
    *,
    client: Sender,
    body: SetCallRestrictionRequest,
) -> CallRestrictionResponse | None:
    """Allow or forbid a user one kind of costly call.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        user_id=user_id,
        restriction=restriction,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    user_id: str,
    restriction: str,
    *,
    client: AsyncSender,
    body: SetCallRestrictionRequest,
) -> Response[CallRestrictionResponse | None]:
    """Allow or forbid a user one kind of costly call.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        restriction=restriction,
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    user_id: str,
    restriction: str,
    *,
    client: AsyncSender,
    body: SetCallRestrictionRequest,
) -> CallRestrictionResponse | None:
    """Allow or forbid a user one kind of costly call.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            user_id=user_id,
            restriction=restriction,
            client=client,
            body=body,
        )
    ).parsed
