"""GET /v3/labels/{labelId} (v3GetLabel)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...types import (
    UNSET,
    Request,
    Response,
    build_response,
    read_anything,
)

if TYPE_CHECKING:
    from ...client import AsyncSender, Sender


def build_request(
    label_id: str,
) -> Request[Any]:
    """Get a label (v3, experimental).

    The format of the response is not published and can be anything.

    Args:
        label_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="v3GetLabel",
        method="GET",
        path_template="/v3/labels/{labelId}",
        url="/v3/labels/{label_id}".format(
            label_id=quote(str(label_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=read_anything,
        response_media="application/json",
    )


def sync_detailed(
    label_id: str,
    *,
    client: Sender,
) -> Response[Any]:
    """Get a label (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        label_id=label_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    label_id: str,
    *,
    client: Sender,
) -> Any:
    """Get a label (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        label_id=label_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    label_id: str,
    *,
    client: AsyncSender,
) -> Response[Any]:
    """Get a label (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        label_id=label_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    label_id: str,
    *,
    client: AsyncSender,
) -> Any:
    """Get a label (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            label_id=label_id,
            client=client,
        )
    ).parsed
