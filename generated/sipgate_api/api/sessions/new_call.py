"""POST /v2/sessions/calls (newCall)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.initiate_new_call_session_response import InitiateNewCallSessionResponse
from ...models.new_call_request import NewCallRequest
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


def _parse(decoded: Any) -> InitiateNewCallSessionResponse | None:
    return none_if_unset(read_model(decoded, InitiateNewCallSessionResponse))


def build_request(
    *,
    body: NewCallRequest,
) -> Request[InitiateNewCallSessionResponse | None]:
    """Start a call between a device and a number.

    The caller's device rings first; once picked up, the callee is called and charged. Returns a session
    id, which is also the call id. On sipgate neo: startCall.

    Args:
        body (NewCallRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="newCall",
        method="POST",
        path_template="/v2/sessions/calls",
        url="/v2/sessions/calls",
        params=None,
        json=_json_body,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
    body: NewCallRequest,
) -> Response[InitiateNewCallSessionResponse | None]:
    """Start a call between a device and a number.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    body: NewCallRequest,
) -> InitiateNewCallSessionResponse | None:
    """Start a call between a device and a number.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    body: NewCallRequest,
) -> Response[InitiateNewCallSessionResponse | None]:
    """Start a call between a device and a number.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    body: NewCallRequest,
) -> InitiateNewCallSessionResponse | None:
    """Start a call between a device and a number.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
