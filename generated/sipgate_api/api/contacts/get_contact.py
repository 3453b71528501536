"""GET /v2/contacts/{contactId} (getContact)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.contact_response import ContactResponse
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


def _parse(decoded: Any) -> ContactResponse | None:
    return none_if_unset(read_model(decoded, ContactResponse))


def build_request(
    contact_id: str,
) -> Request[ContactResponse | None]:
    """Get a contact.

    Args:
        contact_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getContact",
        method="GET",
        path_template="/v2/contacts/{contactId}",
        url="/v2/contacts/{contact_id}".format(
            contact_id=quote(str(contact_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    contact_id: str,
    *,
    client: Sender,
) -> Response[ContactResponse | None]:
    """Get a contact.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        contact_id=contact_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    contact_id: str,
    *,
    client: Sender,
) -> ContactResponse | None:
    """Get a contact.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        contact_id=contact_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    contact_id: str,
    *,
    client: AsyncSender,
) -> Response[ContactResponse | None]:
    """Get a contact.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        contact_id=contact_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    contact_id: str,
    *,
    client: AsyncSender,
) -> ContactResponse | None:
    """Get a contact.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            contact_id=contact_id,
            client=client,
        )
    ).parsed
