"""DELETE /v3/labels/{labelId} (v3DeleteLabel)."""

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
    label_id: str,
) -> Request[None]:
    """Delete a label (v3, experimental).

    It disappears from all events that carry it.

    Args:
        label_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="v3DeleteLabel",
        method="DELETE",
        path_template="/v3/labels/{labelId}",
        url="/v3/labels/{label_id}".format(
            label_id=quote(str(label_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    label_id: str,
    *,
    client: Sender,
) -> Response[None]:
    """Delete a label (v3, experimental).

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
) -> None:
    """Delete a label (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        label_id=label_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    label_id: str,
    *,
    client: AsyncSender,
) -> Response[None]:
    """Delete a label (v3, experimental).

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
) -> None:
    """Delete a label (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            label_id=label_id,
            client=client,
        )
    ).parsed
