"""POST /v3/events/{dataId}/transcribe (v3TranscribeEvent)."""

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
    data_id: str,
) -> Request[None]:
    """Transcribe a voicemail or recording (v3, experimental).

    The text shows up later in the event.

    Args:
        data_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="v3TranscribeEvent",
        method="POST",
        path_template="/v3/events/{dataId}/transcribe",
        url="/v3/events/{data_id}/transcribe".format(
            data_id=quote(str(data_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    data_id: str,
    *,
    client: Sender,
) -> Response[None]:
    """Transcribe a voicemail or recording (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        data_id=data_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    data_id: str,
    *,
    client: Sender,
) -> None:
    """Transcribe a voicemail or recording (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        data_id=data_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    data_id: str,
    *,
    client: AsyncSender,
) -> Response[None]:
    """Transcribe a voicemail or recording (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        data_id=data_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    data_id: str,
    *,
    client: AsyncSender,
) -> None:
    """Transcribe a voicemail or recording (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            data_id=data_id,
            client=client,
        )
    ).parsed
