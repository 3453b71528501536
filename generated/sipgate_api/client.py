"""A plain connection for the operations of this package, and what any other connection has to offer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol, Self

from .errors import UnexpectedStatus
from .types import UNSET, Answer, Request

if TYPE_CHECKING:
    import ssl

    import httpx2


class Sender(Protocol):
    """A connection that can be waited for: what ``sync`` and ``sync_detailed`` take as ``client``."""

    def send(self, request: Request[Any], /) -> Answer:
        """Send a request and return its answer."""
        ...


class AsyncSender(Protocol):
    """A connection that can be awaited: what ``asyncio`` and ``asyncio_detailed`` take as ``client``."""

    async def asend(self, request: Request[Any], /) -> Answer:
        """Send a request and return its answer."""
        ...


@dataclass(kw_only=True)
class Client:
    """A connection without credentials, over ``httpx2``; both a ``Sender`` and an ``AsyncSender``.

    Attributes:
        base_url: The address of the service; a version at its end does not count, paths carry their own.
        cookies: Sent with every request.
        headers: Sent with every request.
        timeout: How long one step of a request may take, in seconds; None waits for ever.
        verify_ssl: Whether the certificate of the service is checked, or the context to check it with.
        follow_redirects: Whether redirects are followed.
        httpx_args: Further arguments of ``httpx2.Client`` and ``httpx2.AsyncClient``, for example ``transport``.
        raise_on_unexpected_status: Raise ``errors.UnexpectedStatus`` for everything but a 2xx.
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
        """Return a client like this one that sends further headers."""
        return replace(self, headers={**self.headers, **headers})

    def with_cookies(self, cookies: dict[str, str]) -> Self:
        """Return a client like this one that sends further cookies."""
        return replace(self, cookies={**self.cookies, **cookies})

    def with_timeout(self, timeout: httpx2.Timeout | float | None) -> Self:
        """Return a client like this one with another timeout."""
        return replace(self, timeout=timeout)

    def send(self, request: Request[Any], /) -> Answer:
        """Send a request and return its answer.

        Raises:
            errors.UnexpectedStatus: It is not a 2xx, and this client was made to raise then.
            httpx2.HTTPError: Nothing came back.
        """
        return self._checked(self.get_httpx_client().request(**_arguments(request)))

    async def asend(self, request: Request[Any], /) -> Answer:
        """Send a request and return its answer.

        Raises:
            errors.UnexpectedStatus: It is not a 2xx, and this client was made to raise then.
            httpx2.HTTPError: Nothing came back.
        """
        return self._checked(await self.get_async_httpx_client().request(**_arguments(request)))

    def set_httpx_client(self, client: httpx2.Client) -> Self:
        """Use this ``httpx2.Client``; its own settings count, not those of this object."""
        self._client = client
        return self

    def get_httpx_client(self) -> httpx2.Client:
        """Return the ``httpx2.Client`` underneath, made at the first call."""
        if self._client is None:
            import httpx2

            self._client = httpx2.Client(**self._settings())
        return self._client

    def set_async_httpx_client(self, async_client: httpx2.AsyncClient) -> Self:
        """Use this ``httpx2.AsyncClient``; its own settings count, not those of this object."""
        self._async_client = async_client
        return self

    def get_async_httpx_client(self) -> httpx2.AsyncClient:
        """Return the ``httpx2.AsyncClient`` underneath, made at the first call."""
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

    def _checked(self, answer: Answer) -> Answer:
        if self.raise_on_unexpected_status and not 200 <= answer.status_code < 300:
            raise UnexpectedStatus(answer.status_code, answer.content)
        return answer


@dataclass(kw_only=True)
class AuthenticatedClient(Client):
    """A connection with credentials.

    Attributes:
        token: What is sent behind the prefix: an OAuth access token, or, for a personal access token with the prefix
            ``Basic``, the base64 of ``tokenId:token``.
        prefix: The scheme in front of the token.
        auth_header_name: The header that carries them.
    """

    token: str = field(repr=False)
    prefix: str = "Bearer"
    auth_header_name: str = "Authorization"

    def _all_headers(self) -> dict[str, str]:
        credentials = f"{self.prefix} {self.token}" if self.prefix else self.token
        return {**self.headers, self.auth_header_name: credentials}


def _arguments(request: Request[Any]) -> dict[str, Any]:
    """Return a request as arguments of ``httpx2``."""
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
