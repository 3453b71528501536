"""POST /v2/contacts/import/vcard (importVcard)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.import_vcard_request import ImportVcardRequest
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
    body: ImportVcardRequest,
) -> Request[None]:
    """Import contacts from a vCard file.

    Importing twice creates doubles. The body is not published; base64Content is our guess after the CSV
    import.

    Args:
        body (ImportVcardRequest): Not published; base64Content is our guess after the CSV import. Other
            fields are sent as they are.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="importVcard",
        method="POST",
        path_template="/v2/contacts/import/vcard",
        url="/v2/contacts/import/vcard",
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    *,
    client: Sender,
    body: ImportVcardRequest,
) -> Response[None]:
    """Import contacts from a vCard file.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    body: ImportVcardRequest,
) -> None:
    """Import contacts from a vCard file.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    body: ImportVcardRequest,
) -> Response[None]:
    """Import contacts from a vCard file.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    body: ImportVcardRequest,
) -> None:
    """Import contacts from a vCard file.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
