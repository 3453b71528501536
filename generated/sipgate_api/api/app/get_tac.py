"""GET /v2/app/tacs (getTac)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.tac_response import TacResponse
from ...types import (
    UNSET,
    Request,
    Response,
    build_response,
    none_if_unset,
    read_model,
)

if TYPE_CHECKING:
    from ...client import AsyncSender, Sender


def _parse(decoded: Any) -> TacResponse | None:
    return none_if_unset(read_model(decoded, TacResponse))


def build_request() -> Request[TacResponse | None]:
    """Tell whether the terms and conditions are accepted.

    Internal to sipgate's apps: ordinary tokens are refused.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getTac",
        method="GET",
        path_template="/v2/app/tacs",
        url="/v2/app/tacs",
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
) -> Response[TacResponse | None]:
    """Tell whether the terms and conditions are accepted.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
) -> TacResponse | None:
    """Tell whether the terms and conditions are accepted.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
) -> Response[TacResponse | None]:
    """Tell whether the terms and conditions are accepted.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
) -> TacResponse | None:
    """Tell whether the terms and conditions are accepted.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed
