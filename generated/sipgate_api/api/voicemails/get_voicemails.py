"""GET /v2/voicemails (getVoicemails)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.voicemails_response import VoicemailsResponse
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


def _parse(decoded: Any) -> VoicemailsResponse | None:
    return none_if_unset(read_model(decoded, VoicemailsResponse))


def build_request() -> Request[VoicemailsResponse | None]:
    """List the voicemails of the account.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getVoicemails",
        method="GET",
        path_template="/v2/voicemails",
        url="/v2/voicemails",
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
) -> Response[VoicemailsResponse | None]:
    """List the voicemails of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
) -> VoicemailsResponse | None:
    """List the voicemails of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
) -> Response[VoicemailsResponse | None]:
    """List the voicemails of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
) -> VoicemailsResponse | None:
    """List the voicemails of the account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed
