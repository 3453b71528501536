# Made by scripts/make_sync.py from sipgate_tools/_async/_http/token_refresh.py: edit that file.
"""OAuth token refresh: one at a time for each login, across tasks, threads and processes."""

from __future__ import annotations

import copy
import logging
import time
from typing import Any, Final

from sipgate_tools._backends.sync import Lock, shielded, sleep
from sipgate_tools.auth.oauth import LOG_IN_AGAIN
from sipgate_tools.auth.oauth_credentials import OAuthCredentials, RefreshAttempt
from sipgate_tools.errors import (
    ApiStatusError,
    ConnectionFailed,
    CredentialsMissing,
    NotAuthenticated,
    OutcomeUnknown,
    SipgateError,
    TimedOut,
)

from .credential_store import call_credential_store, load
from .token_endpoint import GrantRefused, SyncTokenEndpoint

_log = logging.getLogger("sipgate_tools")

_FIRST_POLL_SECONDS: Final = 0.02
_MAX_POLL_SECONDS: Final = 0.25
_TIMEOUTS: Final = 4  # that a refresh by another client may take: connecting, writing, reading, storing


class SyncTokenRefresh:
    """Refreshes a login before its access token expires, and after sipgate rejected the token.

    Requests that need a refresh while one is in progress wait for it and share its result or error. Tasks of one client
    wait for the client's own lock; other clients, threads and processes wait for the store's lock.

    A refresh token can be used once. Therefore, each attempt is recorded in the store before it is sent. If the process
    dies before the new refresh token is stored, the next attempt tries the old token once more. If sipgate rejects the
    old token, the rejection is recorded as well, and the token is not tried again.

    Args:
        credentials: The login.
        service: The token endpoint.
    """

    def __init__(self, credentials: OAuthCredentials, service: SyncTokenEndpoint) -> None:
        self.credentials = credentials
        self.endpoint = service
        self._lock = Lock()
        self._failures = 0
        self._failure: SipgateError | None = None

    def authorization_header(self) -> str:
        """Return the value of the `Authorization` header, after refreshing the token if necessary.

        Raises:
            NotAuthenticated: The login has ended.
            SipgateError: The refresh failed.
        """
        if self.credentials.needs_refresh():
            self._refresh(self.credentials.authorization())
        return self.credentials.authorization()

    def refresh_after_401(self, rejected: str) -> str:
        """Return a new value of the `Authorization` header after sipgate rejected the old value.

        Raises:
            NotAuthenticated: The login has ended.
            SipgateError: The refresh failed.
        """
        self._refresh(rejected)
        return self.credentials.authorization()

    def refresh_now(self) -> None:
        """Refresh now, even if the access token has not expired.

        Raises:
            NotAuthenticated: The login has ended.
            SipgateError: The refresh failed.
        """
        self._refresh(self.credentials.authorization())

    def _refresh(self, old: str) -> None:
        """Refresh unless the `Authorization` header is no longer `old`."""
        failures = self._failures
        with self._lock:
            if self.credentials.authorization() != old:
                return
            if self._failure is not None and self._failures > failures:
                # Waiters share the failure: otherwise 100 tasks would retry one after the other.
                raise copy.copy(self._failure)
            try:
                self._refresh_exclusively(old)
            except SipgateError as error:
                self._failures, self._failure = self._failures + 1, error
                raise

    def _refresh_exclusively(self, old: str) -> None:
        credentials = self.credentials
        lock = call_credential_store(credentials.store.lock)
        self._acquire(lock)
        try:
            before = credentials.load_newer(load(credentials.store))
            if credentials.authorization() != old and not credentials.needs_refresh():
                return
            if before is not None and before.refused:
                raise _ended_error(before)
            # From here on the old refresh token may be used up: even a cancelled task must store the new one.
            with shielded():
                self._refresh_locked(before)
        finally:
            with shielded():
                call_credential_store(lock.release)

    def _refresh_locked(self, before: RefreshAttempt | None) -> None:
        credentials = self.credentials
        attempt = RefreshAttempt(credentials.now())
        self._save(attempt)
        rejection: NotAuthenticated | None = None
        try:
            found = self.endpoint.refresh(credentials.application, credentials.tokens, credentials.now)
        except GrantRefused as refusal:
            rejection = refusal.error
        except SipgateError as error:
            if _nothing_happened(error):
                self._save(before)
            raise
        else:
            credentials.replace(found.tokens)
            self._save(None)
            if found.problem is not None:
                raise found.problem
            return
        self._save(RefreshAttempt(attempt.started_at, refused=True))
        if before is not None:
            rejection.hint = f"{_interruption(before)} {LOG_IN_AGAIN}"
        raise rejection

    def _save(self, attempt: RefreshAttempt | None) -> None:
        try:
            call_credential_store(self.credentials.store.save, self.credentials.to_json(attempt))
        except CredentialsMissing as error:
            # The login works in this process; only processes that start later find the used-up refresh token.
            _log.warning("The refreshed login could not be stored, log in again next time: %s", error)

    def _acquire(self, lock: Any) -> None:
        give_up_at = time.monotonic() + _TIMEOUTS * self.endpoint.timeout_seconds
        pause = _FIRST_POLL_SECONDS
        while True:
            # Shielded: a lock that is acquired while its task is cancelled would never be released.
            with shielded():
                if call_credential_store(lock.try_acquire):
                    return
            if time.monotonic() > give_up_at:
                raise TimedOut(
                    "Timed out waiting for another client to refresh the login.",
                    hint="Another process may be stuck while holding the lock. End that process, then try again.",
                )
            sleep(pause)
            pause = min(2 * pause, _MAX_POLL_SECONDS)


def _nothing_happened(error: SipgateError) -> bool:
    """Return whether the refresh token is still valid, because the request was not sent or was rejected."""
    if isinstance(error, ApiStatusError):
        return error.status is not None and error.status < 500
    return isinstance(error, ConnectionFailed) and not isinstance(error, OutcomeUnknown)


def _ended_error(attempt: RefreshAttempt) -> NotAuthenticated:
    return NotAuthenticated(
        "The login has ended: sipgate already rejected its refresh token.",
        hint=f"{_at(attempt)} the token was tried and rejected, so it is not tried again. {LOG_IN_AGAIN}",
    )


def _interruption(attempt: RefreshAttempt) -> str:
    return (
        f"{_at(attempt)} a token refresh was started, but the new refresh token was never stored: the process ended, "
        "or the response was lost. The old refresh token can no longer be used."
    )


def _at(attempt: RefreshAttempt) -> str:
    return f"On {attempt.started_at.isoformat(sep=' ', timespec='seconds')}"
