"""DELETE /v2/blacklist/incoming/{phoneNumber} (removeIncomingEntry)."""

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
    phone_number: str,
) -> Request[None]:
    """Unblock a caller.

    Returns 404 if the number is not on the list.

    Args:
        phone_number (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="removeIncomingEntry",
        method="DELETE",
        path_template="/v2/blacklist/incoming/{phoneNumber}",
        url="/v2/blacklist/incoming/{phone_number}".format(
            phone_number=quote(str(phone_number), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    phone_number: str,
    *,
    client: Sender,
) -> Response[None]:
    """Unblock a caller.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        phone_number=phone_number,
    )
    return build_response(_request, client.send(_request))


def sync(
    phone_number: str,
    *,
    client: Sender,
) -> None:
    """Unblock a caller.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        phone_number=phone_number,
        client=client,
    ).parsed


async def asyncio_detailed(
    phone_number: str,
    *,
    client: AsyncSender,
) -> Response[None]:
    """Unblock a caller.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        phone_number=phone_number,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    phone_number: str,
    *,
    client: AsyncSender,
) -> None:
    """Unblock a caller.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            phone_number=phone_number,
            client=client,
        )
    ).parsed
