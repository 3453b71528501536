"""DELETE /v2/contacts (deleteAllContacts)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.delete_contacts_request import DeleteContactsRequest
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
    *,
    body: DeleteContactsRequest | Unset = UNSET,
) -> Request[None]:
    """Delete many contacts, or all of them.

    DANGER: without ids and scopes in the body all contacts of the account are deleted. Name contactIds,
    or use deleteContact for one.

    Args:
        body (DeleteContactsRequest | Unset): Which contacts to delete. Nothing in it means: all of
            them.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET

    if not isinstance(body, Unset):
        _json_body = body.to_dict()
    if _json_body is not UNSET:
        headers["Content-Type"] = "application/json"
    return Request(
        operation_id="deleteAllContacts",
        method="DELETE",
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
    body: DeleteContactsRequest | Unset = UNSET,
) -> Response[None]:
    """Delete many contacts, or all of them.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    body: DeleteContactsRequest | Unset = UNSET,
) -> None:
    """Delete many contacts, or all of them.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    body: DeleteContactsRequest | Unset = UNSET,
) -> Response[None]:
    """Delete many contacts, or all of them.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    body: DeleteContactsRequest | Unset = UNSET,
) -> None:
    """Delete many contacts, or all of them.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
