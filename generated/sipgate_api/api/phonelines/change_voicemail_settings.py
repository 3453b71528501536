"""PUT /v2/{userId}/phonelines/{phonelineId}/voicemails/{voicemailId} (changeVoicemailSettings)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.change_voicemail_request import ChangeVoicemailRequest
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
    user_id: str,
    phoneline_id: str,
    voicemail_id: str,
    *,
    body: ChangeVoicemailRequest,
) -> Request[None]:
    """Switch voicemail and its transcription, set its delay.

    Args:
        user_id (str):
        phoneline_id (str):
        voicemail_id (str):
        body (ChangeVoicemailRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="changeVoicemailSettings",
        method="PUT",
        path_template="/v2/{userId}/phonelines/{phonelineId}/voicemails/{voicemailId}",
        url="/v2/{user_id}/phonelines/{phoneline_id}/voicemails/{voicemail_id}".format(
            user_id=quote(str(user_id), safe=""),
            phoneline_id=quote(str(phoneline_id), safe=""),
            voicemail_id=quote(str(voicemail_id), safe=""),
        ),
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    user_id: str,
    phoneline_id: str,
    voicemail_id: str,
    *,
    client: Sender,
    body: ChangeVoicemailRequest,
) -> Response[None]:
    """Switch voicemail and its transcription, set its delay.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        phoneline_id=phoneline_id,
        voicemail_id=voicemail_id,
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    user_id: str,
    phoneline_id: str,
    voicemail_id: str,
    *,
    client: Sender,
    body: ChangeVoicemailRequest,
) -> None:
    """Switch voicemail and its transcription, set its delay.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        user_id=user_id,
        phoneline_id=phoneline_id,
        voicemail_id=voicemail_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    user_id: str,
    phoneline_id: str,
    voicemail_id: str,
    *,
    client: AsyncSender,
    body: ChangeVoicemailRequest,
) -> Response[None]:
    """Switch voicemail and its transcription, set its delay.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        phoneline_id=phoneline_id,
        voicemail_id=voicemail_id,
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    user_id: str,
    phoneline_id: str,
    voicemail_id: str,
    *,
    client: AsyncSender,
    body: ChangeVoicemailRequest,
) -> None:
    """Switch voicemail and its transcription, set its delay.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            user_id=user_id,
            phoneline_id=phoneline_id,
            voicemail_id=voicemail_id,
            client=client,
            body=body,
        )
    ).parsed
