"""Logins at a sandbox: what the user's browser does, and what is looked at afterwards."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import httpx2

from sipgate_tools.auth import AuthorizationRequest, OAuthCredentials
from sipgate_tools.sandbox import Clock, Request, Response, Sandbox

NOON = datetime(2026, 3, 18, 11, 0, tzinfo=UTC)
REDIRECT = "http://127.0.0.1:8976/callback"


def a_sandbox(account: str = "classic", *, user: str = "w0") -> Sandbox:
    """A sandbox whose clock stands still, and in which this user agrees to everything."""
    platform = "neo" if account == "neo" else "classic"
    return Sandbox(platform, clock=Clock(NOON), approve_logins=user)


class GatedSandbox(Sandbox):
    """A sandbox that renews nothing before a number of requests of a test are under way."""

    def __init__(self, expected: int) -> None:
        super().__init__(clock=Clock(NOON), approve_logins="w0")
        self._expected = expected
        self._begun = 0
        self._count = threading.Lock()
        self._all = threading.Event()

    def begin(self) -> None:
        """One more request begins now."""
        with self._count:
            self._begun += 1
            if self._begun == self._expected:
                self._all.set()

    def respond(self, request: Request) -> Response:
        """Answer, once all have begun."""
        if request.path.endswith("/token") and b"refresh_token" in request.body:
            assert self._all.wait(20)
        return super().respond(request)


def browser_back(sandbox: Sandbox, request: AuthorizationRequest) -> str:
    """Where the browser of a user who agrees is sent back to."""
    with httpx2.Client(transport=sandbox) as browser:
        return browser.get(request.url).headers["location"]


def renewals(sandbox: Sandbox) -> int:
    """How often tokens were asked for, the first time of a login aside."""
    return sum(path.endswith("/openid-connect/token") for _, path in sandbox.requests) - 1


def asked(sandbox: Sandbox, path: str) -> int:
    """How often a path of the API was asked for."""
    return sum(found == path for _, found in sandbox.requests)


def secrets_of(sandbox: Sandbox, credentials: OAuthCredentials) -> list[str]:
    """What must be seen nowhere."""
    return [sandbox.client_secret, *credentials.secrets()]
