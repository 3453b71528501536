"""PUT /v2/contacts/{contactId} (updateContact)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.update_contact_request import UpdateContactRequest
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
    contact_id: str,
    *,
    body: UpdateContactRequest,
) -> Request[None]:
    """Replace a contact.

    The whole contact is replaced: fields left out are lost. Read it with getContact first. Internal
    contacts cannot be changed.

    Args:
        contact_id (str):
        body (UpdateContactRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="updateContact",
        method="PUT",
        path_template="/v2/contacts/{contactId}",
        url="/v2/contacts/{contact_id}".format(
            contact_id=quote(str(contact_id), safe=""),
        ),
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    contact_id: str,
    *,
    client: Sender,
    body: UpdateContactRequest,
) -> Response[None]:
    """Replace a contact.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        contact_id=contact_id,
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    contact_id: str,
    *,
    client: Sender,
    body: UpdateContactRequest,
) -> None:
    """Replace a contact.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        contact_id=contact_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    contact_id: str,
    *,
    client: AsyncSender,
    body: UpdateContactRequest,
) -> Response[None]:
    """Replace a contact.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        contact_id=contact_id,
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    contact_id: str,
    *,
    client: AsyncSender,
    body: UpdateContactRequest,
) -> None:
    """Replace a contact.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            contact_id=contact_id,
            client=client,
            body=body,
        )
    ).parsed
