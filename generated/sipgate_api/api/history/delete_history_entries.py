"""DELETE /v2/history (deleteHistoryEntries)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...types import (
    UNSET,
    Request,
    Response,
    Unset,
    build_response,
    read_nothing,
)

if TYPE_CHECKING:
    from ...client import AsyncSender, Sender


def build_request(
    *,
    id: list[str] | Unset = UNSET,
) -> Request[None]:
    """Delete history entries, or the whole history.

    DANGER: without a single id the whole history of the account is deleted. Send long lists of ids in
    portions, so that the URL stays short.

    Args:
        id (list[str] | Unset):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    params: dict[str, Any] = {}

    json_id: list[str] | Unset = UNSET
    if not isinstance(id, Unset):
        json_id = id

    params["id"] = json_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Request(
        operation_id="deleteHistoryEntries",
        method="DELETE",
        path_template="/v2/history",
        url="/v2/history",
        params=params,
        json=UNSET,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    *,
    client: Sender,
    id: list[str] | Unset = UNSET,
) -> Response[None]:
    """Delete history entries, or the whole history.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        id=id,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    id: list[str] | Unset = UNSET,
) -> None:
    """Delete history entries, or the whole history.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        client=client,
        id=id,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    id: list[str] | Unset = UNSET,
) -> Response[None]:
    """Delete history entries, or the whole history.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        id=id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    id: list[str] | Unset = UNSET,
) -> None:
    """Delete history entries, or the whole history.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            client=client,
            id=id,
        )
    ).parsed
