"""PUT /v3/labels/{labelId} (v3UpdateLabel)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.v3_label_request import V3LabelRequest
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
    *,
    body: V3LabelRequest,
) -> Request[None]:
    """Change a label (v3, experimental).

    The body is not published: see sipgate's own documentation of v3.

    Args:
        label_id (str):
        body (V3LabelRequest): Not published: fields are sent as they are.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="v3UpdateLabel",
        method="PUT",
        path_template="/v3/labels/{labelId}",
        url="/v3/labels/{label_id}".format(
            label_id=quote(str(label_id), safe=""),
        ),
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    label_id: str,
    *,
    client: Sender,
    body: V3LabelRequest,
) -> Response[None]:
    """Change a label (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        label_id=label_id,
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    label_id: str,
    *,
    client: Sender,
    body: V3LabelRequest,
) -> None:
    """Change a label (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        label_id=label_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    label_id: str,
    *,
    client: AsyncSender,
    body: V3LabelRequest,
) -> Response[None]:
    """Change a label (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        label_id=label_id,
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    label_id: str,
    *,
    client: AsyncSender,
    body: V3LabelRequest,
) -> None:
    """Change a label (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            label_id=label_id,
            client=client,
            body=body,
        )
    ).parsed
