"""PUT /v2/calls/{callId}/hold (setCallHold)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.boolean_request import BooleanRequest
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
    call_id: str,
    *,
    body: BooleanRequest,
) -> Request[None]:
    """Hold or resume a live call.

    On sipgate neo, it returns 409 until the call is established.

    Args:
        call_id (str):
        body (BooleanRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="setCallHold",
        method="PUT",
        path_template="/v2/calls/{callId}/hold",
        url="/v2/calls/{call_id}/hold".format(
            call_id=quote(str(call_id), safe=""),
        ),
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    call_id: str,
    *,
    client: Sender,
    body: BooleanRequest,
) -> Response[None]:
    """Hold or resume a live call.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        call_id=call_id,
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    call_id: str,
    *,
    client: Sender,
    body: BooleanRequest,
) -> None:
    """Hold or resume a live call.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        call_id=call_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    call_id: str,
    *,
    client: AsyncSender,
    body: BooleanRequest,
) -> Response[None]:
    """Hold or resume a live call.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        call_id=call_id,
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    call_id: str,
    *,
    client: AsyncSender,
    body: BooleanRequest,
) -> None:
    """Hold or resume a live call.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            call_id=call_id,
            client=client,
            body=body,
        )
    ).parsed
