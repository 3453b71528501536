# Made by scripts/make_sync.py from tests/client/_async/test_oauth_refresh.py: edit that file.
"""Token refresh, alone and concurrently, and what can go wrong with it."""

import json
from pathlib import Path

import pytest

from sipgate_tools import (
    ConnectionFailed,
    NotAuthenticated,
    OAuth,
    OutcomeUnknown,
    ServerError,
    Sipgate,
    SipgateError,
    UnexpectedResponse,
)
from sipgate_tools._backends.sync import for_each
from sipgate_tools.auth import FileStore
from sipgate_tools.sandbox import Sandbox, serve_in_thread
from tests.client._sync.oauth_steps import TOKEN_PATH, client_of, logged_in, oauth_of, send
from tests.client.credentials import jwt
from tests.client.logins import GatedSandbox, a_sandbox, refreshes, requests_of
from tests.client.scripted_server import Reply, scripted_server


@pytest.fixture
def sandbox() -> Sandbox:
    return a_sandbox()


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "sipgate" / "credentials.json")


def test_a_token_is_refreshed_before_it_ends(sandbox: Sandbox) -> None:
    with client_of(sandbox, logged_in(sandbox)) as client:
        sandbox.clock.advance(seconds=269)
        client.users.list()
        assert refreshes(sandbox) == 0
        sandbox.clock.advance(seconds=1)
        client.users.list()
        assert refreshes(sandbox) == 1
        sandbox.clock.advance(seconds=60)
        client.users.list()
    assert refreshes(sandbox) == 1
    assert requests_of(sandbox, "/v2/users") == 3


def test_a_login_goes_on_for_months_when_it_is_used(sandbox: Sandbox) -> None:
    with client_of(sandbox, logged_in(sandbox)) as client:
        for _ in range(4):
            sandbox.clock.advance(seconds=29 * 86400)
            client.users.list()
    assert refreshes(sandbox) == 4


def test_a_refused_token_is_refreshed_and_the_request_sent_again_a_write_too(sandbox: Sandbox) -> None:
    credentials = logged_in(sandbox)
    credentials.now = lambda: credentials.tokens.issued_at  # our clock does not advance
    with client_of(sandbox, credentials) as client:
        sandbox.clock.advance(seconds=301)
        client.users.list()
        assert (refreshes(sandbox), requests_of(sandbox, "/v2/users")) == (1, 2)
        sandbox.clock.advance(seconds=301)
        send(client)
    assert (refreshes(sandbox), requests_of(sandbox, "/v2/sessions/sms")) == (2, 2)
    assert len(sandbox.outbox()["sms"]) == 1


def test_a_request_that_is_refused_with_a_new_token_is_not_sent_a_third_time(sandbox: Sandbox) -> None:
    sandbox.faults.add("401@/v2/users")
    with client_of(sandbox, logged_in(sandbox)) as client:
        with pytest.raises(NotAuthenticated):
            client.users.list()
    assert (refreshes(sandbox), requests_of(sandbox, "/v2/users")) == (1, 2)


def test_a_file_is_fetched_again_when_its_token_was_refused(tmp_path: Path) -> None:
    tokens = {"access_token": jwt(sub="w0"), "expires_in": 300, "refresh_token": "r2"}
    with scripted_server(Reply(401), Reply(200, "RIFF"), by_path={TOKEN_PATH: Reply(200, tokens)}) as script:
        root = script.base_url.removesuffix("/v2")
        oauth = OAuth("id", "client-secret", login_url=root)
        credentials = oauth.resume("r1")
        credentials.now = lambda: credentials.tokens.issued_at
        with Sipgate(credentials=credentials, base_url=script.base_url) as client:
            path = client.history.download(f"{root}/v2/media/1.wav", tmp_path / "1.wav")
    assert path.read_text() == "RIFF"
    assert [request.path for request in script.received].count("/v2/media/1.wav") == 2


def test_many_requests_at_once_make_one_refresh_and_all_go_on(store: FileStore) -> None:
    sandbox = GatedSandbox(30)
    with serve_in_thread(sandbox):
        credentials = logged_in(sandbox, store)
        sandbox.clock.advance(seconds=400)
        with Sipgate(credentials=credentials, base_url=sandbox.base_url) as client:

            def one(_: int) -> None:
                sandbox.begin()
                client.users.list()

            for_each(range(60), one, concurrency=30)
    assert refreshes(sandbox) == 1
    assert requests_of(sandbox, "/v2/users") == 60


def test_many_refused_requests_at_once_make_one_refresh(store: FileStore) -> None:
    sandbox = GatedSandbox(30)
    with serve_in_thread(sandbox):
        credentials = logged_in(sandbox, store)
        credentials.now = lambda: credentials.tokens.issued_at
        sandbox.clock.advance(seconds=400)
        with Sipgate(credentials=credentials, base_url=sandbox.base_url) as client:

            def one(_: int) -> None:
                sandbox.begin()
                client.users.list()

            for_each(range(30), one, concurrency=30)
    assert refreshes(sandbox) == 1
    assert 30 < requests_of(sandbox, "/v2/users") <= 60


def test_clients_that_share_a_store_share_one_refresh(store: FileStore) -> None:
    sandbox = GatedSandbox(8)
    with serve_in_thread(sandbox):
        logged_in(sandbox, store)
        sandbox.clock.advance(seconds=400)

        def one(_: int) -> None:
            stored = oauth_of(sandbox, store).stored()
            sandbox.begin()
            with Sipgate(credentials=stored, base_url=sandbox.base_url) as client:
                client.users.list()

        for_each(range(8), one, concurrency=8)
    assert refreshes(sandbox) == 1


def test_the_rotated_refresh_token_is_stored_where_only_the_owner_reads_it(
    sandbox: Sandbox, store: FileStore
) -> None:
    credentials = logged_in(sandbox, store)
    first = credentials.tokens.refresh_token
    sandbox.clock.advance(seconds=300)
    with client_of(sandbox, credentials) as client:
        client.users.list()
    kept = json.loads(store.path.read_text())["tokens"]["refresh_token"]
    assert kept == credentials.tokens.refresh_token != first
    assert store.path.stat().st_mode & 0o777 == 0o600
    assert store.path.parent.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in store.path.parent.iterdir()} == {0o600}


def test_a_refresh_token_that_is_refused_means_to_log_in_again(sandbox: Sandbox) -> None:
    credentials = logged_in(sandbox)
    with client_of(sandbox, credentials) as client:
        sandbox.clock.advance(seconds=31 * 86400)
        with pytest.raises(NotAuthenticated, match="Log in again") as caught:
            client.users.list()
    assert "Token is not active" in str(caught.value)
    assert requests_of(sandbox, "/v2/users") == 0


def test_those_who_wait_for_a_refresh_that_fails_fail_with_it(store: FileStore) -> None:
    sandbox = GatedSandbox(10)
    failed: list[SipgateError] = []
    with serve_in_thread(sandbox):
        credentials = logged_in(sandbox, store)
        sandbox.clock.advance(seconds=31 * 86400)
        with Sipgate(credentials=credentials, base_url=sandbox.base_url) as client:

            def one(_: int) -> None:
                sandbox.begin()
                try:
                    client.users.list()
                except NotAuthenticated as error:
                    failed.append(error)

            for_each(range(10), one, concurrency=10)
    assert len(failed) == 10
    assert refreshes(sandbox) == 1


def test_a_refresh_whose_response_was_lost_raises_and_the_old_token_is_tried_once_more(
    sandbox: Sandbox,
) -> None:
    with client_of(sandbox, logged_in(sandbox)) as client:
        sandbox.clock.advance(seconds=400)
        sandbox.faults.add(f"drop-after@{TOKEN_PATH}*1")
        with pytest.raises(OutcomeUnknown, match="may have replaced the refresh token"):
            client.users.list()
        with pytest.raises(NotAuthenticated, match="Log in again"):
            client.users.list()
    assert refreshes(sandbox) == 2


def test_a_refresh_that_never_arrived_costs_nothing(sandbox: Sandbox) -> None:
    with client_of(sandbox, logged_in(sandbox)) as client:
        sandbox.clock.advance(seconds=400)
        for fault, kind in (("refuse", ConnectionFailed), ("drop", OutcomeUnknown), ("503", ServerError)):
            sandbox.faults.add(f"{fault}@{TOKEN_PATH}*1")
            with pytest.raises(kind):
                client.users.list()
        client.users.list()
    assert requests_of(sandbox, "/v2/users") == 1


@pytest.mark.parametrize("fault", ["truncated", "html", "missing-fields"])
def test_a_response_without_tokens_is_an_unexpected_response(sandbox: Sandbox, fault: str) -> None:
    with client_of(sandbox, logged_in(sandbox)) as client:
        sandbox.clock.advance(seconds=400)
        sandbox.faults.add(f"{fault}@{TOKEN_PATH}")
        with pytest.raises(UnexpectedResponse, match="no usable tokens"):
            client.users.list()
    assert requests_of(sandbox, "/v2/users") == 0


def test_a_client_is_bound_to_the_login_it_was_created_with(sandbox: Sandbox, store: FileStore) -> None:
    credentials = logged_in(sandbox, store)
    sandbox.dispatcher.approver = "w1"
    logged_in(sandbox, store)
    sandbox.clock.advance(seconds=400)
    with client_of(sandbox, credentials) as client:
        with pytest.raises(NotAuthenticated, match="replaced by another"):
            client.users.list()


def test_a_login_that_cannot_be_stored_any_more_is_still_good_here(
    sandbox: Sandbox, store: FileStore, caplog: pytest.LogCaptureFixture
) -> None:
    credentials = logged_in(sandbox, store)

    class Full(FileStore):
        def _replace(self, text: str) -> None:
            raise OSError(28, "No space left on device")

    credentials.store = Full(store.path)
    with client_of(sandbox, credentials) as client:
        for _ in range(2):
            sandbox.clock.advance(seconds=400)
            client.users.list()
    assert "No space left" in caplog.text
