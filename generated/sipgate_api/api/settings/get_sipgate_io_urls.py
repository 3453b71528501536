"""GET /v2/settings/sipgateio (getSipgateIoUrls)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.sipgate_io_url_response import SipgateIoUrlResponse
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


def _parse(decoded: Any) -> SipgateIoUrlResponse | None:
    return none_if_unset(read_model(decoded, SipgateIoUrlResponse))


def build_request() -> Request[SipgateIoUrlResponse | None]:
    """Get the webhook settings of the account.

    The URLs may carry passwords. whitelist null means all extensions, an empty list none.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getSipgateIoUrls",
        method="GET",
        path_template="/v2/settings/sipgateio",
        url="/v2/settings/sipgateio",
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
) -> Response[SipgateIoUrlResponse | None]:
    """Get the webhook settings of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
) -> SipgateIoUrlResponse | None:
    """Get the webhook settings of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
) -> Response[SipgateIoUrlResponse | None]:
    """Get the webhook settings of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
) -> SipgateIoUrlResponse | None:
    """Get the webhook settings of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed
