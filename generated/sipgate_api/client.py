"""A simple client for the operations of this package, and the protocols for other clients."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol, Self

from .errors import UnexpectedStatus
from .types import UNSET, HttpResponse, Request

if TYPE_CHECKING:
    import ssl

    import httpx2


class Sender(Protocol):
    """A synchronous client: the type of the argument ``client`` of ``sync`` and ``sync_detailed``."""

    def send(self, request: Request[Any], /) -> HttpResponse:
        """Send a request and return its response."""
        ...


class AsyncSender(Protocol):
    """An asynchronous client: the type of the argument ``client`` of ``asyncio`` and ``asyncio_detailed``."""

    async def asend(self, request: Request[Any], /) -> HttpResponse:
        """Send a request and return its response."""
        ...


@dataclass(kw_only=True)
class Client:
    """A client without credentials that uses ``httpx2``, both as a ``Sender`` and as an ``AsyncSender``.

    Attributes:
        base_url: The base URL of the API. A version at the end is ignored, because paths contain it.
        cookies: The cookies that are sent with every request.
        headers: The headers that are sent with every request.
        timeout: The timeout for each step of a request, in seconds, or None for no timeout.
        verify_ssl: Whether certificates are verified, or the SSL context that verifies them.
        follow_redirects: Whether redirects are followed.
        httpx_args: Additional arguments of ``httpx2.Client`` and ``httpx2.AsyncClient``, such as ``transport``.
        raise_on_unexpected_status: Whether a status other than 2xx raises ``errors.UnexpectedStatus``.
    """

    base_url: str = field(default="https://api.sipgate.com", kw_only=False)
    cookies: dict[str, str] = field(default_factory=dict[str, str], repr=False)
    headers: dict[str, str] = field(default_factory=dict[str, str], repr=False)
    timeout: httpx2.Timeout | float | None = 5.0
    verify_ssl: ssl.SSLContext | bool = True
    follow_redirects: bool = False
    httpx_args: dict[str, Any] = field(default_factory=dict[str, Any], repr=False)
    raise_on_unexpected_status: bool = False
    _client: httpx2.Client | None = field(default=None, init=False, repr=False, compare=False)
    _async_client: httpx2.AsyncClient | None = field(default=None, init=False, repr=False, compare=False)

    def with_headers(self, headers: dict[str, str]) -> Self:
        """Return a copy of this client with additional headers."""
        return replace(self, headers={**self.headers, **headers})

    def with_cookies(self, cookies: dict[str, str]) -> Self:
        """Return a copy of this client with additional cookies."""
        return replace(self, cookies={**self.cookies, **cookies})

    def with_timeout(self, timeout: httpx2.Timeout | float | None) -> Self:
        """Return a copy of this client with another timeout."""
        return replace(self, timeout=timeout)

    def send(self, request: Request[Any], /) -> HttpResponse:
        """Send a request and return its response.

        Raises:
            errors.UnexpectedStatus: The status is not a 2xx, and ``raise_on_unexpected_status`` is set.
            httpx2.HTTPError: No response was received.
        """
        return self._checked(self.get_httpx_client().request(**_arguments(request)))

    async def asend(self, request: Request[Any], /) -> HttpResponse:
        """Send a request and return its response.

        Raises:
            errors.UnexpectedStatus: The status is not a 2xx, and ``raise_on_unexpected_status`` is set.
            httpx2.HTTPError: No response was received.
        """
        return self._checked(await self.get_async_httpx_client().request(**_arguments(request)))

    def set_httpx_client(self, client: httpx2.Client) -> Self:
        """Use this ``httpx2.Client``, whose settings replace the settings of this object."""
        self._client = client
        return self

    def get_httpx_client(self) -> httpx2.Client:
        """Return the underlying ``httpx2.Client``, which is created on the first call."""
        if self._client is None:
            import httpx2

            self._client = httpx2.Client(**self._settings())
        return self._client

    def set_async_httpx_client(self, async_client: httpx2.AsyncClient) -> Self:
        """Use this ``httpx2.AsyncClient``, whose settings replace the settings of this object."""
        self._async_client = async_client
        return self

    def get_async_httpx_client(self) -> httpx2.AsyncClient:
        """Return the underlying ``httpx2.AsyncClient``, which is created on the first call."""
        if self._async_client is None:
            import httpx2

            self._async_client = httpx2.AsyncClient(**self._settings())
        return self._async_client

    def __enter__(self) -> Self:
        self.get_httpx_client().__enter__()
        return self

    def __exit__(self, *args: Any) -> None:
        self.get_httpx_client().__exit__(*args)

    async def __aenter__(self) -> Self:
        await self.get_async_httpx_client().__aenter__()
        return self

    async def __aexit__(self, *args: Any) -> None:
        await self.get_async_httpx_client().__aexit__(*args)

    def _all_headers(self) -> dict[str, str]:
        return dict(self.headers)

    def _settings(self) -> dict[str, Any]:
        return {
            "base_url": self.base_url.rstrip("/").removesuffix("/v2").removesuffix("/v3"),
            "cookies": self.cookies,
            "headers": self._all_headers(),
            "timeout": self.timeout,
            "verify": self.verify_ssl,
            "follow_redirects": self.follow_redirects,
            **self.httpx_args,
        }

    def _checked(self, response: HttpResponse) -> HttpResponse:
        if self.raise_on_unexpected_status and not 200 <= response.status_code < 300:
            raise UnexpectedStatus(response.status_code, response.content)
        return response


@dataclass(kw_only=True)
class AuthenticatedClient(Client):
    """A client with credentials.

    Attributes:
        token: An OAuth access token. For a personal access token, the base64 of ``tokenId:token``, with the prefix
            ``Basic``.
        prefix: The authentication scheme.
        auth_header_name: The name of the header.
    """

    token: str = field(repr=False)
    prefix: str = "Bearer"
    auth_header_name: str = "Authorization"

    def _all_headers(self) -> dict[str, str]:
        credentials = f"{self.prefix} {self.token}" if self.prefix else self.token
        return {**self.headers, self.auth_header_name: credentials}


def _arguments(request: Request[Any]) -> dict[str, Any]:
    """Return the arguments of ``httpx2`` for a request."""
    arguments: dict[str, Any] = {
        "method": request.method,
        "url": request.url,
        "params": request.params,
        "headers": request.headers,
    }
    if request.json is not UNSET:
        arguments["json"] = request.json
    return arguments


__all__ = ["AsyncSender", "AuthenticatedClient", "Client", "Sender"]
