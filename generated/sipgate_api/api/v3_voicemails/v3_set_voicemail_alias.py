"""PUT /v3/voicemails/{voicemailId}/alias (v3SetVoicemailAlias)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.v3_alias_request import V3AliasRequest
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
    voicemail_id: str,
    *,
    body: V3AliasRequest,
) -> Request[None]:
    """Rename a voicemail (v3, experimental).

    The body is our guess.

    Args:
        voicemail_id (str):
        body (V3AliasRequest): Not published; the field is our guess. Other fields are sent as they are.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="v3SetVoicemailAlias",
        method="PUT",
        path_template="/v3/voicemails/{voicemailId}/alias",
        url="/v3/voicemails/{voicemail_id}/alias".format(
            voicemail_id=quote(str(voicemail_id), safe=""),
        ),
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    voicemail_id: str,
    *,
    client: Sender,
    body: V3AliasRequest,
) -> Response[None]:
    """Rename a voicemail (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        voicemail_id=voicemail_id,
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    voicemail_id: str,
    *,
    client: Sender,
    body: V3AliasRequest,
) -> None:
    """Rename a voicemail (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        voicemail_id=voicemail_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    voicemail_id: str,
    *,
    client: AsyncSender,
    body: V3AliasRequest,
) -> Response[None]:
    """Rename a voicemail (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        voicemail_id=voicemail_id,
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    voicemail_id: str,
    *,
    client: AsyncSender,
    body: V3AliasRequest,
) -> None:
    """Rename a voicemail (v3, experimental).

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            voicemail_id=voicemail_id,
            client=client,
            body=body,
        )
    ).parsed
