"""PUT /v2/{userId}/phonelines/{phonelineId}/blockanonymous (setBlockAnonymousSetting)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.phoneline_block_anonymous_response import PhonelineBlockAnonymousResponse
from ...models.set_block_anonymous_settings_request import SetBlockAnonymousSettingsRequest
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


def _parse(decoded: Any) -> PhonelineBlockAnonymousResponse | None:
    return none_if_unset(read_model(decoded, PhonelineBlockAnonymousResponse))


def build_request(
    user_id: str,
    phoneline_id: str,
    *,
    body: SetBlockAnonymousSettingsRequest,
) -> Request[PhonelineBlockAnonymousResponse | None]:
    """Reject anonymous callers or send them to voicemail.

    Args:
        user_id (str):
        phoneline_id (str):
        body (SetBlockAnonymousSettingsRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="setBlockAnonymousSetting",
        method="PUT",
        path_template="/v2/{userId}/phonelines/{phonelineId}/blockanonymous",
        url="/v2/{user_id}/phonelines/{phoneline_id}/blockanonymous".format(
            user_id=quote(str(user_id), safe=""),
            phoneline_id=quote(str(phoneline_id), safe=""),
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
    *,
    client: Sender,
    body: SetBlockAnonymousSettingsRequest,
) -> Response[PhonelineBlockAnonymousResponse | None]:
    """Reject anonymous callers or send them to voicemail.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        phoneline_id=phoneline_id,
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    user_id: str,
    phoneline_id: str,
    *,
    client: Sender,
    body: SetBlockAnonymousSettingsRequest,
) -> PhonelineBlockAnonymousResponse | None:
    """Reject anonymous callers or send them to voicemail.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        user_id=user_id,
        phoneline_id=phoneline_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    user_id: str,
    phoneline_id: str,
    *,
    client: AsyncSender,
    body: SetBlockAnonymousSettingsRequest,
) -> Response[PhonelineBlockAnonymousResponse | None]:
    """Reject anonymous callers or send them to voicemail.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        phoneline_id=phoneline_id,
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    user_id: str,
    phoneline_id: str,
    *,
    client: AsyncSender,
    body: SetBlockAnonymousSettingsRequest,
) -> PhonelineBlockAnonymousResponse | None:
    """Reject anonymous callers or send them to voicemail.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            user_id=user_id,
            phoneline_id=phoneline_id,
            client=client,
            body=body,
        )
    ).parsed
