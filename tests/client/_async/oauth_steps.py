"""Shared steps of the OAuth tests: log in, and create a client."""

from sipgate_tools import AsyncOAuth, AsyncSipgate, RetryPolicy
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
) -> AsyncOAuth:
    return AsyncOAuth(
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


async def logged_in(sandbox: Sandbox, store: AnyStore | None = None) -> OAuthCredentials:
    oauth = oauth_of(sandbox, store)
    request = oauth.authorization_url()
    return await oauth.exchange(browser_back(sandbox, request), request)


def client_of(sandbox: Sandbox, credentials: OAuthCredentials) -> AsyncSipgate:
    return AsyncSipgate(
        credentials=credentials, base_url=sandbox.base_url, transport=sandbox, retries=AT_ONCE
    )


async def send(client: AsyncSipgate) -> None:
    await client.sms.send(to="+4915799912345", message="Dinner at eight?", sms_id="s0")
