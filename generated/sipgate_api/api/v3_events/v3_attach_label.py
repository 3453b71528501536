"""POST /v3/events/batch-attach-label (v3AttachLabel)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.v3_batch_label_request import V3BatchLabelRequest
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
    *,
    body: V3BatchLabelRequest,
) -> Request[None]:
    """Attach a label to many events (v3, experimental).

    The body is not published: see sipgate's own documentation of v3.

    Args:
        body (V3BatchLabelRequest): Not published: fields are sent as they are.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="v3AttachLabel",
        method="POST",
        path_template="/v3/events/batch-attach-label",
        url="/v3/events/batch-attach-label",
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    *,
    client: Sender,
    body: V3BatchLabelRequest,
) -> Response[None]:
    """Attach a label to many events (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    body: V3BatchLabelRequest,
) -> None:
    """Attach a label to many events (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    body: V3BatchLabelRequest,
) -> Response[None]:
    """Attach a label to many events (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    body: V3BatchLabelRequest,
) -> None:
    """Attach a label to many events (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
