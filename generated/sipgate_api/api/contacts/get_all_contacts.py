"""GET /v2/contacts/internal (getAllContacts)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.internal_contacts_response import InternalContactsResponse
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


def _parse(decoded: Any) -> InternalContactsResponse | None:
    return none_if_unset(read_model(decoded, InternalContactsResponse))


def build_request() -> Request[InternalContactsResponse | None]:
    """List the internal contacts, one per user.

    Deprecated: use getContacts with scopes=INTERNAL.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getAllContacts",
        method="GET",
        path_template="/v2/contacts/internal",
        url="/v2/contacts/internal",
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
) -> Response[InternalContactsResponse | None]:
    """List the internal contacts, one per user.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
) -> InternalContactsResponse | None:
    """List the internal contacts, one per user.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
) -> Response[InternalContactsResponse | None]:
    """List the internal contacts, one per user.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
) -> InternalContactsResponse | None:
    """List the internal contacts, one per user.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed
