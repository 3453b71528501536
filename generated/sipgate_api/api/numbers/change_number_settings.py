"""PUT /v2/numbers/{numberId} (changeNumberSettings)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.change_number_settings_request import ChangeNumberSettingsRequest
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
    number_id: str,
    *,
    body: ChangeNumberSettingsRequest,
) -> Request[None]:
    """Route a phone number, or release it for porting.

    Incoming calls go to the new endpoint at once. releaseForMnp allows another provider to take a
    mobile number away; it may go off when it is left out.

    Args:
        number_id (str):
        body (ChangeNumberSettingsRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="changeNumberSettings",
        method="PUT",
        path_template="/v2/numbers/{numberId}",
        url="/v2/numbers/{number_id}".format(
            number_id=quote(str(number_id), safe=""),
        ),
        params=None,
        json=_json_body,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    number_id: str,
    *,
    client: Sender,
    body: ChangeNumberSettingsRequest,
) -> Response[None]:
    """Route a phone number, or release it for porting.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        number_id=number_id,
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    number_id: str,
    *,
    client: Sender,
    body: ChangeNumberSettingsRequest,
) -> None:
    """Route a phone number, or release it for porting.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        number_id=number_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    number_id: str,
    *,
    client: AsyncSender,
    body: ChangeNumberSettingsRequest,
) -> Response[None]:
    """Route a phone number, or release it for porting.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        number_id=number_id,
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    number_id: str,
    *,
    client: AsyncSender,
    body: ChangeNumberSettingsRequest,
) -> None:
    """Route a phone number, or release it for porting.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            number_id=number_id,
            client=client,
            body=body,
        )
    ).parsed
