"""GET /v2/groups/{groupId}/voicemail (getGroupVoicemail)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.phoneline_voicemails_response import PhonelineVoicemailsResponse
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


def _parse(decoded: Any) -> PhonelineVoicemailsResponse | None:
    return none_if_unset(read_model(decoded, PhonelineVoicemailsResponse))


def build_request(
    group_id: str,
) -> Request[PhonelineVoicemailsResponse | None]:
    """Get the voicemail of a group.

    Args:
        group_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getGroupVoicemail",
        method="GET",
        path_template="/v2/groups/{groupId}/voicemail",
        url="/v2/groups/{group_id}/voicemail".format(
            group_id=quote(str(group_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    group_id: str,
    *,
    client: Sender,
) -> Response[PhonelineVoicemailsResponse | None]:
    """Get the voicemail of a group.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        group_id=group_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    group_id: str,
    *,
    client: Sender,
) -> PhonelineVoicemailsResponse | None:
    """Get the voicemail of a group.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        group_id=group_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    group_id: str,
    *,
    client: AsyncSender,
) -> Response[PhonelineVoicemailsResponse | None]:
    """Get the voicemail of a group.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        group_id=group_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    group_id: str,
    *,
    client: AsyncSender,
) -> PhonelineVoicemailsResponse | None:
    """Get the voicemail of a group.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            group_id=group_id,
            client=client,
        )
    ).parsed
