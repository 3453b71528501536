"""DELETE /v2/contacts/{contactId} (deleteContact)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.delete_contact_scope import DeleteContactScope
from ...types import (
    UNSET,
    Request,
    Response,
    Unset,
    build_response,
    read_nothing,
)

if TYPE_CHECKING:
    from ...client import AsyncSender, Sender


def build_request(
    contact_id: str,
    *,
    scope: DeleteContactScope | Unset = UNSET,
) -> Request[None]:
    """Delete a contact.

    Args:
        contact_id (str):
        scope (DeleteContactScope | Unset):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    params: dict[str, Any] = {}

    json_scope: str | Unset = UNSET
    if not isinstance(scope, Unset):
        json_scope = scope.value

    params["scope"] = json_scope

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Request(
        operation_id="deleteContact",
        method="DELETE",
        path_template="/v2/contacts/{contactId}",
        url="/v2/contacts/{contact_id}".format(
            contact_id=quote(str(contact_id), safe=""),
        ),
        params=params,
        json=UNSET,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    contact_id: str,
    *,
    client: Sender,
    scope: DeleteContactScope | Unset = UNSET,
) -> Response[None]:
    """Delete a contact.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        contact_id=contact_id,
        scope=scope,
    )
    return build_response(_request, client.send(_request))


def sync(
    contact_id: str,
    *,
    client: Sender,
    scope: DeleteContactScope | Unset = UNSET,
) -> None:
    """Delete a contact.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        contact_id=contact_id,
        client=client,
        scope=scope,
    ).parsed


async def asyncio_detailed(
    contact_id: str,
    *,
    client: AsyncSender,
    scope: DeleteContactScope | Unset = UNSET,
) -> Response[None]:
    """Delete a contact.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        contact_id=contact_id,
        scope=scope,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    contact_id: str,
    *,
    client: AsyncSender,
    scope: DeleteContactScope | Unset = UNSET,
) -> None:
    """Delete a contact.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            contact_id=contact_id,
            client=client,
            scope=scope,
        )
    ).parsed
