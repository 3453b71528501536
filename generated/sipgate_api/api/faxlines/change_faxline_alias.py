"""PUT /v2/{userId}/faxlines/{faxlineId} (changeFaxlineAlias)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.set_alias_request import SetAliasRequest
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
    user_id: str,
    faxline_id: str,
    *,
    body: SetAliasRequest,
) -> Request[None]:
    """Rename a faxline.

    Args:
        user_id (str):
        faxline_id (str):
        body (SetAliasRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="changeFaxlineAlias",
        method="PUT",
        path_template="/v2/{userId}/faxlines/{faxlineId}",
        url="/v2/{user_id}/faxlines/{faxline_id}".format(
            user_id=quote(str(user_id), safe=""),
            faxline_id=quote(str(faxline_id), safe=""),
        ),
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    user_id: str,
    faxline_id: str,
    *,
    client: Sender,
    body: SetAliasRequest,
) -> Response[None]:
    """Rename a faxline.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        faxline_id=faxline_id,
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    user_id: str,
    faxline_id: str,
    *,
    client: Sender,
    body: SetAliasRequest,
) -> None:
    """Rename a faxline.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        user_id=user_id,
        faxline_id=faxline_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    user_id: str,
    faxline_id: str,
    *,
    client: AsyncSender,
    body: SetAliasRequest,
) -> Response[None]:
    """Rename a faxline.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        faxline_id=faxline_id,
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    user_id: str,
    faxline_id: str,
    *,
    client: AsyncSender,
    body: SetAliasRequest,
) -> None:
    """Rename a faxline.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            user_id=user_id,
            faxline_id=faxline_id,
            client=client,
            body=body,
        )
    ).parsed
