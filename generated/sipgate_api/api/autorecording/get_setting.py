"""GET /v2/autorecordings/{extension}/settings (getSetting)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.get_recording_setting_response import GetRecordingSettingResponse
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


def _parse(decoded: Any) -> GetRecordingSettingResponse | None:
    return none_if_unset(read_model(decoded, GetRecordingSettingResponse))


def build_request(
    extension: str,
) -> Request[GetRecordingSettingResponse | None]:
    """Tell whether calls of an extension are recorded.

    Refused with 403 where automatic recording is not booked.

    Args:
        extension (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getSetting",
        method="GET",
        path_template="/v2/autorecordings/{extension}/settings",
        url="/v2/autorecordings/{extension}/settings".format(
            extension=quote(str(extension), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    extension: str,
    *,
    client: Sender,
) -> Response[GetRecordingSettingResponse | None]:
    """Tell whether calls of an extension are recorded.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        extension=extension,
    )
    return build_response(_request, client.send(_request))


def sync(
    extension: str,
    *,
    client: Sender,
) -> GetRecordingSettingResponse | None:
    """Tell whether calls of an extension are recorded.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        extension=extension,
        client=client,
    ).parsed


async def asyncio_detailed(
    extension: str,
    *,
    client: AsyncSender,
) -> Response[GetRecordingSettingResponse | None]:
    """Tell whether calls of an extension are recorded.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        extension=extension,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    extension: str,
    *,
    client: AsyncSender,
) -> GetRecordingSettingResponse | None:
    """Tell whether calls of an extension are recorded.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            extension=extension,
            client=client,
        )
    ).parsed
