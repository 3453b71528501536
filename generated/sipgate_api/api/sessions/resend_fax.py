"""POST /v2/sessions/fax/resend (resendFax)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.resend_fax_request import ResendFaxRequest
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
    *,
    body: ResendFaxRequest,
) -> Request[None]:
    """Send a fax once more.

    Sends the stored pages to the same recipient, for money again. Without faxlineId the original
    faxline is used.

    Args:
        body (ResendFaxRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="resendFax",
        method="POST",
        path_template="/v2/sessions/fax/resend",
        url="/v2/sessions/fax/resend",
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    *,
    client: Sender,
    body: ResendFaxRequest,
) -> Response[None]:
    """Send a fax once more.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    body: ResendFaxRequest,
) -> None:
    """Send a fax once more.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    body: ResendFaxRequest,
) -> Response[None]:
    """Send a fax once more.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    body: ResendFaxRequest,
) -> None:
    """Send a fax once more.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
