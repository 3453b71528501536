# Made by scripts/make_sync.py from sipgate_tools/_async/_http/token_refresh.py: edit that file.
"""Keeping a login fresh: one renewal at a time, whoever asks for it, in this process or in another."""

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

_FIRST_LOOK_SECONDS: Final = 0.02
_LAST_LOOK_SECONDS: Final = 0.25
_TIMEOUTS: Final = 4  # that another client's renewal may take: to connect, to write, to read, to store


class SyncTokenRefresh:
    """Renews a login before its access token ends, and after the token was refused.

    Those who ask while a renewal is under way wait for it and share its outcome, good or bad. The tasks of one client
    wait for one another here; other clients, threads and processes at the lock of the store.

    A refresh token is good once. So a renewal is written down in the store before it is sent: if its process dies
    before the new refresh token is stored, the next one tries once, and when sipgate refuses, writes that down too;
    nobody else tries the used-up token again.

    Args:
        credentials: The login.
        service: Where it is renewed.
    """

    def __init__(self, credentials: OAuthCredentials, service: SyncTokenEndpoint) -> None:
        self.credentials = credentials
        self.service = service
        self._lock = Lock()
        self._failures = 0
        self._failure: SipgateError | None = None

    def authorization_header(self) -> str:
        """Return a value of the `Authorization` header that is good for a request now.

        Raises:
            NotAuthenticated: The login is over.
            SipgateError: It could not be renewed.
        """
        if self.credentials.needs_refresh():
            self._refresh(self.credentials.authorization())
        return self.credentials.authorization()

    def refresh_after_401(self, refused: str) -> str:
        """Return a new value of the `Authorization` header after sipgate refused one.

        Raises:
            NotAuthenticated: The login is over.
            SipgateError: It could not be renewed.
        """
        self._refresh(refused)
        return self.credentials.authorization()

    def refresh_now(self) -> None:
        """Renew now, whatever the clock says.

        Raises:
            NotAuthenticated: The login is over.
            SipgateError: It could not be renewed.
        """
        self._refresh(self.credentials.authorization())

    def _refresh(self, old: str) -> None:
        """Make the login sign with something else than `old`."""
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
        self._wait_for(lock)
        try:
            before = credentials.take_over(load(credentials.store))
            if credentials.authorization() != old and not credentials.needs_refresh():
                return
            if before is not None and before.refused:
                raise _over(before)
            # From here on the old refresh token may be used up: a cancelled task still brings the new one home.
            with shielded():
                self._refresh_locked(before)
        finally:
            with shielded():
                call_credential_store(lock.release)

    def _refresh_locked(self, before: RefreshAttempt | None) -> None:
        credentials = self.credentials
        attempt = RefreshAttempt(credentials.now())
        self._keep(attempt)
        refused: NotAuthenticated | None = None
        try:
            found = self.service.refresh(credentials.application, credentials.tokens, credentials.now)
        except GrantRefused as refusal:
            refused = refusal.error
        except SipgateError as error:
            if _nothing_happened(error):
                self._keep(before)
            raise
        else:
            credentials.replace(found.tokens)
            self._keep(None)
            if found.problem is not None:
                raise found.problem
            return
        self._keep(RefreshAttempt(attempt.begun_at, refused=True))
        if before is not None:
            refused.hint = f"{_unfinished(before)} {LOG_IN_AGAIN}"
        raise refused

    def _keep(self, attempt: RefreshAttempt | None) -> None:
        try:
            call_credential_store(self.credentials.store.save, self.credentials.to_json(attempt))
        except CredentialsMissing as error:
            # The login is good, here and now; only who starts later finds the used-up refresh token.
            _log.warning("The renewed login could not be stored, log in again next time: %s", error)

    def _wait_for(self, lock: Any) -> None:
        patience = time.monotonic() + _TIMEOUTS * self.service.timeout_seconds
        pause = _FIRST_LOOK_SECONDS
        while True:
            # Shielded: a lock that is taken while its task is cancelled would stay taken.
            with shielded():
                if call_credential_store(lock.try_acquire):
                    return
            if time.monotonic() > patience:
                raise TimedOut(
                    "Timed out waiting for another client to renew the login.",
                    hint="Another process of yours may be stuck: end it, then try again.",
                )
            sleep(pause)
            pause = min(2 * pause, _LAST_LOOK_SECONDS)


def _nothing_happened(error: SipgateError) -> bool:
    """Return whether the refresh token is certainly as good as before: the request never left, or was refused."""
    if isinstance(error, ApiStatusError):
        return error.status is not None and error.status < 500
    return isinstance(error, ConnectionFailed) and not isinstance(error, OutcomeUnknown)


def _over(attempt: RefreshAttempt) -> NotAuthenticated:
    return NotAuthenticated(
        "The login has ended: sipgate refused its refresh token before.",
        hint=f"{_at(attempt)} it was tried and refused, so it is not tried again. {LOG_IN_AGAIN}",
    )


def _unfinished(attempt: RefreshAttempt) -> str:
    return (
        f"{_at(attempt)} a renewal was begun whose new refresh token was never stored: the process ended, or "
        "the answer was lost. The old refresh token is used up by it."
    )


def _at(attempt: RefreshAttempt) -> str:
    return f"On {attempt.begun_at.isoformat(sep=' ', timespec='seconds')}"
