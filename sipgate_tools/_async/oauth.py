"""Logging in through OAuth: the login page, the code, the tokens."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import cached_property
from types import TracebackType
from typing import Any, Self

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

DEFAULT_TIMEOUT_SECONDS = 30.0


class AsyncOAuth:
    """Lets users log in with sipgate (authorization code, PKCE S256), and turns that into credentials for clients.

    `authorization_url()` says where the user's browser goes; `exchange()` makes credentials of where it comes back
    to; `AsyncSipgate(credentials=...)` uses them and renews them by itself.

    Args:
        client_id: Of the client that was registered at sipgate.
        client_secret: Of the same client.
        realm: `sipgate-apps`, or `third-party` for clients registered long ago.
        redirect_uri: Where the browser comes back to; one of those that the client was registered with.
        scopes: What the login shall allow; by default everything the user may do: ask for less.
        login_url: Where sipgate's login is; by default `SIPGATE_LOGIN_URL`, else sipgate's own.
        allow_http: Whether `login_url` may be plain http off loopback, as for a sandbox in another container; by
            default only if `SIPGATE_ALLOW_HTTP=1`.
        store: Where the login is kept, such as `default_store()`, a `FileStore`, or one of your own
            (`CredentialStore`). By default it lives as long as the credentials; `keep()` stores it later, when it is
            known whose it is.
        timeout: Seconds (or a `timedelta`) that connecting and each wait for bytes may take.
        transport: What moves the bytes: a transport of httpx2, or a `Sandbox`. By default a connection pool.
        identify: Whether sipgate is told library, version and platform in headers.
        now: Instead of the system's clock.

    Raises:
        InvalidInput: An argument is malformed, or the store lacks a method, or cannot be used by this client.
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
        """Return a new attempt to log in: `url` is where the user's browser goes.

        Keep the attempt, or its `state` and `verifier`, in the user's session until the browser comes back.

        Raises:
            InvalidInput: There is no redirect URI.
        """
        return self.application.authorization_request(self._redirect(), self.scopes)

    async def exchange(self, answer_url: str, request: AuthorizationRequest) -> OAuthCredentials:
        """Return credentials for the login that the browser came back from.

        Args:
            answer_url: The whole URL that the browser was sent back to.
            request: The attempt that it belongs to.

        Raises:
            InvalidInput: The answer belongs to another attempt or another login server, or holds no code.
            PermissionDenied: The user said no.
            NotAuthenticated: sipgate refuses the code or the client.
            ConnectionFailed: There was no answer.
            CredentialsMissing: The login cannot be stored.
        """
        tokens = await self._service.exchange(
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
        """Keep a login in a store from now on, and return it.

        For a web application: whose login it is, is known after `exchange` only.

        Args:
            credentials: The login.
            store: The store of that user.

        Raises:
            InvalidInput: The store lacks a method, or cannot be used by this client.
            CredentialsMissing: The login cannot be stored.
        """
        check_store(store, asynchronous=ASYNCHRONOUS)
        await call_credential_store(store.save, credentials.to_json())
        credentials.store = store
        return credentials

    async def stored(self, store: AnyStore | None = None) -> OAuthCredentials | None:
        """Return the login that is kept in a store, or `None`.

        Args:
            store: Instead of that of this object, such as the one of a user of a web application.

        Raises:
            InvalidInput: No store was given, or it cannot be used by this client.
            CredentialsMissing: What is kept is no login, or cannot be read.
        """
        place = self._store if store is None else store
        if place is None:
            raise InvalidInput("There is no store.", hint="Give store=, such as default_store().")
        check_store(place, asynchronous=ASYNCHRONOUS)
        content = await load(place)
        return None if content is None else OAuthCredentials.from_json(content, place, now=self._now)

    def resume(self, refresh_token: str) -> OAuthCredentials:
        """Return credentials for a login of which only the refresh token was kept; the first request renews it."""
        return self._credentials(OAuthTokens.of_refresh_token(refresh_token))

    async def refresh(self, credentials: OAuthCredentials) -> OAuthCredentials:
        """Renew a login now and return it. Clients do that by themselves, in time.

        Raises:
            NotAuthenticated: The login is over: the user has to log in again.
            ConnectionFailed: There was no answer. `OutcomeUnknown`: and the refresh token may be used up.
        """
        check_store(credentials.store, asynchronous=ASYNCHRONOUS)
        await AsyncTokenRefresh(credentials, self._service).refresh_now()
        return credentials

    async def log_out(self, credentials: OAuthCredentials) -> None:
        """End a login at sipgate and forget what is stored of it.

        Raises:
            ApiStatusError: sipgate refused it; it is forgotten here all the same.
            ConnectionFailed: There was no answer; it is forgotten here all the same.
        """
        try:
            await self._service.revoke(credentials.application, credentials.tokens)
        finally:
            await call_credential_store(credentials.store.clear)

    def _credentials(self, tokens: OAuthTokens) -> OAuthCredentials:
        return OAuthCredentials(self.application, tokens, store=self._store, now=self._now)

    def _redirect(self) -> str:
        if self.redirect_uri is None:
            raise InvalidInput(
                "There is no redirect URI.",
                hint="Give redirect_uri=, as the client was registered with it.",
            )
        return self.redirect_uri

    @cached_property
    def _service(self) -> AsyncTokenEndpoint:
        return AsyncTokenEndpoint(
            make_transport(self._transport, self.application.login_url),
            self._timeout_seconds,
            RetryPolicy(),
            identifying_headers(identify=self._identify),
        )

    async def aclose(self) -> None:
        """Close the connection pool, if one was opened."""
        if "_service" in self.__dict__:
            await self._service.network.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        application = self.application
        return f"<{type(self).__name__} of client {application.client_id!r} in realm {application.realm!r}>"
