"""GET /v2/{userId}/phonelines/{phonelineId} (getPhoneline)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.phoneline_response import PhonelineResponse
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


def _parse(decoded: Any) -> PhonelineResponse | None:
    return none_if_unset(read_model(decoded, PhonelineResponse))


def build_request(
    user_id: str,
    phoneline_id: str,
) -> Request[PhonelineResponse | None]:
    """Get a phoneline with its voicemail settings.

    Args:
        user_id (str):
        phoneline_id (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getPhoneline",
        method="GET",
        path_template="/v2/{userId}/phonelines/{phonelineId}",
        url="/v2/{user_id}/phonelines/{phoneline_id}".format(
            user_id=quote(str(user_id), safe=""),
            phoneline_id=quote(str(phoneline_id), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    user_id: str,
    phoneline_id: str,
    *,
    client: Sender,
) -> Response[PhonelineResponse | None]:
    """Get a phoneline with its voicemail settings.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        phoneline_id=phoneline_id,
    )
    return build_response(_request, client.send(_request))


def sync(
    user_id: str,
    phoneline_id: str,
    *,
    client: Sender,
) -> PhonelineResponse | None:
    """Get a phoneline with its voicemail settings.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        user_id=user_id,
        phoneline_id=phoneline_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    user_id: str,
    phoneline_id: str,
    *,
    client: AsyncSender,
) -> Response[PhonelineResponse | None]:
    """Get a phoneline with its voicemail settings.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        user_id=user_id,
        phoneline_id=phoneline_id,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    user_id: str,
    phoneline_id: str,
    *,
    client: AsyncSender,
) -> PhonelineResponse | None:
    """Get a phoneline with its voicemail settings.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            user_id=user_id,
            phoneline_id=phoneline_id,
            client=client,
        )
    ).parsed
