"""PUT /v2/account/verified (verify)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.account_verification_request import AccountVerificationRequest
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
    body: AccountVerificationRequest,
) -> Request[None]:
    """Verify the account with the code from the letter.

    Redeems the code that sipgate sent by post. It works once.

    Args:
        body (AccountVerificationRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="verify",
        method="PUT",
        path_template="/v2/account/verified",
        url="/v2/account/verified",
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    *,
    client: Sender,
    body: AccountVerificationRequest,
) -> Response[None]:
    """Verify the account with the code from the letter.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    body: AccountVerificationRequest,
) -> None:
    """Verify the account with the code from the letter.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    body: AccountVerificationRequest,
) -> Response[None]:
    """Verify the account with the code from the letter.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    body: AccountVerificationRequest,
) -> None:
    """Verify the account with the code from the letter.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
