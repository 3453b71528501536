"""PUT /v2/autorecordings/{extension}/settings (updateSetting)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...models.get_recording_setting_response import GetRecordingSettingResponse
from ...models.recording_settings_incoming_request import RecordingSettingsIncomingRequest
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
    *,
    body: RecordingSettingsIncomingRequest,
) -> Request[GetRecordingSettingResponse | None]:
    """Switch automatic call recording of an extension.

    Records every call from now on; recording people without their consent is an offence in many
    countries. Needs only the scope devices:read, odd as that is.

    Args:
        extension (str):
        body (RecordingSettingsIncomingRequest):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    _json_body: Any = UNSET
    _json_body = body.to_dict()
    headers["Content-Type"] = "application/json"
    return Request(
        operation_id="updateSetting",
        method="PUT",
        path_template="/v2/autorecordings/{extension}/settings",
        url="/v2/autorecordings/{extension}/settings".format(
            extension=quote(str(extension), safe=""),
        ),
        params=None,
        json=_json_body,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    extension: str,
    *,
    client: Sender,
    body: RecordingSettingsIncomingRequest,
) -> Response[GetRecordingSettingResponse | None]:
    """Switch automatic call recording of an extension.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        extension=extension,
        body=body,
    )
    return build_response(_request, client.send(_request))


def sync(
    extension: str,
    *,
    client: Sender,
    body: RecordingSettingsIncomingRequest,
) -> GetRecordingSettingResponse | None:
    """Switch automatic call recording of an extension.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        extension=extension,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    extension: str,
    *,
    client: AsyncSender,
    body: RecordingSettingsIncomingRequest,
) -> Response[GetRecordingSettingResponse | None]:
    """Switch automatic call recording of an extension.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        extension=extension,
        body=body,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    extension: str,
    *,
    client: AsyncSender,
    body: RecordingSettingsIncomingRequest,
) -> GetRecordingSettingResponse | None:
    """Switch automatic call recording of an extension.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            extension=extension,
            client=client,
            body=body,
        )
    ).parsed
