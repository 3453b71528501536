"""OAuth login: authorization URL, code and tokens."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import cached_property
from types import TracebackType
from typing import Any, Final, Self

from sipgate_tools._backends.async_ import ASYNCHRONOUS
from sipgate_tools._http.environment import http_allowed
from sipgate_tools._http.requests import identifying_headers
from sipgate_tools.auth.oauth import (
    DEFAULT_REALM,
    DEFAULT_SCOPES,
    LOGIN_URL,
    LOGIN_URL_VARIABLE,
    AuthorizationRequest,
    OAuthApplication,
)
from sipgate_tools.auth.oauth_credentials import OAuthCredentials, utc_now
from sipgate_tools.auth.store_protocol import AnyStore, check_store
from sipgate_tools.auth.tokens import OAuthTokens
from sipgate_tools.errors import InvalidInput
from sipgate_tools.retry import RetryPolicy
from sipgate_tools.values import seconds, web_url

from ._http.credential_store import call_credential_store, load
from ._http.token_endpoint import AsyncTokenEndpoint
from ._http.token_refresh import AsyncTokenRefresh
from ._http.transports import make_transport

DEFAULT_TIMEOUT_SECONDS: Final = 30.0


class AsyncOAuth:
    """OAuth login for sipgate users (authorization code flow with PKCE S256), which provides credentials for clients.

    `authorization_url()` returns the URL to open in the user's browser. `exchange()` converts the URL that the browser
    is redirected to into credentials. `AsyncSipgate(credentials=...)` uses them and refreshes them automatically.

    Args:
        client_id: The id of the OAuth client that is registered with sipgate.
        client_secret: The secret of the OAuth client.
        realm: The realm of the OAuth client: `sipgate-apps`, or `third-party` for older clients.
        redirect_uri: The URL that the browser is redirected to, with which the OAuth client must be registered.
        scopes: The scopes to request; by default `all`, which covers everything that the user is allowed to do. Request
            only what you need.
        login_url: The URL of the login service; by default the value of `SIPGATE_LOGIN_URL`, else
            `https://login.sipgate.com`.
        allow_http: Whether `login_url` may use plain http on hosts other than loopback, such as a sandbox in another
            container; by default only if `SIPGATE_ALLOW_HTTP=1`.
        store: The credential store, such as `default_store()`, a `FileStore`, or your own `CredentialStore`. By
            default, the login is not stored; `keep()` stores it when the user is known.
        timeout: Time limit for connecting and for each wait for data, in seconds or as a `timedelta`.
        transport: An httpx2 transport or a `Sandbox` to send requests through; by default a connection pool.
        identify: Whether to send library, version and platform in headers.
        now: A function that replaces the system clock.

    Raises:
        InvalidInput: An argument is invalid, or this client cannot use the store.
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        *,
        realm: str = DEFAULT_REALM,
        redirect_uri: str | None = None,
        scopes: Iterable[str] = DEFAULT_SCOPES,
        login_url: str | None = None,
        allow_http: bool | None = None,
        store: AnyStore | None = None,
        timeout: float | timedelta = DEFAULT_TIMEOUT_SECONDS,
        transport: Any = None,
        identify: bool = True,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        address = login_url or os.environ.get(LOGIN_URL_VARIABLE) or LOGIN_URL
        self.application = OAuthApplication(
            client_id, client_secret, realm, address, http_allowed(allow_http)
        )
        self.redirect_uri = None if redirect_uri is None else web_url(redirect_uri, argument="redirect URI")
        self.scopes = (scopes,) if isinstance(scopes, str) else tuple(scopes)
        if store is not None:
            check_store(store, asynchronous=ASYNCHRONOUS)
        self._store = store
        self._timeout_seconds = seconds(timeout, argument="timeout")
        self._transport = transport
        self._identify = identify
        self._now = now

    def authorization_url(self) -> AuthorizationRequest:
        """Return a new authorization request. Open its `url` in the user's browser.

        Keep the request, or its `state` and `verifier`, in the user's session until the browser is redirected.

        Raises:
            InvalidInput: This object was created without `redirect_uri`.
        """
        return self.application.authorization_request(self._redirect(), self.scopes)

    async def exchange(self, answer_url: str, request: AuthorizationRequest) -> OAuthCredentials:
        """Exchange the authorization code in the redirect for credentials.

        Args:
            answer_url: The complete URL that the browser was redirected to.
            request: The authorization request that the URL belongs to.

        Raises:
            InvalidInput: `answer_url` belongs to another request or login server, or contains no code, or this object
                was created without `redirect_uri`.
            PermissionDenied: The user or sipgate denied access.
            NotAuthenticated: sipgate rejected the code or the OAuth client.
            ApiStatusError: sipgate responded with another error, such as `BadRequest`.
            ConnectionFailed: No response was received.
            UnexpectedResponse: The response contains no tokens.
            CredentialsMissing: The login cannot be stored.
        """
        tokens = await self._token_endpoint.exchange(
            self.application,
            code=request.code_in(answer_url, issuer=self.application.issuer),
            redirect_uri=self._redirect(),
            verifier=request.verifier,
            now=self._now,
        )
        credentials = self._credentials(tokens)
        if self._store is not None:
            await call_credential_store(self._store.save, credentials.to_json())
        return credentials

    async def keep(self, credentials: OAuthCredentials, store: AnyStore) -> OAuthCredentials:
        """Store a login, keep the store up to date from now on, and return the login.

        This is useful for web applications, in which the user is known only after `exchange`.

        Args:
            credentials: The login.
            store: The store for the user of the login.

        Raises:
            InvalidInput: This client cannot use the store.
            CredentialsMissing: The login cannot be stored.
        """
        check_store(store, asynchronous=ASYNCHRONOUS)
        await call_credential_store(store.save, credentials.to_json())
        credentials.store = store
        return credentials

    async def stored(self, store: AnyStore | None = None) -> OAuthCredentials | None:
        """Return the login in a store, or `None` if the store is empty.

        Args:
            store: The store, such as the one for a web application's user; by default the store of this object.

        Raises:
            InvalidInput: No store was passed here or to the constructor, or this client cannot use the store.
            CredentialsMissing: The content of the store is not a login, or cannot be read.
        """
        source = self._store if store is None else store
        if source is None:
            raise InvalidInput(
                "No credential store was passed.", hint="Pass store=, such as default_store()."
            )
        check_store(source, asynchronous=ASYNCHRONOUS)
        content = await load(source)
        return None if content is None else OAuthCredentials.from_json(content, source, now=self._now)

    def resume(self, refresh_token: str) -> OAuthCredentials:
        """Return credentials for a login of which only the refresh token is known. The first request refreshes it."""
        return self._credentials(OAuthTokens.of_refresh_token(refresh_token))

    async def refresh(self, credentials: OAuthCredentials) -> OAuthCredentials:
        """Refresh a login now, and return the login. Clients do this automatically before the access token expires.

        Raises:
            InvalidInput: This client cannot use the store of the login.
            NotAuthenticated: The login has ended, and the user has to log in again.
            ApiStatusError: sipgate responded with another error status.
            ConnectionFailed: No response was received.
            OutcomeUnknown: No response was received, and the refresh token may have been used.
            CredentialsMissing: The store cannot be read or locked.
        """
        check_store(credentials.store, asynchronous=ASYNCHRONOUS)
        await AsyncTokenRefresh(credentials, self._token_endpoint).refresh_now()
        return credentials

    async def log_out(self, credentials: OAuthCredentials) -> None:
        """Log out at sipgate and clear the store.

        Raises:
            ApiStatusError: sipgate rejected the request. The store is cleared nevertheless.
            ConnectionFailed: No response was received. The store is cleared nevertheless.
            CredentialsMissing: The store cannot be cleared.
        """
        try:
            await self._token_endpoint.revoke(credentials.application, credentials.tokens)
        finally:
            await call_credential_store(credentials.store.clear)

    def _credentials(self, tokens: OAuthTokens) -> OAuthCredentials:
        return OAuthCredentials(self.application, tokens, store=self._store, now=self._now)

    def _redirect(self) -> str:
        if self.redirect_uri is None:
            raise InvalidInput(
                "No redirect URI was passed.",
                hint="Pass redirect_uri=, one of the URIs that the OAuth client is registered with.",
            )
        return self.redirect_uri

    @cached_property
    def _token_endpoint(self) -> AsyncTokenEndpoint:
        return AsyncTokenEndpoint(
            make_transport(self._transport, self.application.login_url),
            self._timeout_seconds,
            RetryPolicy(),
            identifying_headers(identify=self._identify),
        )

    async def aclose(self) -> None:
        """Close the connection pool, if one was opened."""
        if "_token_endpoint" in self.__dict__:
            await self._token_endpoint.transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        application = self.application
        return f"<{type(self).__name__} of client {application.client_id!r} in realm {application.realm!r}>"
