"""GET /v2/contacts/vcard (getContactsVcard)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.get_contacts_vcard_scope import GetContactsVcardScope
from ...models.vcards_response import VcardsResponse
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


def _parse(decoded: Any) -> VcardsResponse | None:
    return none_if_unset(read_model(decoded, VcardsResponse))


def build_request(
    *,
    scope: GetContactsVcardScope | Unset = UNSET,
    labels: list[str] | Unset = UNSET,
    contact_ids: list[str] | Unset = UNSET,
    wanted_fields: list[str] | Unset = UNSET,
    filter_: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    last_id: str | Unset = UNSET,
) -> Request[VcardsResponse | None]:
    """Export contacts as vCard properties.

    Returns JSON with vCard properties, not a .vcf file. Page with lastId.

    Args:
        scope (GetContactsVcardScope | Unset):
        labels (list[str] | Unset):
        contact_ids (list[str] | Unset):
        wanted_fields (list[str] | Unset):
        filter_ (str | Unset):
        limit (int | Unset):
        offset (int | Unset):
        last_id (str | Unset):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    params: dict[str, Any] = {}

    json_scope: str | Unset = UNSET
    if not isinstance(scope, Unset):
        json_scope = scope.value

    params["scope"] = json_scope

    json_labels: list[str] | Unset = UNSET
    if not isinstance(labels, Unset):
        json_labels = labels

    params["labels"] = json_labels

    json_contact_ids: list[str] | Unset = UNSET
    if not isinstance(contact_ids, Unset):
        json_contact_ids = contact_ids

    params["contactIds"] = json_contact_ids

    json_wanted_fields: list[str] | Unset = UNSET
    if not isinstance(wanted_fields, Unset):
        json_wanted_fields = wanted_fields

    params["wantedFields"] = json_wanted_fields

    params["filter"] = filter_

    params["limit"] = limit

    params["offset"] = offset

    params["lastId"] = last_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Request(
        operation_id="getContactsVcard",
        method="GET",
        path_template="/v2/contacts/vcard",
        url="/v2/contacts/vcard",
        params=params,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
    scope: GetContactsVcardScope | Unset = UNSET,
    labels: list[str] | Unset = UNSET,
    contact_ids: list[str] | Unset = UNSET,
    wanted_fields: list[str] | Unset = UNSET,
    filter_: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    last_id: str | Unset = UNSET,
) -> Response[VcardsResponse | None]:
    """Export contacts as vCard properties.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        scope=scope,
        labels=labels,
        contact_ids=contact_ids,
        wanted_fields=wanted_fields,
        filter_=filter_,
        limit=limit,
        offset=offset,
        last_id=last_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    scope: GetContactsVcardScope | Unset = UNSET,
    labels: list[str] | Unset = UNSET,
    contact_ids: list[str] | Unset = UNSET,
    wanted_fields: list[str] | Unset = UNSET,
    filter_: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    last_id: str | Unset = UNSET,
) -> VcardsResponse | None:
    """Export contacts as vCard properties.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
        scope=scope,
        labels=labels,
        contact_ids=contact_ids,
        wanted_fields=wanted_fields,
        filter_=filter_,
        limit=limit,
        offset=offset,
        last_id=last_id,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    scope: GetContactsVcardScope | Unset = UNSET,
    labels: list[str] | Unset = UNSET,
    contact_ids: list[str] | Unset = UNSET,
    wanted_fields: list[str] | Unset = UNSET,
    filter_: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    last_id: str | Unset = UNSET,
) -> Response[VcardsResponse | None]:
    """Export contacts as vCard properties.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        scope=scope,
        labels=labels,
        contact_ids=contact_ids,
        wanted_fields=wanted_fields,
        filter_=filter_,
        limit=limit,
        offset=offset,
        last_id=last_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    scope: GetContactsVcardScope | Unset = UNSET,
    labels: list[str] | Unset = UNSET,
    contact_ids: list[str] | Unset = UNSET,
    wanted_fields: list[str] | Unset = UNSET,
    filter_: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    offset: int | Unset = UNSET,
    last_id: str | Unset = UNSET,
) -> VcardsResponse | None:
    """Export contacts as vCard properties.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
            scope=scope,
            labels=labels,
            contact_ids=contact_ids,
            wanted_fields=wanted_fields,
            filter_=filter_,
            limit=limit,
            offset=offset,
            last_id=last_id,
        )
    ).parsed
