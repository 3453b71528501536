# Made by scripts/make_sync.py from sipgate_tools/_async/client.py: edit that file.
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

from ._http.connection import SyncConnection, open_connection
from ._support.resource import AccountCache, SyncResource

if TYPE_CHECKING:
    from sipgate_tools.models.checks import Check

    from .account.account import SyncAccount
    from .account.directory import SyncDirectory
    from .account.users import SyncUsers
    from .account.webhook_settings import SyncWebhookSettings
    from .contacts.contacts import SyncContacts
    from .history.history import SyncHistory
    from .messages.fax import SyncFax
    from .messages.sms import SyncSms
    from .telephony.blacklist import SyncBlacklist
    from .telephony.calls import SyncCalls
    from .telephony.channels import SyncChannels
    from .telephony.devices import SyncDevices
    from .telephony.lines import SyncLines
    from .telephony.numbers import SyncNumbers
    from .telephony.rtcm import SyncRtcm
    from .telephony.voicemails import SyncVoicemails

DEFAULT_TIMEOUT_SECONDS: Final = 30.0


class Sipgate:
    """The sync client for sipgate's REST API. One client is enough for a whole program.

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
        self._resource = SyncResource(connection, AccountCache())

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
        return self._copy(SyncResource(connection, self._resource.cache))

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
            SyncResource(self._resource.connection.with_credentials(credentials), AccountCache())
        )

    def _copy(self, resource: SyncResource) -> Self:
        copy = object.__new__(type(self))
        copy._resource = resource
        return copy

    @property
    def api(self) -> SyncConnection:
        """The connection to pass to the generated client, for operations that have no method in this client.

        For example: `from sipgate_api.api.groups import get_groups`, then `await
        get_groups.sync(client=client.api)`. Credentials, errors and retries are the same, and responses are typed.
        """
        return self._resource.connection

    @property
    def resource(self) -> SyncResource:
        """The connection with the account cache, for requests that are built in advance."""
        return self._resource

    @cached_property
    def users(self) -> SyncUsers:
        """Users of the account."""
        from .account.users import SyncUsers  # each resource on first use: keeps start-up fast

        return SyncUsers(self._resource)

    @cached_property
    def directory(self) -> SyncDirectory:
        """Who an extension, a channel or a number belongs to."""
        from .account.directory import SyncDirectory

        return SyncDirectory(self._resource)

    @cached_property
    def account(self) -> SyncAccount:
        """The account, its balance and its platform."""
        from .account.account import SyncAccount

        return SyncAccount(self._resource)

    @cached_property
    def sms(self) -> SyncSms:
        """Short messages."""
        from .messages.sms import SyncSms

        return SyncSms(self._resource)

    @cached_property
    def contacts(self) -> SyncContacts:
        """Address books."""
        from .contacts.contacts import SyncContacts

        return SyncContacts(self._resource)

    @cached_property
    def history(self) -> SyncHistory:
        """Past calls, SMS, faxes and voicemails."""
        from .history.history import SyncHistory

        return SyncHistory(self._resource)

    @cached_property
    def blacklist(self) -> SyncBlacklist:
        """Numbers whose calls the account rejects."""
        from .telephony.blacklist import SyncBlacklist

        return SyncBlacklist(self._resource)

    @cached_property
    def lines(self) -> SyncLines:
        """Lines: phonelines on classic, channels on neo."""
        from .telephony.lines import SyncLines

        return SyncLines(self._resource)

    @cached_property
    def rtcm(self) -> SyncRtcm:
        """Live calls."""
        from .telephony.rtcm import SyncRtcm

        return SyncRtcm(self._resource)

    @cached_property
    def channels(self) -> SyncChannels:
        """Channels of a neo account."""
        from .telephony.channels import SyncChannels

        return SyncChannels(self._resource)

    @cached_property
    def fax(self) -> SyncFax:
        """Faxes."""
        from .messages.fax import SyncFax

        return SyncFax(self._resource)

    @cached_property
    def calls(self) -> SyncCalls:
        """Starting calls."""
        from .telephony.calls import SyncCalls

        return SyncCalls(self._resource)

    @cached_property
    def webhook_settings(self) -> SyncWebhookSettings:
        """Settings of the webhooks that sipgate sends."""
        from .account.webhook_settings import SyncWebhookSettings

        return SyncWebhookSettings(self._resource)

    @cached_property
    def numbers(self) -> SyncNumbers:
        """Telephone numbers of the account."""
        from .telephony.numbers import SyncNumbers

        return SyncNumbers(self._resource)

    @cached_property
    def devices(self) -> SyncDevices:
        """Phones of the users."""
        from .telephony.devices import SyncDevices

        return SyncDevices(self._resource)

    @cached_property
    def voicemails(self) -> SyncVoicemails:
        """Voicemails."""
        from .telephony.voicemails import SyncVoicemails

        return SyncVoicemails(self._resource)

    def doctor(self, *, connection_ids: Sequence[str] | None = None) -> list[Check]:
        """Check what works and what does not: network, credentials, scopes, platform, features, senders and webhooks.

        The checks only read. If the network or the credentials fail, the remaining checks are skipped.

        Args:
            connection_ids: Extensions to restrict the check of the history to, such as `["p0"]`; by default the check
                reads one entry of the whole account.

        Returns:
            The results, in the order of the checks. Errors of sipgate become results, not exceptions.
        """
        from .account.doctor import examine

        return examine(self._resource, connection_ids=connection_ids)

    def close(self) -> None:
        """Close the connection pool; the client cannot be used afterwards."""
        self._resource.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

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
