"""GET /v2/log/webhooks (getWebhooksLog)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.phoneline_sipgate_io_logs_response import PhonelineSipgateIoLogsResponse
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


def _parse(decoded: Any) -> PhonelineSipgateIoLogsResponse | None:
    return none_if_unset(read_model(decoded, PhonelineSipgateIoLogsResponse))


def build_request() -> Request[PhonelineSipgateIoLogsResponse | None]:
    """Show the debug log of the webhooks.

    Empty unless the log is switched on in setSipgateIoUrls. URLs in it may carry passwords.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getWebhooksLog",
        method="GET",
        path_template="/v2/log/webhooks",
        url="/v2/log/webhooks",
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
) -> Response[PhonelineSipgateIoLogsResponse | None]:
    """Show the debug log of the webhooks.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
) -> PhonelineSipgateIoLogsResponse | None:
    """Show the debug log of the webhooks.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
) -> Response[PhonelineSipgateIoLogsResponse | None]:
    """Show the debug log of the webhooks.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
) -> PhonelineSipgateIoLogsResponse | None:
    """Show the debug log of the webhooks.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed
