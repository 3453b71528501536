"""POST /v2/sessions/fax (sendFax)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.send_fax_request import SendFaxRequest
from ...models.send_fax_session_response import SendFaxSessionResponse
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


def _parse(decoded: Any) -> SendFaxSessionResponse | None:
    return none_if_unset(read_model(decoded, SendFaxSessionResponse))


def build_request(
    *,
    body: SendFaxRequest,
) -> Request[SendFaxSessionResponse | None]:
    """Send a fax.

    Returns a session id, which is the id of the history entry: follow its faxStatusType with
    getHistoryById. PDF only.

    Args:
        body (SendFaxRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="sendFax",
        method="POST",
        path_template="/v2/sessions/fax",
        url="/v2/sessions/fax",
        params=None,
        json=_json_body,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
    body: SendFaxRequest,
) -> Response[SendFaxSessionResponse | None]:
    """Send a fax.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    body: SendFaxRequest,
) -> SendFaxSessionResponse | None:
    """Send a fax.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    body: SendFaxRequest,
) -> Response[SendFaxSessionResponse | None]:
    """Send a fax.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    body: SendFaxRequest,
) -> SendFaxSessionResponse | None:
    """Send a fax.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
