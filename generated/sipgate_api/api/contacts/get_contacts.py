"""GET /v2/contacts (getContacts)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.contacts_response import ContactsResponse
from ...models.get_contacts_scopes_item import GetContactsScopesItem
from ...types import (
    UNSET,
    Request,
    Response,
    Unset,
    build_response,
    none_if_unset,
    read_model,
)

if TYPE_CHECKING:
    from ...client import AsyncSender, Sender


def _parse(decoded: Any) -> ContactsResponse | None:
    return none_if_unset(read_model(decoded, ContactsResponse))


def build_request(
    *,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    phonenumbers: list[str] | Unset = UNSET,
    last_id: str | Unset = UNSET,
    scopes: list[GetContactsScopesItem] | Unset = UNSET,
) -> Request[ContactsResponse | None]:
    """List or search contacts.

    Contacts belong to the whole account. Page with lastId; offset is deprecated.

    Args:
        limit (int | Unset):
        offset (int | Unset):
        phonenumbers (list[str] | Unset):
        last_id (str | Unset):
        scopes (list[GetContactsScopesItem] | Unset):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    params: dict[str, Any] = {}

    params["limit"] = limit

    params["offset"] = offset

    json_phonenumbers: list[str] | Unset = UNSET
    if not isinstance(phonenumbers, Unset):
        json_phonenumbers = phonenumbers

    params["phonenumbers"] = json_phonenumbers

    params["lastId"] = last_id

    json_scopes: list[str] | Unset = UNSET
    if not isinstance(scopes, Unset):
        json_scopes = []
        for scopes_item_data in scopes:
            scopes_item = scopes_item_data.value
            json_scopes.append(scopes_item)

    params["scopes"] = json_scopes

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Request(
        operation_id="getContacts",
        method="GET",
        path_template="/v2/contacts",
        url="/v2/contacts",
        params=params,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    phonenumbers: list[str] | Unset = UNSET,
    last_id: str | Unset = UNSET,
    scopes: list[GetContactsScopesItem] | Unset = UNSET,
) -> Response[ContactsResponse | None]:
    """List or search contacts.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        limit=limit,
        offset=offset,
        phonenumbers=phonenumbers,
        last_id=last_id,
        scopes=scopes,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    phonenumbers: list[str] | Unset = UNSET,
    last_id: str | Unset = UNSET,
    scopes: list[GetContactsScopesItem] | Unset = UNSET,
) -> ContactsResponse | None:
    """List or search contacts.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
        limit=limit,
        offset=offset,
        phonenumbers=phonenumbers,
        last_id=last_id,
        scopes=scopes,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    phonenumbers: list[str] | Unset = UNSET,
    last_id: str | Unset = UNSET,
    scopes: list[GetContactsScopesItem] | Unset = UNSET,
) -> Response[ContactsResponse | None]:
    """List or search contacts.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        limit=limit,
        offset=offset,
        phonenumbers=phonenumbers,
        last_id=last_id,
        scopes=scopes,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    phonenumbers: list[str] | Unset = UNSET,
    last_id: str | Unset = UNSET,
    scopes: list[GetContactsScopesItem] | Unset = UNSET,
) -> ContactsResponse | None:
    """List or search contacts.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
            limit=limit,
            offset=offset,
            phonenumbers=phonenumbers,
            last_id=last_id,
            scopes=scopes,
        )
    ).parsed
