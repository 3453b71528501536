"""GET /v2/authorization/userinfo (userinfo)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...models.userinfo_response import UserinfoResponse
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


def _parse(decoded: Any) -> UserinfoResponse | None:
    return none_if_unset(read_model(decoded, UserinfoResponse))


def build_request() -> Request[UserinfoResponse | None]:
    """Get who is authenticated: user id and account.

    Field `sub` is the user id, such as `w0`, that most other operations want. Works with every scope.

    Returns:
        The request, which is not sent yet.
    """
    headers: dict[str, Any] = {"Accept": "application/json"}

    return Request(
        operation_id="userinfo",
        method="GET",
        path_template="/v2/authorization/userinfo",
        url="/v2/authorization/userinfo",
        params=None,
        json=UNSET,
        headers=headers,
        parse=_parse,
        response_media="application/json",
    )


def sync_detailed(
    *,
    client: Sender,
) -> Response[UserinfoResponse | None]:
    """Get who is authenticated: user id and account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, client.send(_request))


def sync(
    *,
    client: Sender,
) -> UserinfoResponse | None:
    """Get who is authenticated: user id and account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: AsyncSender,
) -> Response[UserinfoResponse | None]:
    """Get who is authenticated: user id and account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the whole response.
    """
    _request = build_request()
    return build_response(_request, await client.asend(_request))


async def asyncio(
    *,
    client: AsyncSender,
) -> UserinfoResponse | None:
    """Get who is authenticated: user id and account.

    Sends the request that ``build_request`` returns for the same arguments, and returns the decoded body.
    """
    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed
