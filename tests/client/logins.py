"""Logins at a sandbox: the user's browser, and counters for assertions."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import httpx2

from sipgate_tools.auth import AuthorizationRequest, OAuthCredentials
from sipgate_tools.sandbox import Clock, Request, Response, Sandbox

NOON = datetime(2026, 3, 18, 11, 0, tzinfo=UTC)
REDIRECT = "http://127.0.0.1:8976/callback"


def a_sandbox(account: str = "classic", *, user: str = "w0") -> Sandbox:
    """Return a sandbox whose clock does not advance, and in which this user approves every login."""
    platform = "neo" if account == "neo" else "classic"
    return Sandbox(platform, clock=Clock(NOON), approve_logins=user)


class GatedSandbox(Sandbox):
    """A sandbox that answers no token refresh before a given number of requests have started."""

    def __init__(self, expected: int) -> None:
        super().__init__(clock=Clock(NOON), approve_logins="w0")
        self._expected = expected
        self._started = 0
        self._count = threading.Lock()
        self._all = threading.Event()

    def begin(self) -> None:
        """Count one more started request."""
        with self._count:
            self._started += 1
            if self._started == self._expected:
                self._all.set()

    def respond(self, request: Request) -> Response:
        """Respond; to a token refresh, once all requests have started."""
        if request.path.endswith("/token") and b"refresh_token" in request.body:
            assert self._all.wait(20)
        return super().respond(request)


def browser_back(sandbox: Sandbox, request: AuthorizationRequest) -> str:
    """Return the URL that the browser of a user who approves is redirected to."""
    with httpx2.Client(transport=sandbox) as browser:
        return browser.get(request.url).headers["location"]


def refreshes(sandbox: Sandbox) -> int:
    """Return the number of token requests after the first one of the login."""
    return sum(path.endswith("/openid-connect/token") for _, path in sandbox.requests) - 1


def requests_of(sandbox: Sandbox, path: str) -> int:
    """Return the number of requests for a path of the API."""
    return sum(found == path for _, found in sandbox.requests)


def secrets_of(sandbox: Sandbox, credentials: OAuthCredentials) -> list[str]:
    """Return the secrets that must not appear anywhere."""
    return [sandbox.client_secret, *credentials.secrets()]
