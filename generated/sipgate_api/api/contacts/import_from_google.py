"""POST /v2/contacts/import/google (importFromGoogle)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.import_google_request import ImportGoogleRequest
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
    body: ImportGoogleRequest,
) -> Request[None]:
    """Import contacts from Google.

    Takes all contacts that the Google token gives access to.

    Args:
        body (ImportGoogleRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="importFromGoogle",
        method="POST",
        path_template="/v2/contacts/import/google",
        url="/v2/contacts/import/google",
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    *,
    client: Sender,
    body: ImportGoogleRequest,
) -> Response[None]:
    """Import contacts from Google.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    body: ImportGoogleRequest,
) -> None:
    """Import contacts from Google.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    body: ImportGoogleRequest,
) -> Response[None]:
    """Import contacts from Google.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    body: ImportGoogleRequest,
) -> None:
    """Import contacts from Google.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
