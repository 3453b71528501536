"""POST /v2/authorization/oauth2/clients (createClient)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.create_client_request import CreateClientRequest
from ...models.o_auth_client import OAuthClient
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


def _parse(decoded: Any) -> OAuthClient | None:
    return none_if_unset(read_model(decoded, OAuthClient))


def build_request(
    *,
    body: CreateClientRequest,
) -> Request[OAuthClient | None]:
    """Register an OAuth client.

    Returns the new client with its id and secret.

    Args:
        body (CreateClientRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="createClient",
        method="POST",
        path_template="/v2/authorization/oauth2/clients",
        url="/v2/authorization/oauth2/clients",
        params=None,
        json=_json_body,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
    body: CreateClientRequest,
) -> Response[OAuthClient | None]:
    """Register an OAuth client.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    body: CreateClientRequest,
) -> OAuthClient | None:
    """Register an OAuth client.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    body: CreateClientRequest,
) -> Response[OAuthClient | None]:
    """Register an OAuth client.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    body: CreateClientRequest,
) -> OAuthClient | None:
    """Register an OAuth client.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
