"""GET /v2/authorization/oauth2/clients (getClients)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.o_auth_clients import OAuthClients
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


def _parse(decoded: Any) -> OAuthClients | None:
    return none_if_unset(read_model(decoded, OAuthClients))


def build_request() -> Request[OAuthClients | None]:
    """List the OAuth clients registered by the account.

    The response contains the secret of each client.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getClients",
        method="GET",
        path_template="/v2/authorization/oauth2/clients",
        url="/v2/authorization/oauth2/clients",
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
) -> Response[OAuthClients | None]:
    """List the OAuth clients registered by the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
) -> OAuthClients | None:
    """List the OAuth clients registered by the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
) -> Response[OAuthClients | None]:
    """List the OAuth clients registered by the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
) -> OAuthClients | None:
    """List the OAuth clients registered by the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed
