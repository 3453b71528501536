"""PUT /v2/authorization/oauth2/clients/{clientId} (updateClient)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

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
    client_id: str,
    *,
    body: CreateClientRequest,
) -> Request[OAuthClient | None]:
    """Replace the settings of an OAuth client.

    All fields are replaced, those left out as well. Users sign in only through the redirect addresses
    given here.

    Args:
        client_id (str):
        body (CreateClientRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="updateClient",
        method="PUT",
        path_template="/v2/authorization/oauth2/clients/{clientId}",
        url="/v2/authorization/oauth2/clients/{client_id}".format(
            client_id=quote(str(client_id), safe=""),
        ),
        params=None,
        json=_json_body,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    client_id: str,
    *,
    client: Sender,
    body: CreateClientRequest,
) -> Response[OAuthClient | None]:
    """Replace the settings of an OAuth client.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        client_id=client_id,
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    client_id: str,
    *,
    client: Sender,
    body: CreateClientRequest,
) -> OAuthClient | None:
    """Replace the settings of an OAuth client.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client_id=client_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    client_id: str,
    *,
    client: AsyncSender,
    body: CreateClientRequest,
) -> Response[OAuthClient | None]:
    """Replace the settings of an OAuth client.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        client_id=client_id,
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    client_id: str,
    *,
    client: AsyncSender,
    body: CreateClientRequest,
) -> OAuthClient | None:
    """Replace the settings of an OAuth client.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client_id=client_id,
            client=client,
            body=body,
        )
    ).parsed
