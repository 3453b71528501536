"""PUT /v2/contacts/vcard (putContactsVcard)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.put_vcards_request import PutVcardsRequest
from ...models.put_vcards_response import PutVcardsResponse
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


def _parse(decoded: Any) -> PutVcardsResponse | None:
    return none_if_unset(read_model(decoded, PutVcardsResponse))


def build_request(
    *,
    body: PutVcardsRequest,
) -> Request[PutVcardsResponse | None]:
    """Create or replace contacts from vCard properties.

    An entry with contactId replaces that contact, one without creates a contact. Returns the ids in the
    same order.

    Args:
        body (PutVcardsRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="putContactsVcard",
        method="PUT",
        path_template="/v2/contacts/vcard",
        url="/v2/contacts/vcard",
        params=None,
        json=_json_body,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
    body: PutVcardsRequest,
) -> Response[PutVcardsResponse | None]:
    """Create or replace contacts from vCard properties.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    body: PutVcardsRequest,
) -> PutVcardsResponse | None:
    """Create or replace contacts from vCard properties.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    body: PutVcardsRequest,
) -> Response[PutVcardsResponse | None]:
    """Create or replace contacts from vCard properties.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    body: PutVcardsRequest,
) -> PutVcardsResponse | None:
    """Create or replace contacts from vCard properties.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
