"""POST /v2/blacklist/incoming (addIncomingEntry)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.incoming_entry import IncomingEntry
from ...models.incoming_entry_response import IncomingEntryResponse
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


def _parse(decoded: Any) -> IncomingEntryResponse | None:
    return none_if_unset(read_model(decoded, IncomingEntryResponse))


def build_request(
    *,
    body: IncomingEntry,
) -> Request[IncomingEntryResponse | None]:
    """Block a caller for the whole account.

    Returns 409 if the number is on the list already.

    Args:
        body (IncomingEntry):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="addIncomingEntry",
        method="POST",
        path_template="/v2/blacklist/incoming",
        url="/v2/blacklist/incoming",
        params=None,
        json=_json_body,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
    body: IncomingEntry,
) -> Response[IncomingEntryResponse | None]:
    """Block a caller for the whole account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    body: IncomingEntry,
) -> IncomingEntryResponse | None:
    """Block a caller for the whole account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    body: IncomingEntry,
) -> Response[IncomingEntryResponse | None]:
    """Block a caller for the whole account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    body: IncomingEntry,
) -> IncomingEntryResponse | None:
    """Block a caller for the whole account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
