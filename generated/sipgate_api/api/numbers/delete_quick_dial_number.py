"""DELETE /v2/numbers/quickdial/{numberId} (deleteQuickDialNumber)."""

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
    number_id: str,
) -> Request[None]:
    """Delete a quick dial number.

    Args:
        number_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="deleteQuickDialNumber",
        method="DELETE",
        path_template="/v2/numbers/quickdial/{numberId}",
        url="/v2/numbers/quickdial/{number_id}".format(
            number_id=quote(str(number_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    number_id: str,
    *,
    client: Sender,
) -> Response[None]:
    """Delete a quick dial number.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        number_id=number_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    number_id: str,
    *,
    client: Sender,
) -> None:
    """Delete a quick dial number.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        number_id=number_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    number_id: str,
    *,
    client: AsyncSender,
) -> Response[None]:
    """Delete a quick dial number.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        number_id=number_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    number_id: str,
    *,
    client: AsyncSender,
) -> None:
    """Delete a quick dial number.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            number_id=number_id,
            client=client,
        )
    ).parsed
