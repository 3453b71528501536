"""PUT /v2/{userId}/faxlines/{faxlineId}/callerid (changeFaxlineCallerIdSettings)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.faxline_caller_id_request import FaxlineCallerIdRequest
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
    body: FaxlineCallerIdRequest,
) -> Request[None]:
    """Set the number that faxes from a faxline show.

    Args:
        user_id (str):
        faxline_id (str):
        body (FaxlineCallerIdRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="changeFaxlineCallerIdSettings",
        method="PUT",
        path_template="/v2/{userId}/faxlines/{faxlineId}/callerid",
        url="/v2/{user_id}/faxlines/{faxline_id}/callerid".format(
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
    body: FaxlineCallerIdRequest,
) -> Response[None]:
    """Set the number that faxes from a faxline show.

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
    body: FaxlineCallerIdRequest,
) -> None:
    """Set the number that faxes from a faxline show.

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
    body: FaxlineCallerIdRequest,
) -> Response[None]:
    """Set the number that faxes from a faxline show.

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
    body: FaxlineCallerIdRequest,
) -> None:
    """Set the number that faxes from a faxline show.

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
