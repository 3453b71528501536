"""GET /v2/autorecordings/greetings (getGreeting)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.greeting_response import GreetingResponse
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


def _parse(decoded: Any) -> GreetingResponse | None:
    return none_if_unset(read_model(decoded, GreetingResponse))


def build_request() -> Request[GreetingResponse | None]:
    """Get the announcement played before automatic recording.

    Refused with 403 where automatic recording is not booked.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="getGreeting",
        method="GET",
        path_template="/v2/autorecordings/greetings",
        url="/v2/autorecordings/greetings",
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
) -> Response[GreetingResponse | None]:
    """Get the announcement played before automatic recording.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
) -> GreetingResponse | None:
    """Get the announcement played before automatic recording.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
) -> Response[GreetingResponse | None]:
    """Get the announcement played before automatic recording.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
) -> GreetingResponse | None:
    """Get the announcement played before automatic recording.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed
