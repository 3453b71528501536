"""POST /v2/{userId}/phonelines/{phonelineId}/voicemails/{voicemailId}/greetings (addGreeting)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.add_greeting_request import AddGreetingRequest
from ...models.greetings_response import GreetingsResponse
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


def _parse(decoded: Any) -> GreetingsResponse | None:
    return none_if_unset(read_model(decoded, GreetingsResponse))


def build_request(
    user_id: str,
    phoneline_id: str,
    voicemail_id: str,
    *,
    body: AddGreetingRequest,
) -> Request[GreetingsResponse | None]:
    """Upload a voicemail greeting.

    Returns all greetings of the voicemail.

    Args:
        user_id (str):
        phoneline_id (str):
        voicemail_id (str):
        body (AddGreetingRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="addGreeting",
        method="POST",
        path_template="/v2/{userId}/phonelines/{phonelineId}/voicemails/{voicemailId}/greetings",
        url="/v2/{user_id}/phonelines/{phoneline_id}/voicemails/{voicemail_id}/greetings".format(
            user_id=quote(str(user_id), safe=""),
            phoneline_id=quote(str(phoneline_id), safe=""),
            voicemail_id=quote(str(voicemail_id), safe=""),
        ),
        params=None,
        json=_json_body,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    user_id: str,
    phoneline_id: str,
    voicemail_id: str,
    *,
    client: Sender,
    body: AddGreetingRequest,
) -> Response[GreetingsResponse | None]:
    """Upload a voicemail greeting.

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
    body: AddGreetingRequest,
) -> GreetingsResponse | None:
    """Upload a voicemail greeting.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
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
    body: AddGreetingRequest,
) -> Response[GreetingsResponse | None]:
    """Upload a voicemail greeting.

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
    body: AddGreetingRequest,
) -> GreetingsResponse | None:
    """Upload a voicemail greeting.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
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
