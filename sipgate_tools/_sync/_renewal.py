# Made by scripts/make_sync.py from sipgate_tools/_async/_renewal.py: edit that file.
"""Keeping a login fresh: one renewal at a time, whoever asks for it, in this process or in another."""

from __future__ import annotations

import copy
import logging
import time
from typing import Final

from sipgate_tools._sync._token_service import SyncTokenService
from sipgate_tools.auth.locks import StoreLock
from sipgate_tools.auth.login import OAuthCredentials
from sipgate_tools.concurrency.threads import Lock, in_thread, shielded, sleep
from sipgate_tools.errors import CredentialsMissing, SipgateError, TimedOut

_log = logging.getLogger("sipgate_tools")

_LOOK_AGAIN_SECONDS: Final = 0.02
_TIMEOUTS: Final = 4  # that somebody else's renewal may take: to connect, to write, to read, to store


class SyncRenewal:
    """Renews a login before its access token ends, and after the token was refused.

    Those who ask while a renewal is under way wait for it and share its outcome, good or bad. The tasks of one client
    wait for one another here; other clients, threads and processes at the lock of the store.

    Args:
        credentials: The login.
        service: Where it is renewed.
    """

    def __init__(self, credentials: OAuthCredentials, service: SyncTokenService) -> None:
        self.credentials = credentials
        self.service = service
        self._lock = Lock()
        self._failures = 0
        self._failure: SipgateError | None = None

    def signature(self) -> str:
        """Return a value of the `Authorization` header that is good for a request now.

        Raises:
            NotAuthenticated: The login is over.
            SipgateError: It could not be renewed.
        """
        if self.credentials.due():
            self._renew(self.credentials.authorization())
        return self.credentials.authorization()

    def signature_after(self, refused: str) -> str:
        """Return a new value of the `Authorization` header after sipgate refused one.

        Raises:
            NotAuthenticated: The login is over.
            SipgateError: It could not be renewed.
        """
        self._renew(refused)
        return self.credentials.authorization()

    def force(self) -> None:
        """Renew now, whatever the clock says.

        Raises:
            NotAuthenticated: The login is over.
            SipgateError: It could not be renewed.
        """
        self._renew(self.credentials.authorization())

    def _renew(self, old: str) -> None:
        """Make the login sign with something else than `old`."""
        failures = self._failures
        with self._lock:
            if self.credentials.authorization() != old:
                return
            if self._failure is not None and self._failures > failures:
                # Whoever waited for a renewal that failed does not begin another one: a hundred tasks would.
                raise copy.copy(self._failure)
            try:
                self._renew_alone(old)
            except SipgateError as error:
                self._failures, self._failure = self._failures + 1, error
                raise

    def _renew_alone(self, old: str) -> None:
        credentials = self.credentials
        lock = credentials.store.lock()
        self._wait_for(lock)
        try:
            in_thread(credentials.reload)
            if credentials.authorization() != old and not credentials.due():
                return
            # From here on the old refresh token may be used up: a cancelled task still brings the new one home.
            with shielded():
                tokens = self.service.renew(credentials.application, credentials.tokens, credentials.now)
                credentials.adopt(tokens)
                in_thread(self._keep)
        finally:
            lock.release()

    def _keep(self) -> None:
        try:
            self.credentials.keep()
        except CredentialsMissing as error:
            # The login is good, here and now; only who starts later finds the used-up refresh token.
            _log.warning("The renewed login could not be stored, log in again next time: %s", error)

    def _wait_for(self, lock: StoreLock) -> None:
        patience = time.monotonic() + _TIMEOUTS * self.service.timeout_seconds
        while not lock.try_acquire():
            if time.monotonic() > patience:
                raise TimedOut(
                    "Somebody else has been renewing the login for too long.",
                    hint="Another process of yours may be stuck: end it, then try again.",
                )
            sleep(_LOOK_AGAIN_SECONDS)
