# Made by scripts/make_sync.py from tests/client/_async/oauth_steps.py: edit that file.
"""Shared steps of the OAuth tests: log in, and create a client."""

from sipgate_tools import OAuth, RetryPolicy, Sipgate
from sipgate_tools.auth import OAuthCredentials
from sipgate_tools.auth.store_protocol import AnyStore
from sipgate_tools.sandbox import Sandbox
from tests.client.logins import REDIRECT, browser_back

TOKEN_PATH = "/auth/realms/sipgate-apps/protocol/openid-connect/token"
AT_ONCE = RetryPolicy(retries=0)


def oauth_of(
    sandbox: Sandbox,
    store: AnyStore | None = None,
    *,
    secret: str | None = None,
    realm: str = "sipgate-apps",
    scopes: tuple[str, ...] = ("all",),
) -> OAuth:
    return OAuth(
        sandbox.client_id,
        secret or sandbox.client_secret,
        realm=realm,
        redirect_uri=REDIRECT,
        scopes=scopes,
        login_url=sandbox.login_url,
        store=store,
        transport=sandbox,
        now=sandbox.clock.now,
    )


def logged_in(sandbox: Sandbox, store: AnyStore | None = None) -> OAuthCredentials:
    oauth = oauth_of(sandbox, store)
    request = oauth.authorization_url()
    return oauth.exchange(browser_back(sandbox, request), request)


def client_of(sandbox: Sandbox, credentials: OAuthCredentials) -> Sipgate:
    return Sipgate(credentials=credentials, base_url=sandbox.base_url, transport=sandbox, retries=AT_ONCE)


def send(client: Sipgate) -> None:
    client.sms.send(to="+4915799912345", message="Dinner at eight?", sms_id="s0")
