"""DELETE /v2/autorecordings/greetings/{greetingId} (deleteGreeting)."""

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
    greeting_id: str,
) -> Request[None]:
    """Delete the announcement for automatic recording.

    Args:
        greeting_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="deleteGreeting",
        method="DELETE",
        path_template="/v2/autorecordings/greetings/{greetingId}",
        url="/v2/autorecordings/greetings/{greeting_id}".format(
            greeting_id=quote(str(greeting_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    greeting_id: str,
    *,
    client: Sender,
) -> Response[None]:
    """Delete the announcement for automatic recording.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        greeting_id=greeting_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    greeting_id: str,
    *,
    client: Sender,
) -> None:
    """Delete the announcement for automatic recording.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        greeting_id=greeting_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    greeting_id: str,
    *,
    client: AsyncSender,
) -> Response[None]:
    """Delete the announcement for automatic recording.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        greeting_id=greeting_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    greeting_id: str,
    *,
    client: AsyncSender,
) -> None:
    """Delete the announcement for automatic recording.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            greeting_id=greeting_id,
            client=client,
        )
    ).parsed
