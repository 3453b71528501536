"""OAuth login with the sandbox's own login service."""

import logging
from pathlib import Path
from typing import Any

import pytest

from sipgate_tools import (
    AsyncOAuth,
    AsyncSipgate,
    BadRequest,
    InvalidInput,
    NotAuthenticated,
    PermissionDenied,
    SipgateError,
)
from sipgate_tools.auth import AuthorizationRequest, FileStore
from sipgate_tools.sandbox import Sandbox
from tests.client._async.oauth_steps import TOKEN_PATH, client_of, logged_in, oauth_of
from tests.client.logins import REDIRECT, a_sandbox, browser_back, refreshes, requests_of, secrets_of
from tests.client.scripted_server import Reply, scripted_server


@pytest.fixture
def sandbox() -> Sandbox:
    return a_sandbox()


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "sipgate" / "credentials.json")


@pytest.mark.parametrize("realm", ["sipgate-apps", "third-party"])
async def test_a_user_logs_in_and_the_client_works_for_them_with_the_scopes_they_gave(realm: str) -> None:
    sandbox = a_sandbox("neo", user="w1")
    oauth = oauth_of(sandbox, realm=realm, scopes=("users:read",))
    request = oauth.authorization_url()
    assert f"/auth/realms/{realm}/protocol/openid-connect/auth?" in request.url
    credentials = await oauth.exchange(browser_back(sandbox, request), request)
    assert credentials.tokens.scopes == ("users:read",)
    async with client_of(sandbox, credentials) as client:
        assert (await client.users.me()).id == "w1"
        assert await client.account.platform() == "neo"
        with pytest.raises(PermissionDenied, match="balance:read"):
            await client.account.balance()
    assert requests_of(sandbox, "/v2/groups") == 0  # the token contains the platform


async def test_each_attempt_to_log_in_has_its_own_state_and_verifier(sandbox: Sandbox) -> None:
    oauth = oauth_of(sandbox)
    first, second = oauth.authorization_url(), oauth.authorization_url()
    assert first.state != second.state
    assert first.verifier != second.verifier
    assert first.verifier not in first.url
    assert "code_challenge_method=S256" in first.url
    with pytest.raises(InvalidInput, match="another login attempt"):
        await oauth.exchange(browser_back(sandbox, first), second)


@pytest.mark.parametrize("answer_url", [None, 5, "", "http://[", "http://127.0.0.1:8976/callback"])
async def test_an_invalid_login_response_is_rejected_with_a_clear_message(
    sandbox: Sandbox, answer_url: Any
) -> None:
    oauth = oauth_of(sandbox)
    with pytest.raises(InvalidInput) as caught:
        await oauth.exchange(answer_url, oauth.authorization_url())
    assert caught.value.hint


async def test_a_web_application_finishes_a_login_from_what_it_kept_in_the_session(sandbox: Sandbox) -> None:
    request = oauth_of(sandbox).authorization_url()
    kept = {"state": request.state, "verifier": request.verifier}
    query = browser_back(sandbox, request).partition("?")[2]
    credentials = await oauth_of(sandbox).exchange(query, AuthorizationRequest(url="", **kept))
    async with client_of(sandbox, credentials) as client:
        assert (await client.users.me()).id == "w0"


async def test_what_goes_wrong_with_a_login_says_what_to_do(sandbox: Sandbox) -> None:
    oauth = oauth_of(sandbox)
    request = oauth.authorization_url()
    back = browser_back(sandbox, request)
    with pytest.raises(PermissionDenied, match="has to consent"):
        await oauth.exchange(f"{REDIRECT}?state={request.state}&error=access_denied", request)
    with pytest.raises(BadRequest, match="invalid_scope"):
        await oauth.exchange(f"{REDIRECT}?state={request.state}&error=invalid_scope", request)
    with pytest.raises(InvalidInput, match="no code"):
        await oauth.exchange(f"{REDIRECT}?state={request.state}", request)
    with pytest.raises(NotAuthenticated, match="client secret"):
        await oauth_of(sandbox, secret="wrong").exchange(back, request)
    await oauth.exchange(back, request)
    with pytest.raises(NotAuthenticated, match="used once"):
        await oauth.exchange(back, request)


async def test_malformed_settings_are_refused_at_once() -> None:
    wrong: list[dict[str, Any]] = [
        {"client_id": ""},
        {"realm": "a/b"},
        {"login_url": "http://login.sipgate.com"},
        {"login_url": "login.sipgate.com"},
        {"redirect_uri": "callback"},
    ]
    for part in wrong:
        settings: dict[str, Any] = {"client_id": "id", "client_secret": "secret", **part}
        with pytest.raises(InvalidInput):
            AsyncOAuth(**settings)
    with pytest.raises(InvalidInput, match="redirect"):
        AsyncOAuth("id", "secret").authorization_url()
    with pytest.raises(InvalidInput, match="store"):
        await AsyncOAuth("id", "secret").stored()


async def test_a_stored_login_is_found_by_a_client_that_is_given_nothing(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    for name in ("SIPGATE_TOKEN_ID", "SIPGATE_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    await logged_in(sandbox, FileStore())
    async with AsyncSipgate(base_url=sandbox.base_url, transport=sandbox) as client:
        # The machine's clock is ahead of the sandbox's: the token is refreshed first.
        assert (await client.users.me()).id == "w0"
    assert refreshes(sandbox) == 1


async def test_a_login_whose_refresh_token_alone_was_kept_goes_on(sandbox: Sandbox) -> None:
    kept = (await logged_in(sandbox)).tokens.refresh_token or ""
    async with client_of(sandbox, oauth_of(sandbox).resume(kept)) as client:
        assert (await client.users.me()).id == "w0"


async def test_a_login_can_be_refreshed_by_hand_and_ended(sandbox: Sandbox, store: FileStore) -> None:
    oauth = oauth_of(sandbox, store)
    credentials = await logged_in(sandbox, store)
    before = credentials.authorization()
    assert (await oauth.refresh(credentials)).authorization() != before
    await oauth.log_out(credentials)
    assert await oauth.stored() is None
    with pytest.raises(NotAuthenticated, match="logged out"):
        await oauth.refresh(credentials)
    with pytest.raises(NotAuthenticated, match="Session not active"):
        await oauth.refresh(oauth_of(sandbox).resume(credentials.tokens.refresh_token or ""))


async def test_no_secret_is_shown_anywhere(
    sandbox: Sandbox, store: FileStore, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    exposed: list[object] = []
    oauth = oauth_of(sandbox, store)
    request = oauth.authorization_url()
    back = browser_back(sandbox, request)
    code = back.partition("code=")[2].partition("&")[0]
    credentials = await oauth.exchange(back, request)
    secrets = {code, request.verifier, *secrets_of(sandbox, credentials)}
    async with client_of(sandbox, credentials) as client:
        exposed += [oauth, request, credentials, credentials.tokens, credentials.application, client]
        sandbox.clock.advance(seconds=400)
        await client.users.list()
        secrets |= set(secrets_of(sandbox, credentials))
        for fault in ("drop-after", "500", "html"):
            sandbox.clock.advance(seconds=400)
            sandbox.faults.add(f"{fault}@{TOKEN_PATH}*1")
            with pytest.raises(SipgateError) as caught:
                await client.users.list()
            exposed += [caught.value, str(caught.value), caught.value.body]
        with pytest.raises(NotAuthenticated) as refused:
            await oauth.exchange(back, request)
        exposed += [refused.value, str(refused.value), refused.value.body]
    records = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    text = records.replace(request.url, "") + "".join(map(repr, exposed))
    assert "POST /auth/realms/{realm}/protocol/openid-connect/token -> 200" in text
    assert [secret for secret in secrets if secret in text] == []


async def test_an_error_that_repeats_what_was_sent_does_not_show_it() -> None:
    def echo(text: str) -> Reply:
        return Reply(400, {"error": "invalid_grant", "error_description": f"what is {text}?"})

    for secret in ("client-secret", "refresh-1"):
        with scripted_server(by_path={TOKEN_PATH: echo(secret)}) as script:
            oauth = AsyncOAuth("id", "client-secret", login_url=script.base_url.removesuffix("/v2"))
            async with AsyncSipgate(
                credentials=oauth.resume("refresh-1"), base_url=script.base_url
            ) as client:
                with pytest.raises(NotAuthenticated) as caught:
                    await client.users.list()
        assert secret not in f"{caught.value} {caught.value!r} {caught.value.body}"
        assert caught.value.__context__ is None or secret not in str(caught.value.__context__)
