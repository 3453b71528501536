"""The client: credentials, a connection, and one resource per subject."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from sipgate_tools._http.environment import http_allowed
from sipgate_tools._http.limits import DEFAULT_LIMITS, ResponseLimits
from sipgate_tools._http.requests import BASE_URL_VARIABLE, DEFAULT_BASE_URL
from sipgate_tools.auth.credentials import Credentials
from sipgate_tools.auth.lookup import find_credentials
from sipgate_tools.errors import InvalidInput
from sipgate_tools.retry import RetryPolicy
from sipgate_tools.values import seconds, whole_number

from ._http.connection import AsyncConnection, open_connection
from ._support.resource import AccountCache, AsyncResource

if TYPE_CHECKING:
    from sipgate_tools.models.checks import Check

    from .account.account import AsyncAccount
    from .account.directory import AsyncDirectory
    from .account.users import AsyncUsers
    from .account.webhook_settings import AsyncWebhookSettings
    from .contacts.contacts import AsyncContacts
    from .history.history import AsyncHistory
    from .messages.fax import AsyncFax
    from .messages.sms import AsyncSms
    from .telephony.blacklist import AsyncBlacklist
    from .telephony.calls import AsyncCalls
    from .telephony.channels import AsyncChannels
    from .telephony.devices import AsyncDevices
    from .telephony.lines import AsyncLines
    from .telephony.numbers import AsyncNumbers
    from .telephony.rtcm import AsyncRtcm
    from .telephony.voicemails import AsyncVoicemails

DEFAULT_TIMEOUT_SECONDS: Final = 30.0


class AsyncSipgate:
    """The async client for sipgate's REST API. One client is enough for a whole program.

    Credentials are a personal access token (`token_id` and `token`), an OAuth access token (`token`), or `username` and
    `password`. By default, they are read from the environment (`SIPGATE_TOKEN_ID`, `SIPGATE_TOKEN`) or, if they are not
    set there, from storage on this machine.

    Args:
        token_id: The id of a personal access token, such as `token-ABC123`.
        token: The personal access token (a UUID) or, without `token_id`, an OAuth access token (a JWT).
        username: The user's e-mail address.
        password: The user's password.
        credentials: An alternative to the four arguments above: an OAuth login (`OAuthCredentials`, which is refreshed
            automatically), or another object that provides the `Authorization` header.
        base_url: The base URL, with or without `/v2`; by default the value of `SIPGATE_BASE_URL`, else
            `https://api.sipgate.com`.
        allow_http: Whether plain http is allowed for hosts other than loopback, such as a sandbox in another container;
            by default only if `SIPGATE_ALLOW_HTTP=1`.
        timeout: Time limit for connecting and for each wait for data, in seconds or as a `timedelta`, more than 0.
        retries: Maximum number of retries of a read after a temporary failure, or a `RetryPolicy`. Writes are retried
            only if no part of the request was sent.
        limits: Size limits for responses and deadlines for requests.
        transport: An httpx2 transport or a `Sandbox` to send requests through; by default a connection pool.
        identify: Whether to send library, version and platform in headers.

    Raises:
        InvalidInput: An argument, or a proxy or certificate authority that is set in the environment, is invalid;
            nothing was sent.
        CredentialsMissing: No credentials were passed or found, or stored credentials cannot be read.
        MissingExtra: The environment specifies a SOCKS proxy, but the package for SOCKS is not installed.
    """

    def __init__(
        self,
        *,
        token_id: str | None = None,
        token: str | None = None,
        username: str | None = None,
        password: str | None = None,
        credentials: Credentials | None = None,
        base_url: str | None = None,
        allow_http: bool | None = None,
        timeout: float | timedelta = DEFAULT_TIMEOUT_SECONDS,
        retries: int | RetryPolicy = 3,
        limits: ResponseLimits = DEFAULT_LIMITS,
        transport: Any = None,
        identify: bool = True,
    ) -> None:
        if credentials is None:
            credentials = find_credentials(
                token_id=token_id, token=token, username=username, password=password
            )
        elif (token_id, token, username, password) != (None, None, None, None):
            raise InvalidInput(
                "Credentials were passed twice.",
                hint="Pass either credentials= or token and username arguments, not both.",
            )
        connection = open_connection(
            credentials,
            base_url=base_url or os.environ.get(BASE_URL_VARIABLE) or DEFAULT_BASE_URL,
            allow_http=http_allowed(allow_http),
            timeout_seconds=_timeout_seconds(timeout),
            retry=_policy(retries),
            limits=_checked_limits(limits),
            transport=transport,
            identify=identify,
        )
        self._resource = AsyncResource(connection, AccountCache())

    def with_options(
        self,
        *,
        timeout: float | timedelta | None = None,
        retries: int | RetryPolicy | None = None,
        limits: ResponseLimits | None = None,
    ) -> Self:
        """Return a copy of the client with another timeout, retry policy or limits.

        Both clients share one connection pool; closing either client closes it for both.

        Raises:
            InvalidInput: An argument is invalid.
        """
        connection = self._resource.connection.with_options(
            timeout_seconds=None if timeout is None else _timeout_seconds(timeout),
            retry=None if retries is None else _policy(retries),
            limits=None if limits is None else _checked_limits(limits),
        )
        return self._copy(AsyncResource(connection, self._resource.cache))

    def with_credentials(self, credentials: Credentials) -> Self:
        """Return a copy of the client for another user, which shares only the connection pool with the original.

        A web application can create one client at startup, with `NoCredentials` if no user has logged in yet, and a
        copy for each user: `client.with_credentials(login)`.
        Closing either client closes the pool for both.

        Args:
            credentials: The user's credentials; see the argument `credentials` of the client.

        Raises:
            InvalidInput: The credentials are an OAuth login whose store this client cannot use.
        """
        return self._copy(
            AsyncResource(self._resource.connection.with_credentials(credentials), AccountCache())
        )

    def _copy(self, resource: AsyncResource) -> Self:
        copy = object.__new__(type(self))
        copy._resource = resource
        return copy

    @property
    def api(self) -> AsyncConnection:
        """The connection to pass to the generated client, for operations that have no method in this client.

        For example: `from sipgate_api.api.groups import get_groups`, then `await
        get_groups.asyncio(client=client.api)`. Credentials, errors and retries are the same, and responses are typed.
        """
        return self._resource.connection

    @property
    def resource(self) -> AsyncResource:
        """The connection with the account cache, for requests that are built in advance."""
        return self._resource

    @cached_property
    def users(self) -> AsyncUsers:
        """Users of the account."""
        from .account.users import AsyncUsers  # each resource on first use: keeps start-up fast

        return AsyncUsers(self._resource)

    @cached_property
    def directory(self) -> AsyncDirectory:
        """Who an extension, a channel or a number belongs to."""
        from .account.directory import AsyncDirectory

        return AsyncDirectory(self._resource)

    @cached_property
    def account(self) -> AsyncAccount:
        """The account, its balance and its platform."""
        from .account.account import AsyncAccount

        return AsyncAccount(self._resource)

    @cached_property
    def sms(self) -> AsyncSms:
        """Short messages."""
        from .messages.sms import AsyncSms

        return AsyncSms(self._resource)

    @cached_property
    def contacts(self) -> AsyncContacts:
        """Address books."""
        from .contacts.contacts import AsyncContacts

        return AsyncContacts(self._resource)

    @cached_property
    def history(self) -> AsyncHistory:
        """Past calls, SMS, faxes and voicemails."""
        from .history.history import AsyncHistory

        return AsyncHistory(self._resource)

    @cached_property
    def blacklist(self) -> AsyncBlacklist:
        """Numbers whose calls the account rejects."""
        from .telephony.blacklist import AsyncBlacklist

        return AsyncBlacklist(self._resource)

    @cached_property
    def lines(self) -> AsyncLines:
        """Lines: phonelines on classic, channels on neo."""
        from .telephony.lines import AsyncLines

        return AsyncLines(self._resource)

    @cached_property
    def rtcm(self) -> AsyncRtcm:
        """Live calls."""
        from .telephony.rtcm import AsyncRtcm

        return AsyncRtcm(self._resource)

    @cached_property
    def channels(self) -> AsyncChannels:
        """Channels of a neo account."""
        from .telephony.channels import AsyncChannels

        return AsyncChannels(self._resource)

    @cached_property
    def fax(self) -> AsyncFax:
        """Faxes."""
        from .messages.fax import AsyncFax

        return AsyncFax(self._resource)

    @cached_property
    def calls(self) -> AsyncCalls:
        """Starting calls."""
        from .telephony.calls import AsyncCalls

        return AsyncCalls(self._resource)

    @cached_property
    def webhook_settings(self) -> AsyncWebhookSettings:
        """Settings of the webhooks that sipgate sends."""
        from .account.webhook_settings import AsyncWebhookSettings

        return AsyncWebhookSettings(self._resource)

    @cached_property
    def numbers(self) -> AsyncNumbers:
        """Telephone numbers of the account."""
        from .telephony.numbers import AsyncNumbers

        return AsyncNumbers(self._resource)

    @cached_property
    def devices(self) -> AsyncDevices:
        """Phones of the users."""
        from .telephony.devices import AsyncDevices

        return AsyncDevices(self._resource)

    @cached_property
    def voicemails(self) -> AsyncVoicemails:
        """Voicemails."""
        from .telephony.voicemails import AsyncVoicemails

        return AsyncVoicemails(self._resource)

    async def doctor(self, *, connection_ids: Sequence[str] | None = None) -> list[Check]:
        """Check what works and what does not: network, credentials, scopes, platform, features, senders and webhooks.

        The checks only read. If the network or the credentials fail, the remaining checks are skipped.

        Args:
            connection_ids: Extensions to restrict the check of the history to, such as `["p0"]`; by default the check
                reads one entry of the whole account.

        Returns:
            The results, in the order of the checks. Errors of sipgate become results, not exceptions.
        """
        from .account.doctor import examine

        return await examine(self._resource, connection_ids=connection_ids)

    async def aclose(self) -> None:
        """Close the connection pool; the client cannot be used afterwards."""
        await self._resource.connection.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        connection = self._resource.connection
        return f"<{type(self).__name__} of {connection.root} with {type(connection.credentials).__name__}>"


def _timeout_seconds(timeout: float | timedelta) -> float:
    found = seconds(timeout, argument="timeout")
    if not found:
        raise InvalidInput("timeout must be greater than 0.", hint="Pass a number of seconds, such as 30.")
    return found


def _checked_limits(limits: ResponseLimits) -> ResponseLimits:
    if not isinstance(limits, ResponseLimits):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput("limits must be a ResponseLimits.", hint="Pass ResponseLimits(max_bytes=...).")
    return limits


def _policy(retries: int | RetryPolicy) -> RetryPolicy:
    if isinstance(retries, RetryPolicy):
        return retries
    hint = "Pass the maximum number of retries of a read; 0 means none."
    return RetryPolicy(retries=whole_number(retries, argument="retries", minimum=0, hint=hint))
