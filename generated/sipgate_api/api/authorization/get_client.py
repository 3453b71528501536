"""GET /v2/authorization/oauth2/clients/{clientId} (getClient)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

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
    client_id: str,
) -> Request[OAuthClient | None]:
    """Get one OAuth client.

    The response contains the secret of the client.

    Args:
        client_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getClient",
        method="GET",
        path_template="/v2/authorization/oauth2/clients/{clientId}",
        url="/v2/authorization/oauth2/clients/{client_id}".format(
            client_id=quote(str(client_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    client_id: str,
    *,
    client: Sender,
) -> Response[OAuthClient | None]:
    """Get one OAuth client.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        client_id=client_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    client_id: str,
    *,
    client: Sender,
) -> OAuthClient | None:
    """Get one OAuth client.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client_id=client_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    client_id: str,
    *,
    client: AsyncSender,
) -> Response[OAuthClient | None]:
    """Get one OAuth client.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        client_id=client_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    client_id: str,
    *,
    client: AsyncSender,
) -> OAuthClient | None:
    """Get one OAuth client.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client_id=client_id,
            client=client,
        )
    ).parsed
