"""POST /v2/passwordreset/{nonce} (changePassword)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.change_password_request import ChangePasswordRequest
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
    nonce: str,
    *,
    body: ChangePasswordRequest,
) -> Request[None]:
    """Set a new login password with a reset nonce.

    Needs no credentials but the nonce. The old password stops working at once.

    Args:
        nonce (str):
        body (ChangePasswordRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="changePassword",
        method="POST",
        path_template="/v2/passwordreset/{nonce}",
        url="/v2/passwordreset/{nonce}".format(
            nonce=quote(str(nonce), safe=""),
        ),
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    nonce: str,
    *,
    client: Sender,
    body: ChangePasswordRequest,
) -> Response[None]:
    """Set a new login password with a reset nonce.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        nonce=nonce,
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    nonce: str,
    *,
    client: Sender,
    body: ChangePasswordRequest,
) -> None:
    """Set a new login password with a reset nonce.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        nonce=nonce,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    nonce: str,
    *,
    client: AsyncSender,
    body: ChangePasswordRequest,
) -> Response[None]:
    """Set a new login password with a reset nonce.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        nonce=nonce,
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    nonce: str,
    *,
    client: AsyncSender,
    body: ChangePasswordRequest,
) -> None:
    """Set a new login password with a reset nonce.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            nonce=nonce,
            client=client,
            body=body,
        )
    ).parsed
