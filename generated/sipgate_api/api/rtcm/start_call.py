"""POST /v2/calls (startCall)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.start_call_request import StartCallRequest
from ...models.start_call_response import StartCallResponse
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


def _parse(decoded: Any) -> StartCallResponse | None:
    return none_if_unset(read_model(decoded, StartCallResponse))


def build_request(
    *,
    body: StartCallRequest,
) -> Request[StartCallResponse | None]:
    """Start a call from a device (sipgate neo).

    Beta. The number rings immediately, charged as an outgoing call. Returns callSid or callId, the id
    for the live-call operations. Classic accounts: newCall.

    Args:
        body (StartCallRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="startCall",
        method="POST",
        path_template="/v2/calls",
        url="/v2/calls",
        params=None,
        json=_json_body,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
    body: StartCallRequest,
) -> Response[StartCallResponse | None]:
    """Start a call from a device (sipgate neo).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    body: StartCallRequest,
) -> StartCallResponse | None:
    """Start a call from a device (sipgate neo).

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    body: StartCallRequest,
) -> Response[StartCallResponse | None]:
    """Start a call from a device (sipgate neo).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    body: StartCallRequest,
) -> StartCallResponse | None:
    """Start a call from a device (sipgate neo).

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
