"""Keeping a login fresh: one renewal at a time, whoever asks for it, in this process or in another."""

from __future__ import annotations

import copy
import logging
import time
from typing import Any, Final

from sipgate_tools._backends.async_ import Lock, shielded, sleep
from sipgate_tools.auth.oauth import LOG_IN_AGAIN
from sipgate_tools.auth.oauth_credentials import OAuthCredentials, RenewalAttempt
from sipgate_tools.errors import (
    ApiStatusError,
    ConnectionFailed,
    CredentialsMissing,
    NotAuthenticated,
    OutcomeUnknown,
    SipgateError,
    TimedOut,
)

from .credential_store import asked, load
from .token_endpoint import AsyncTokenService, GrantRefused

_log = logging.getLogger("sipgate_tools")

_FIRST_LOOK_SECONDS: Final = 0.02
_LAST_LOOK_SECONDS: Final = 0.25
_TIMEOUTS: Final = 4  # that another client's renewal may take: to connect, to write, to read, to store


class AsyncRenewal:
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

    def __init__(self, credentials: OAuthCredentials, service: AsyncTokenService) -> None:
        self.credentials = credentials
        self.service = service
        self._lock = Lock()
        self._failures = 0
        self._failure: SipgateError | None = None

    async def signature(self) -> str:
        """Return a value of the `Authorization` header that is good for a request now.

        Raises:
            NotAuthenticated: The login is over.
            SipgateError: It could not be renewed.
        """
        if self.credentials.due():
            await self._renew(self.credentials.authorization())
        return self.credentials.authorization()

    async def signature_after(self, refused: str) -> str:
        """Return a new value of the `Authorization` header after sipgate refused one.

        Raises:
            NotAuthenticated: The login is over.
            SipgateError: It could not be renewed.
        """
        await self._renew(refused)
        return self.credentials.authorization()

    async def force(self) -> None:
        """Renew now, whatever the clock says.

        Raises:
            NotAuthenticated: The login is over.
            SipgateError: It could not be renewed.
        """
        await self._renew(self.credentials.authorization())

    async def _renew(self, old: str) -> None:
        """Make the login sign with something else than `old`."""
        failures = self._failures
        async with self._lock:
            if self.credentials.authorization() != old:
                return
            if self._failure is not None and self._failures > failures:
                # Waiters share the failure: otherwise 100 tasks would retry one after the other.
                raise copy.copy(self._failure)
            try:
                await self._renew_alone(old)
            except SipgateError as error:
                self._failures, self._failure = self._failures + 1, error
                raise

    async def _renew_alone(self, old: str) -> None:
        credentials = self.credentials
        lock = await asked(credentials.store.lock)
        await self._wait_for(lock)
        try:
            before = credentials.take_over(await load(credentials.store))
            if credentials.authorization() != old and not credentials.due():
                return
            if before is not None and before.refused:
                raise _over(before)
            # From here on the old refresh token may be used up: a cancelled task still brings the new one home.
            with shielded():
                await self._renew_locked(before)
        finally:
            with shielded():
                await asked(lock.release)

    async def _renew_locked(self, before: RenewalAttempt | None) -> None:
        credentials = self.credentials
        attempt = RenewalAttempt(credentials.now())
        await self._keep(attempt)
        refused: NotAuthenticated | None = None
        try:
            found = await self.service.renew(credentials.application, credentials.tokens, credentials.now)
        except GrantRefused as refusal:
            refused = refusal.error
        except SipgateError as error:
            if _nothing_happened(error):
                await self._keep(before)
            raise
        else:
            credentials.adopt(found.tokens)
            await self._keep(None)
            if found.problem is not None:
                raise found.problem
            return
        await self._keep(RenewalAttempt(attempt.begun_at, refused=True))
        if before is not None:
            refused.hint = f"{_unfinished(before)} {LOG_IN_AGAIN}"
        raise refused

    async def _keep(self, attempt: RenewalAttempt | None) -> None:
        try:
            await asked(self.credentials.store.save, self.credentials.to_json(attempt))
        except CredentialsMissing as error:
            # The login is good, here and now; only who starts later finds the used-up refresh token.
            _log.warning("The renewed login could not be stored, log in again next time: %s", error)

    async def _wait_for(self, lock: Any) -> None:
        patience = time.monotonic() + _TIMEOUTS * self.service.timeout_seconds
        pause = _FIRST_LOOK_SECONDS
        while True:
            # Shielded: a lock that is taken while its task is cancelled would stay taken.
            with shielded():
                if await asked(lock.try_acquire):
                    return
            if time.monotonic() > patience:
                raise TimedOut(
                    "Timed out waiting for another client to renew the login.",
                    hint="Another process of yours may be stuck: end it, then try again.",
                )
            await sleep(pause)
            pause = min(2 * pause, _LAST_LOOK_SECONDS)


def _nothing_happened(error: SipgateError) -> bool:
    """Return whether the refresh token is certainly as good as before: the request never left, or was refused."""
    if isinstance(error, ApiStatusError):
        return error.status is not None and error.status < 500
    return isinstance(error, ConnectionFailed) and not isinstance(error, OutcomeUnknown)


def _over(attempt: RenewalAttempt) -> NotAuthenticated:
    return NotAuthenticated(
        "The login has ended: sipgate refused its refresh token before.",
        hint=f"{_at(attempt)} it was tried and refused, so it is not tried again. {LOG_IN_AGAIN}",
    )


def _unfinished(attempt: RenewalAttempt) -> str:
    return (
        f"{_at(attempt)} a renewal was begun whose new refresh token was never stored: the process ended, or "
        "the answer was lost. The old refresh token is used up by it."
    )


def _at(attempt: RenewalAttempt) -> str:
    return f"On {attempt.begun_at.isoformat(sep=' ', timespec='seconds')}"
