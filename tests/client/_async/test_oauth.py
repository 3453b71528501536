"""Logging in through OAuth, and staying logged in, against the sandbox's own login."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from sipgate_tools import (
    AsyncOAuth,
    AsyncSipgate,
    BadRequest,
    ConnectionFailed,
    InvalidInput,
    NotAuthenticated,
    OutcomeUnknown,
    PermissionDenied,
    RetryPolicy,
    ServerError,
    SipgateError,
    UnexpectedAnswer,
)
from sipgate_tools.auth import AuthorizationRequest, CredentialStore, FileStore, OAuthCredentials
from sipgate_tools.concurrency.aio import for_each
from sipgate_tools.sandbox import Sandbox, serve_in_thread
from tests.client.credentials import jwt
from tests.client.logins import REDIRECT, GatedSandbox, a_sandbox, asked, browser_back, renewals, secrets_of
from tests.client.scripted import Reply, played

TOKEN_PATH = "/auth/realms/sipgate-apps/protocol/openid-connect/token"
AT_ONCE = RetryPolicy(retries=0)


@pytest.fixture
def sandbox() -> Sandbox:
    return a_sandbox()


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "sipgate" / "credentials.json")


def oauth_of(
    sandbox: Sandbox,
    store: CredentialStore | None = None,
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


async def logged_in(sandbox: Sandbox, store: CredentialStore | None = None) -> OAuthCredentials:
    oauth = oauth_of(sandbox, store)
    request = oauth.authorization_url()
    return await oauth.exchange(browser_back(sandbox, request), request)


def client_of(sandbox: Sandbox, credentials: OAuthCredentials) -> AsyncSipgate:
    return AsyncSipgate(
        credentials=credentials, base_url=sandbox.base_url, transport=sandbox, retries=AT_ONCE
    )


async def send(client: AsyncSipgate) -> None:
    await client.sms.send(to="+4915799912345", message="Dinner at eight?", sms_id="s0")


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
    assert asked(sandbox, "/v2/groups") == 0  # the token says which platform it is


async def test_each_attempt_to_log_in_has_its_own_state_and_verifier(sandbox: Sandbox) -> None:
    oauth = oauth_of(sandbox)
    first, second = oauth.authorization_url(), oauth.authorization_url()
    assert first.state != second.state
    assert first.verifier != second.verifier
    assert first.verifier not in first.url
    assert "code_challenge_method=S256" in first.url
    with pytest.raises(InvalidInput, match="another login attempt"):
        await oauth.exchange(browser_back(sandbox, first), second)


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
    with pytest.raises(PermissionDenied, match="has to agree"):
        await oauth.exchange(f"{REDIRECT}?state={request.state}&error=access_denied", request)
    with pytest.raises(BadRequest, match="invalid_scope"):
        await oauth.exchange(f"{REDIRECT}?state={request.state}&error=invalid_scope", request)
    with pytest.raises(InvalidInput, match="no code"):
        await oauth.exchange(f"{REDIRECT}?state={request.state}", request)
    with pytest.raises(NotAuthenticated, match="client secret"):
        await oauth_of(sandbox, secret="wrong").exchange(back, request)
    await oauth.exchange(back, request)
    with pytest.raises(NotAuthenticated, match="good once"):
        await oauth.exchange(back, request)


def test_malformed_settings_are_refused_at_once() -> None:
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
        AsyncOAuth("id", "secret").stored()


async def test_a_token_is_renewed_before_it_ends(sandbox: Sandbox) -> None:
    async with client_of(sandbox, await logged_in(sandbox)) as client:
        sandbox.clock.advance(seconds=269)
        await client.users.list()
        assert renewals(sandbox) == 0
        sandbox.clock.advance(seconds=1)
        await client.users.list()
        assert renewals(sandbox) == 1
        sandbox.clock.advance(seconds=60)
        await client.users.list()
    assert renewals(sandbox) == 1
    assert asked(sandbox, "/v2/users") == 3


async def test_a_login_goes_on_for_months_when_it_is_used(sandbox: Sandbox) -> None:
    async with client_of(sandbox, await logged_in(sandbox)) as client:
        for _ in range(4):
            sandbox.clock.advance(seconds=29 * 86400)
            await client.users.list()
    assert renewals(sandbox) == 4


async def test_a_refused_token_is_renewed_and_the_request_sent_again_a_write_too(sandbox: Sandbox) -> None:
    credentials = await logged_in(sandbox)
    credentials.now = lambda: credentials.tokens.issued_at  # our clock stands still
    async with client_of(sandbox, credentials) as client:
        sandbox.clock.advance(seconds=301)
        await client.users.list()
        assert (renewals(sandbox), asked(sandbox, "/v2/users")) == (1, 2)
        sandbox.clock.advance(seconds=301)
        await send(client)
    assert (renewals(sandbox), asked(sandbox, "/v2/sessions/sms")) == (2, 2)
    assert len(sandbox.outbox()["sms"]) == 1


async def test_a_request_that_is_refused_with_a_new_token_is_not_sent_a_third_time(sandbox: Sandbox) -> None:
    sandbox.faults.add("401@/v2/users")
    async with client_of(sandbox, await logged_in(sandbox)) as client:
        with pytest.raises(NotAuthenticated):
            await client.users.list()
    assert (renewals(sandbox), asked(sandbox, "/v2/users")) == (1, 2)


async def test_a_file_is_fetched_again_when_its_token_was_refused(tmp_path: Path) -> None:
    tokens = {"access_token": jwt(sub="w0"), "expires_in": 300, "refresh_token": "r2"}
    with played(Reply(401), Reply(200, "RIFF"), by_path={TOKEN_PATH: Reply(200, tokens)}) as script:
        root = script.base_url.removesuffix("/v2")
        oauth = AsyncOAuth("id", "client-secret", login_url=root)
        credentials = oauth.resume("r1")
        credentials.now = lambda: credentials.tokens.issued_at
        async with AsyncSipgate(credentials=credentials, base_url=script.base_url) as client:
            path = await client.history.download(f"{root}/v2/media/1.wav", tmp_path / "1.wav")
    assert path.read_text() == "RIFF"
    assert [request.path for request in script.received].count("/v2/media/1.wav") == 2


async def test_many_requests_at_once_make_one_renewal_and_all_go_on(store: FileStore) -> None:
    sandbox = GatedSandbox(30)
    with serve_in_thread(sandbox):
        credentials = await logged_in(sandbox, store)
        sandbox.clock.advance(seconds=400)
        async with AsyncSipgate(credentials=credentials, base_url=sandbox.base_url) as client:

            async def one(_: int) -> None:
                sandbox.begin()
                await client.users.list()

            await for_each(range(60), one, at_once=30)
    assert renewals(sandbox) == 1
    assert asked(sandbox, "/v2/users") == 60


async def test_many_refused_requests_at_once_make_one_renewal(store: FileStore) -> None:
    sandbox = GatedSandbox(30)
    with serve_in_thread(sandbox):
        credentials = await logged_in(sandbox, store)
        credentials.now = lambda: credentials.tokens.issued_at
        sandbox.clock.advance(seconds=400)
        async with AsyncSipgate(credentials=credentials, base_url=sandbox.base_url) as client:

            async def one(_: int) -> None:
                sandbox.begin()
                await client.users.list()

            await for_each(range(30), one, at_once=30)
    assert renewals(sandbox) == 1
    assert 30 < asked(sandbox, "/v2/users") <= 60


async def test_clients_that_share_a_store_share_one_renewal(store: FileStore) -> None:
    sandbox = GatedSandbox(8)
    with serve_in_thread(sandbox):
        await logged_in(sandbox, store)
        sandbox.clock.advance(seconds=400)

        async def one(_: int) -> None:
            stored = oauth_of(sandbox, store).stored()
            sandbox.begin()
            async with AsyncSipgate(credentials=stored, base_url=sandbox.base_url) as client:
                await client.users.list()

        await for_each(range(8), one, at_once=8)
    assert renewals(sandbox) == 1


async def test_the_rotated_refresh_token_is_stored_where_only_the_owner_reads_it(
    sandbox: Sandbox, store: FileStore
) -> None:
    credentials = await logged_in(sandbox, store)
    first = credentials.tokens.refresh_token
    sandbox.clock.advance(seconds=300)
    async with client_of(sandbox, credentials) as client:
        await client.users.list()
    kept = json.loads(store.path.read_text())["tokens"]["refresh_token"]
    assert kept == credentials.tokens.refresh_token != first
    assert store.path.stat().st_mode & 0o777 == 0o600
    assert store.path.parent.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in store.path.parent.iterdir()} == {0o600}


async def test_a_stored_login_is_found_by_a_client_that_is_given_nothing(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    for name in ("SIPGATE_TOKEN_ID", "SIPGATE_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    await logged_in(sandbox, FileStore())
    async with AsyncSipgate(base_url=sandbox.base_url, transport=sandbox) as client:
        # The machine's clock is later than the sandbox's: it is renewed first.
        assert (await client.users.me()).id == "w0"
    assert renewals(sandbox) == 1


async def test_a_login_whose_refresh_token_alone_was_kept_goes_on(sandbox: Sandbox) -> None:
    kept = (await logged_in(sandbox)).tokens.refresh_token or ""
    async with client_of(sandbox, oauth_of(sandbox).resume(kept)) as client:
        assert (await client.users.me()).id == "w0"


async def test_a_login_can_be_renewed_by_hand_and_ended(sandbox: Sandbox, store: FileStore) -> None:
    oauth = oauth_of(sandbox, store)
    credentials = await logged_in(sandbox, store)
    before = credentials.authorization()
    assert (await oauth.refresh(credentials)).authorization() != before
    await oauth.log_out(credentials)
    assert oauth.stored() is None
    with pytest.raises(NotAuthenticated, match="logged out"):
        await oauth.refresh(credentials)
    with pytest.raises(NotAuthenticated, match="Session not active"):
        await oauth.refresh(oauth_of(sandbox).resume(credentials.tokens.refresh_token or ""))


async def test_a_refresh_token_that_is_refused_means_to_log_in_again(sandbox: Sandbox) -> None:
    credentials = await logged_in(sandbox)
    async with client_of(sandbox, credentials) as client:
        sandbox.clock.advance(seconds=31 * 86400)
        with pytest.raises(NotAuthenticated, match="Log in again") as caught:
            await client.users.list()
    assert "Token is not active" in str(caught.value)
    assert asked(sandbox, "/v2/users") == 0


async def test_those_who_wait_for_a_renewal_that_fails_fail_with_it(store: FileStore) -> None:
    sandbox = GatedSandbox(10)
    failed: list[SipgateError] = []
    with serve_in_thread(sandbox):
        credentials = await logged_in(sandbox, store)
        sandbox.clock.advance(seconds=31 * 86400)
        async with AsyncSipgate(credentials=credentials, base_url=sandbox.base_url) as client:

            async def one(_: int) -> None:
                sandbox.begin()
                try:
                    await client.users.list()
                except NotAuthenticated as error:
                    failed.append(error)

            await for_each(range(10), one, at_once=10)
    assert len(failed) == 10
    assert renewals(sandbox) == 1


async def test_a_renewal_whose_answer_was_lost_is_told_and_the_old_token_is_tried_once_more(
    sandbox: Sandbox,
) -> None:
    async with client_of(sandbox, await logged_in(sandbox)) as client:
        sandbox.clock.advance(seconds=400)
        sandbox.faults.add(f"drop-after@{TOKEN_PATH}*1")
        with pytest.raises(OutcomeUnknown, match="may have replaced the refresh token"):
            await client.users.list()
        with pytest.raises(NotAuthenticated, match="Log in again"):
            await client.users.list()
    assert renewals(sandbox) == 2


async def test_a_renewal_that_never_arrived_costs_nothing(sandbox: Sandbox) -> None:
    async with client_of(sandbox, await logged_in(sandbox)) as client:
        sandbox.clock.advance(seconds=400)
        for fault, kind in (("refuse", ConnectionFailed), ("drop", OutcomeUnknown), ("503", ServerError)):
            sandbox.faults.add(f"{fault}@{TOKEN_PATH}*1")
            with pytest.raises(kind):
                await client.users.list()
        await client.users.list()
    assert asked(sandbox, "/v2/users") == 1


@pytest.mark.parametrize("fault", ["truncated", "html", "missing-fields"])
async def test_an_answer_without_tokens_is_told(sandbox: Sandbox, fault: str) -> None:
    async with client_of(sandbox, await logged_in(sandbox)) as client:
        sandbox.clock.advance(seconds=400)
        sandbox.faults.add(f"{fault}@{TOKEN_PATH}")
        with pytest.raises(UnexpectedAnswer, match="without tokens"):
            await client.users.list()
    assert asked(sandbox, "/v2/users") == 0


async def test_a_client_goes_on_for_nobody_but_whom_it_was_made_for(
    sandbox: Sandbox, store: FileStore
) -> None:
    credentials = await logged_in(sandbox, store)
    sandbox.engine.approver = "w1"
    await logged_in(sandbox, store)
    sandbox.clock.advance(seconds=400)
    async with client_of(sandbox, credentials) as client:
        with pytest.raises(NotAuthenticated, match="replaced by another"):
            await client.users.list()


async def test_a_login_that_cannot_be_stored_any_more_is_still_good_here(
    sandbox: Sandbox, store: FileStore, caplog: pytest.LogCaptureFixture
) -> None:
    credentials = await logged_in(sandbox, store)

    class Full(FileStore):
        def _replace(self, text: str) -> None:
            raise OSError(28, "No space left on device")

    credentials.store = Full(store.path)
    async with client_of(sandbox, credentials) as client:
        for _ in range(2):
            sandbox.clock.advance(seconds=400)
            await client.users.list()
    assert "No space left" in caplog.text


async def test_no_secret_is_shown_anywhere(
    sandbox: Sandbox, store: FileStore, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shown: list[object] = []
    oauth = oauth_of(sandbox, store)
    request = oauth.authorization_url()
    back = browser_back(sandbox, request)
    code = back.partition("code=")[2].partition("&")[0]
    credentials = await oauth.exchange(back, request)
    secrets = {code, request.verifier, *secrets_of(sandbox, credentials)}
    async with client_of(sandbox, credentials) as client:
        shown += [oauth, request, credentials, credentials.tokens, credentials.application, client]
        sandbox.clock.advance(seconds=400)
        await client.users.list()
        secrets |= set(secrets_of(sandbox, credentials))
        for fault in ("drop-after", "500", "html"):
            sandbox.clock.advance(seconds=400)
            sandbox.faults.add(f"{fault}@{TOKEN_PATH}*1")
            with pytest.raises(SipgateError) as caught:
                await client.users.list()
            shown += [caught.value, str(caught.value), caught.value.body]
        with pytest.raises(NotAuthenticated) as refused:
            await oauth.exchange(back, request)
        shown += [refused.value, str(refused.value), refused.value.body]
    records = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    text = records.replace(request.url, "") + "".join(map(repr, shown))
    assert "POST /auth/realms/{realm}/protocol/openid-connect/token -> 200" in text
    assert [secret for secret in secrets if secret in text] == []


async def test_an_error_that_repeats_what_was_sent_does_not_show_it() -> None:
    def echo(text: str) -> Reply:
        return Reply(400, {"error": "invalid_grant", "error_description": f"what is {text}?"})

    for secret in ("client-secret", "refresh-1"):
        with played(by_path={TOKEN_PATH: echo(secret)}) as script:
            oauth = AsyncOAuth("id", "client-secret", login_url=script.base_url.removesuffix("/v2"))
            async with AsyncSipgate(
                credentials=oauth.resume("refresh-1"), base_url=script.base_url
            ) as client:
                with pytest.raises(NotAuthenticated) as caught:
                    await client.users.list()
        assert secret not in f"{caught.value} {caught.value!r} {caught.value.body}"
        assert caught.value.__context__ is None or secret not in str(caught.value.__context__)
