"""POST /v2/sessions/voicemail/recording (newRecording)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.initiate_new_call_session_response import InitiateNewCallSessionResponse
from ...models.new_voicemail_recording_recording_request import NewVoicemailRecordingRecordingRequest
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


def _parse(decoded: Any) -> InitiateNewCallSessionResponse | None:
    return none_if_unset(read_model(decoded, InitiateNewCallSessionResponse))


def build_request(
    *,
    body: NewVoicemailRecordingRecordingRequest,
) -> Request[InitiateNewCallSessionResponse | None]:
    """Record a voicemail greeting by phone.

    sipgate calls the endpoint and records what is said after picking up.

    Args:
        body (NewVoicemailRecordingRecordingRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="newRecording",
        method="POST",
        path_template="/v2/sessions/voicemail/recording",
        url="/v2/sessions/voicemail/recording",
        params=None,
        json=_json_body,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
    body: NewVoicemailRecordingRecordingRequest,
) -> Response[InitiateNewCallSessionResponse | None]:
    """Record a voicemail greeting by phone.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
    body: NewVoicemailRecordingRecordingRequest,
) -> InitiateNewCallSessionResponse | None:
    """Record a voicemail greeting by phone.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
    body: NewVoicemailRecordingRecordingRequest,
) -> Response[InitiateNewCallSessionResponse | None]:
    """Record a voicemail greeting by phone.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
    body: NewVoicemailRecordingRecordingRequest,
) -> InitiateNewCallSessionResponse | None:
    """Record a voicemail greeting by phone.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
