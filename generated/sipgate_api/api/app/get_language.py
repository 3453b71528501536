"""GET /v2/translations/{language} (getLanguage)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

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
    language: str,
) -> Request[None]:
    """Get the texts of sipgate's apps in one language.

    Needs no credentials.

    Args:
        language (str):

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getLanguage",
        method="GET",
        path_template="/v2/translations/{language}",
        url="/v2/translations/{language}".format(
            language=quote(str(language), safe=""),
        ),
        params=None,
        json=UNSET,
        headers=headers,
        parse=read_nothing,
    )


def sync_detailed(
    language: str,
    *,
    client: Sender,
) -> Response[None]:
    """Get the texts of sipgate's apps in one language.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        language=language,
    )
    return build_response(_request, client.send(_request))


def sync(
    language: str,
    *,
    client: Sender,
) -> None:
    """Get the texts of sipgate's apps in one language.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return sync_detailed(
        language=language,
        client=client,
    ).parsed


async def asyncio_detailed(
    language: str,
    *,
    client: AsyncSender,
) -> Response[None]:
    """Get the texts of sipgate's apps in one language.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request(
        language=language,
    )
    return build_response(_request, await client.asend(_request))


async def asyncio(
    language: str,
    *,
    client: AsyncSender,
) -> None:
    """Get the texts of sipgate's apps in one language.

    Sends the request that ``build_request`` returns for the same arguments, and returns nothing.
    """
    return (
        await asyncio_detailed(
            language=language,
            client=client,
        )
    ).parsed
