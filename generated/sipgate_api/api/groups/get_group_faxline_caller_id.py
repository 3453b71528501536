"""GET /v2/groupfaxlines/{faxlineId}/callerid (getGroupFaxlineCallerId)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.faxline_caller_id_response import FaxlineCallerIdResponse
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


def _parse(decoded: Any) -> FaxlineCallerIdResponse | None:
    return none_if_unset(read_model(decoded, FaxlineCallerIdResponse))


def build_request(
    faxline_id: str,
) -> Request[FaxlineCallerIdResponse | None]:
    """Get the number that faxes from a group faxline show.

    Args:
        faxline_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getGroupFaxlineCallerId",
        method="GET",
        path_template="/v2/groupfaxlines/{faxlineId}/callerid",
        url="/v2/groupfaxlines/{faxline_id}/callerid".format(
            faxline_id=quote(str(faxline_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    faxline_id: str,
    *,
    client: Sender,
) -> Response[FaxlineCallerIdResponse | None]:
    """Get the number that faxes from a group faxline show.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        faxline_id=faxline_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    faxline_id: str,
    *,
    client: Sender,
) -> FaxlineCallerIdResponse | None:
    """Get the number that faxes from a group faxline show.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        faxline_id=faxline_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    faxline_id: str,
    *,
    client: AsyncSender,
) -> Response[FaxlineCallerIdResponse | None]:
    """Get the number that faxes from a group faxline show.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        faxline_id=faxline_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    faxline_id: str,
    *,
    client: AsyncSender,
) -> FaxlineCallerIdResponse | None:
    """Get the number that faxes from a group faxline show.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            faxline_id=faxline_id,
            client=client,
        )
    ).parsed
