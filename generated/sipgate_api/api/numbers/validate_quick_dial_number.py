"""GET /v2/numbers/quickdial/validation/{quickDialNumber} (validateQuickDialNumber)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

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
    quick_dial_number: str,
) -> Request[None]:
    """Check whether a quick dial number is free.

    An error status says that it is taken or not allowed.

    Args:
        quick_dial_number (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="validateQuickDialNumber",
        method="GET",
        path_template="/v2/numbers/quickdial/validation/{quickDialNumber}",
        url="/v2/numbers/quickdial/validation/{quick_dial_number}".format(
            quick_dial_number=quote(str(quick_dial_number), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    quick_dial_number: str,
    *,
    client: Sender,
) -> Response[None]:
    """Check whether a quick dial number is free.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        quick_dial_number=quick_dial_number,
    )
    return build_response(_request, client.send(_request))


def sync(
    quick_dial_number: str,
    *,
    client: Sender,
) -> None:
    """Check whether a quick dial number is free.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        quick_dial_number=quick_dial_number,
        client=client,
    ).parsed


async def asyncio_detailed(
    quick_dial_number: str,
    *,
    client: AsyncSender,
) -> Response[None]:
    """Check whether a quick dial number is free.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        quick_dial_number=quick_dial_number,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    quick_dial_number: str,
    *,
    client: AsyncSender,
) -> None:
    """Check whether a quick dial number is free.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            quick_dial_number=quick_dial_number,
            client=client,
        )
    ).parsed
