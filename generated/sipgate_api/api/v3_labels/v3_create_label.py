"""POST /v3/labels (v3CreateLabel)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.v3_label_request import V3LabelRequest
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
    *,
    body: V3LabelRequest,
) -> Request[Any]:
    """Create a label (v3, experimental).

    The body is not published: see sipgate's own documentation of v3.

    Args:
        body (V3LabelRequest): Not published: fields are sent as they are.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="v3CreateLabel",
        method="POST",
        path_template="/v3/labels",
        url="/v3/labels",
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_anything,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
    body: V3LabelRequest,
) -> Response[Any]:
    """Create a label (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    body: V3LabelRequest,
) -> Any:
    """Create a label (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    body: V3LabelRequest,
) -> Response[Any]:
    """Create a label (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    body: V3LabelRequest,
) -> Any:
    """Create a label (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
