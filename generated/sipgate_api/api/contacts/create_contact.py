"""POST /v2/contacts (createContact)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.create_contact_request import CreateContactRequest
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
    body: CreateContactRequest,
) -> Request[None]:
    """Create a contact.

    Returns no id: search for the contact afterward. A shared contact is visible to all users of the
    account.

    Args:
        body (CreateContactRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="createContact",
        method="POST",
        path_template="/v2/contacts",
        url="/v2/contacts",
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    *,
    client: Sender,
    body: CreateContactRequest,
) -> Response[None]:
    """Create a contact.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    body: CreateContactRequest,
) -> None:
    """Create a contact.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    body: CreateContactRequest,
) -> Response[None]:
    """Create a contact.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    body: CreateContactRequest,
) -> None:
    """Create a contact.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
