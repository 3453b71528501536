"""DELETE /v2/{userId}/phonelines/{phonelineId} (deletePhoneline)."""

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
    user_id: str,
    phoneline_id: str,
) -> Request[None]:
    """Delete a phoneline.

    Its numbers lead nowhere afterwards.

    Args:
        user_id (str):
        phoneline_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="deletePhoneline",
        method="DELETE",
        path_template="/v2/{userId}/phonelines/{phonelineId}",
        url="/v2/{user_id}/phonelines/{phoneline_id}".format(
            user_id=quote(str(user_id), safe=""),
            phoneline_id=quote(str(phoneline_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    user_id: str,
    phoneline_id: str,
    *,
    client: Sender,
) -> Response[None]:
    """Delete a phoneline.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        phoneline_id=phoneline_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    user_id: str,
    phoneline_id: str,
    *,
    client: Sender,
) -> None:
    """Delete a phoneline.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        user_id=user_id,
        phoneline_id=phoneline_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    user_id: str,
    phoneline_id: str,
    *,
    client: AsyncSender,
) -> Response[None]:
    """Delete a phoneline.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        phoneline_id=phoneline_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    user_id: str,
    phoneline_id: str,
    *,
    client: AsyncSender,
) -> None:
    """Delete a phoneline.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            user_id=user_id,
            phoneline_id=phoneline_id,
            client=client,
        )
    ).parsed
