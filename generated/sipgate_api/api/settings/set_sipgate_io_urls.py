"""PUT /v2/settings/sipgateio (setSipgateIoUrls)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.set_sipgate_io_account_settings_request import SetSipgateIoAccountSettingsRequest
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
    body: SetSipgateIoAccountSettingsRequest,
) -> Request[None]:
    """Set the webhook settings of the account.

    All fields are replaced: read them first and send all back. The servers at the URLs control the
    calls. sipgate neo takes https only and chooses channels in the web interface.

    Args:
        body (SetSipgateIoAccountSettingsRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="setSipgateIoUrls",
        method="PUT",
        path_template="/v2/settings/sipgateio",
        url="/v2/settings/sipgateio",
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    *,
    client: Sender,
    body: SetSipgateIoAccountSettingsRequest,
) -> Response[None]:
    """Set the webhook settings of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    body: SetSipgateIoAccountSettingsRequest,
) -> None:
    """Set the webhook settings of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    body: SetSipgateIoAccountSettingsRequest,
) -> Response[None]:
    """Set the webhook settings of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    body: SetSipgateIoAccountSettingsRequest,
) -> None:
    """Set the webhook settings of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
