"""GET /v2/contacts/csv (getContactsCsv)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.get_contacts_csv_scope import GetContactsCsvScope
from ...types import (
    UNSET,
    Request,
    Response,
    Unset,
    build_response,
    read_text,
)

if TYPE_CHECKING:
    from ...client import AsyncSender, Sender


def build_request(
    *,
    scope: GetContactsCsvScope | Unset = UNSET,
) -> Request[str | None]:
    """Export contacts as CSV.

    Returns `text/csv` regardless of the Accept header.

    Args:
        scope (GetContactsCsvScope | Unset):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "text/csv, application/json;q=0.5"}

    params: dict[str, Any] = {}

    json_scope: str | Unset = UNSET
    if not isinstance(scope, Unset):
        json_scope = scope.value

    params["scope"] = json_scope

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Request(
        operation_id="getContactsCsv",
        method="GET",
        path_template="/v2/contacts/csv",
        url="/v2/contacts/csv",
        params=params,
        json=UNSET,
        headers=headers,
        parse=read_text,
        response_media="text/csv",
    )


def sync_detailed(
    *,
    client: Sender,
    scope: GetContactsCsvScope | Unset = UNSET,
) -> Response[str | None]:
    """Export contacts as CSV.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        scope=scope,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    scope: GetContactsCsvScope | Unset = UNSET,
) -> str | None:
    """Export contacts as CSV.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
        scope=scope,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    scope: GetContactsCsvScope | Unset = UNSET,
) -> Response[str | None]:
    """Export contacts as CSV.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        scope=scope,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    scope: GetContactsCsvScope | Unset = UNSET,
) -> str | None:
    """Export contacts as CSV.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
            scope=scope,
        )
    ).parsed
