"""GET /v2/identityVerification (getVerification)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.identity_verification_response import IdentityVerificationResponse
from ...types import (
    UNSET,
    Request,
    Response,
    Unset,
    build_response,
    none_if_unset,
    read_model,
)

if TYPE_CHECKING:
    from ...client import AsyncSender, Sender


def _parse(decoded: Any) -> IdentityVerificationResponse | None:
    return none_if_unset(read_model(decoded, IdentityVerificationResponse))


def build_request(
    *,
    allow_start: bool | Unset = UNSET,
) -> Request[IdentityVerificationResponse | None]:
    """Get the state of the identity verification, or start it.

    Internal to sipgate's apps: ordinary tokens are refused. With allowStart=true this GET begins a
    verification at sipgate's partner.

    Args:
        allow_start (bool | Unset):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    params: dict[str, Any] = {}

    params["allowStart"] = allow_start

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Request(
        operation_id="getVerification",
        method="GET",
        path_template="/v2/identityVerification",
        url="/v2/identityVerification",
        params=params,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
    allow_start: bool | Unset = UNSET,
) -> Response[IdentityVerificationResponse | None]:
    """Get the state of the identity verification, or start it.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        allow_start=allow_start,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    allow_start: bool | Unset = UNSET,
) -> IdentityVerificationResponse | None:
    """Get the state of the identity verification, or start it.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
        allow_start=allow_start,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    allow_start: bool | Unset = UNSET,
) -> Response[IdentityVerificationResponse | None]:
    """Get the state of the identity verification, or start it.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        allow_start=allow_start,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    allow_start: bool | Unset = UNSET,
) -> IdentityVerificationResponse | None:
    """Get the state of the identity verification, or start it.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
            allow_start=allow_start,
        )
    ).parsed
