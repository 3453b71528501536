"""GET /v2/voicemails/{voicemailId} (getVoicemail)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.voicemail_response import VoicemailResponse
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


def _parse(decoded: Any) -> VoicemailResponse | None:
    return none_if_unset(read_model(decoded, VoicemailResponse))


def build_request(
    voicemail_id: str,
) -> Request[VoicemailResponse | None]:
    """Get a voicemail: greeting, transcription, access number.

    Args:
        voicemail_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getVoicemail",
        method="GET",
        path_template="/v2/voicemails/{voicemailId}",
        url="/v2/voicemails/{voicemail_id}".format(
            voicemail_id=quote(str(voicemail_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    voicemail_id: str,
    *,
    client: Sender,
) -> Response[VoicemailResponse | None]:
    """Get a voicemail: greeting, transcription, access number.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        voicemail_id=voicemail_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    voicemail_id: str,
    *,
    client: Sender,
) -> VoicemailResponse | None:
    """Get a voicemail: greeting, transcription, access number.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        voicemail_id=voicemail_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    voicemail_id: str,
    *,
    client: AsyncSender,
) -> Response[VoicemailResponse | None]:
    """Get a voicemail: greeting, transcription, access number.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        voicemail_id=voicemail_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    voicemail_id: str,
    *,
    client: AsyncSender,
) -> VoicemailResponse | None:
    """Get a voicemail: greeting, transcription, access number.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            voicemail_id=voicemail_id,
            client=client,
        )
    ).parsed
