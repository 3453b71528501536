"""POST /v2/passwordreset (requestPasswordReset)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.request_password_reset_request import RequestPasswordResetRequest
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
    body: RequestPasswordResetRequest,
) -> Request[None]:
    """Ask for a password reset e-mail.

    Needs no credentials. sipgate sends the user an e-mail with a link whose last part is the nonce for
    changePassword.

    Args:
        body (RequestPasswordResetRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="requestPasswordReset",
        method="POST",
        path_template="/v2/passwordreset",
        url="/v2/passwordreset",
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    *,
    client: Sender,
    body: RequestPasswordResetRequest,
) -> Response[None]:
    """Ask for a password reset e-mail.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    body: RequestPasswordResetRequest,
) -> None:
    """Ask for a password reset e-mail.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    body: RequestPasswordResetRequest,
) -> Response[None]:
    """Ask for a password reset e-mail.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    body: RequestPasswordResetRequest,
) -> None:
    """Ask for a password reset e-mail.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
