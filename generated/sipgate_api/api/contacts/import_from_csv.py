"""POST /v2/contacts/import/csv (importFromCSV)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.import_csv_request import ImportCSVRequest
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
    body: ImportCSVRequest,
) -> Request[None]:
    """Import contacts from CSV.

    Columns `firstname,lastname,number`, encoded as UTF-8 and then base64. Returns 500 if the CSV is
    invalid. Importing twice creates duplicates.

    Args:
        body (ImportCSVRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="importFromCSV",
        method="POST",
        path_template="/v2/contacts/import/csv",
        url="/v2/contacts/import/csv",
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    *,
    client: Sender,
    body: ImportCSVRequest,
) -> Response[None]:
    """Import contacts from CSV.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    body: ImportCSVRequest,
) -> None:
    """Import contacts from CSV.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    body: ImportCSVRequest,
) -> Response[None]:
    """Import contacts from CSV.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    body: ImportCSVRequest,
) -> None:
    """Import contacts from CSV.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
