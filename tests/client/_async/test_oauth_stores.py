"""Logins in a custom store that several processes share, and processes that die before they store a response."""

import json
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from sipgate_tools import (
    AsyncOAuth,
    AsyncSipgate,
    CredentialsMissing,
    NotAuthenticated,
    UnexpectedResponse,
)
from sipgate_tools._backends.async_ import for_each
from sipgate_tools.auth import OAuthCredentials
from sipgate_tools.sandbox import Sandbox, serve_in_thread
from tests.client._async.oauth_steps import AT_ONCE, TOKEN_PATH, client_of, logged_in, oauth_of
from tests.client.credentials import jwt
from tests.client.logins import GatedSandbox, a_sandbox, refreshes, requests_of
from tests.client.scripted_server import Reply, scripted_server


class Table:
    """A row of a database, as all processes see it."""

    def __init__(self) -> None:
        self.row: str | None = None
        self.locked = False
        self.saves: list[dict[str, Any]] = []


class Lock:
    """A lock in the database."""

    def __init__(self, table: Table) -> None:
        self.table = table

    async def try_acquire(self) -> bool:
        if self.table.locked:
            return False
        self.table.locked = True
        return True

    async def release(self) -> None:
        self.table.locked = False


class TableStore:
    """A store in the database; in the async client with methods that are awaited."""

    def __init__(self, table: Table) -> None:
        self.table = table

    async def load(self) -> dict[str, Any] | None:
        return None if self.table.row is None else json.loads(self.table.row)

    async def save(self, content: dict[str, Any]) -> None:
        self.table.row = json.dumps(content)
        self.table.saves.append(content)

    async def clear(self) -> None:
        self.table.row = None

    async def lock(self) -> Lock:
        return Lock(self.table)


class Broken(TableStore):
    """A store whose database is down, with the content in its error as SQLAlchemy has it."""

    async def save(self, content: dict[str, Any]) -> None:
        raise RuntimeError(f"INSERT failed [parameters: {content}]")


@pytest.fixture
def sandbox() -> Sandbox:
    return a_sandbox()


@pytest.fixture
def table() -> Table:
    return Table()


async def test_a_login_lives_in_a_store_of_ones_own(sandbox: Sandbox, table: Table) -> None:
    oauth = oauth_of(sandbox, TableStore(table))
    await logged_in(sandbox, TableStore(table))
    stored = await oauth.stored()
    assert stored is not None
    sandbox.clock.advance(seconds=400)
    async with client_of(sandbox, stored) as client:
        await client.users.list()
    assert refreshes(sandbox) == 1
    again = await oauth.stored()
    assert again is not None
    assert again.tokens == stored.tokens
    assert not table.locked
    await oauth.log_out(stored)
    assert await oauth.stored() is None


async def test_a_login_is_kept_when_it_is_known_whose_it_is(sandbox: Sandbox) -> None:
    tables: dict[str, Table] = {}
    oauth = oauth_of(sandbox)
    for user in ("w0", "w1"):
        sandbox.dispatcher.approver = user
        credentials = await logged_in(sandbox)
        async with client_of(sandbox, credentials) as client:
            person = await client.users.info()
        tables[person.key] = Table()
        await oauth.keep(credentials, TableStore(tables[person.key]))
        assert str(credentials.tokens.refresh_token) in (tables[person.key].row or "")
    assert len(tables) == 2
    sandbox.clock.advance(seconds=400)
    for key, table in tables.items():
        stored = await oauth.stored(TableStore(table))
        assert stored is not None
        async with client_of(sandbox, stored) as client:
            assert (await client.users.info()).key == key
            assert (await client.users.me()).id == key.rpartition("-")[2]


async def test_clients_with_one_store_make_one_refresh() -> None:
    sandbox, table = GatedSandbox(8), Table()
    with serve_in_thread(sandbox):
        await logged_in(sandbox, TableStore(table))
        sandbox.clock.advance(seconds=400)

        async def one(_: int) -> None:
            stored = await oauth_of(sandbox, TableStore(table)).stored()
            sandbox.begin()
            async with AsyncSipgate(credentials=stored, base_url=sandbox.base_url) as client:
                await client.users.list()

        await for_each(range(8), one, concurrency=8)
    assert refreshes(sandbox) == 1
    assert not table.locked


async def test_one_pool_serves_several_users_who_share_nothing_else(sandbox: Sandbox) -> None:
    async with client_of(sandbox, await logged_in(sandbox)) as client:
        assert (await client.users.me()).id == "w0"
        sandbox.dispatcher.approver = "w1"
        other = client.with_credentials(await logged_in(sandbox))
        assert (await other.users.me()).id == "w1"
        assert (await client.users.me()).id == "w0"
        assert other.api.transport is client.api.transport


async def test_a_store_that_fails_is_told_without_what_it_was_given(sandbox: Sandbox, table: Table) -> None:
    with pytest.raises(CredentialsMissing, match=r"failed in save\(\) \(RuntimeError\)") as caught:
        await logged_in(sandbox, Broken(table))
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


async def test_a_login_goes_on_when_its_store_fails_later(
    sandbox: Sandbox, table: Table, caplog: pytest.LogCaptureFixture
) -> None:
    credentials = await logged_in(sandbox, TableStore(table))
    credentials.store = Broken(table)
    async with client_of(sandbox, credentials) as client:
        for _ in range(2):
            sandbox.clock.advance(seconds=400)
            await client.users.list()
    assert "RuntimeError" in caplog.text
    assert "parameters" not in caplog.text
    assert [secret for secret in credentials.secrets() if secret in caplog.text] == []


@pytest.mark.parametrize(
    "content", ["a text", 5, ["list"], {"kind": "oauth"}, {"kind": "oauth", "tokens": "x"}]
)
async def test_a_store_that_returns_something_else_than_a_login_is_rejected(
    sandbox: Sandbox, table: Table, content: object
) -> None:
    table.row = json.dumps(content)
    with pytest.raises(CredentialsMissing) as caught:
        await oauth_of(sandbox, TableStore(table)).stored()
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


class Killed(BaseException):
    """Ends a process."""


class KillingSandbox(httpx2.AsyncBaseTransport):
    """A sandbox that makes a process die after a token refresh, before anything is stored."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await self.sandbox.handle_async_request(request)
        if request.url.path.endswith("/token"):
            raise Killed
        return response


async def process(sandbox: Sandbox, table: Table, *, killed: bool = False) -> AsyncSipgate:
    """Return the client of another process with this store."""
    stored = await oauth_of(sandbox, TableStore(table)).stored()
    transport: Any = KillingSandbox(sandbox) if killed else sandbox
    return AsyncSipgate(credentials=stored, base_url=sandbox.base_url, transport=transport, retries=AT_ONCE)


async def test_when_a_process_dies_in_a_refresh_the_others_try_the_used_up_token_once(
    sandbox: Sandbox, table: Table
) -> None:
    await logged_in(sandbox, TableStore(table))
    sandbox.clock.advance(seconds=400)
    async with await process(sandbox, table, killed=True) as client:
        with pytest.raises(Killed):
            await client.users.list()
    started_at = (sandbox.clock.now() - timedelta(0)).isoformat(sep=" ", timespec="seconds")
    messages: list[str] = []
    for _ in range(4):
        async with await process(sandbox, table) as client:
            for _ in range(2):
                with pytest.raises(NotAuthenticated, match="Log in again") as caught:
                    await client.users.list()
                messages.append(str(caught.value))
    assert refreshes(sandbox) == 2  # the one that died, and one more
    assert (
        f"On {started_at} a token refresh was started, but the new refresh token was never stored"
        in messages[0]
    )
    assert all("is not tried again" in message for message in messages[1:])
    assert requests_of(sandbox, "/v2/users") == 0


async def test_when_a_process_dies_before_its_refresh_arrives_the_next_one_goes_on(
    sandbox: Sandbox, table: Table
) -> None:
    await logged_in(sandbox, TableStore(table))
    sandbox.clock.advance(seconds=400)
    content = json.loads(table.row or "")
    content["refresh"] = {"begun_at": sandbox.clock.now().isoformat(), "refused": False}
    table.row = json.dumps(content)
    async with await process(sandbox, table) as client:
        await client.users.list()
    assert refreshes(sandbox) == 1
    assert "refresh" not in json.loads(table.row or "")


async def test_a_refresh_is_written_down_before_it_is_sent(sandbox: Sandbox, table: Table) -> None:
    credentials = await logged_in(sandbox, TableStore(table))
    before = credentials.tokens.refresh_token
    sandbox.clock.advance(seconds=400)
    async with client_of(sandbox, credentials) as client:
        await client.users.list()
    started_at, kept = table.saves[1:]
    assert (started_at["tokens"]["refresh_token"], started_at["refresh"]["refused"]) == (before, False)
    assert kept["tokens"]["refresh_token"] == credentials.tokens.refresh_token
    assert "refresh" not in kept


async def test_a_new_login_after_a_refused_token_is_good(sandbox: Sandbox, table: Table) -> None:
    await logged_in(sandbox, TableStore(table))
    sandbox.clock.advance(seconds=31 * 86400)
    async with await process(sandbox, table) as client:
        for _ in range(2):
            with pytest.raises(NotAuthenticated):
                await client.users.list()
    assert refreshes(sandbox) == 1
    await logged_in(sandbox, TableStore(table))
    async with await process(sandbox, table) as client:
        await client.users.list()


ODD_FIELDS: list[dict[str, Any]] = [
    {"refresh_expires_in": "2592000"},
    {"refresh_expires_in": "soon"},
    {"refresh_expires_in": None},
    {"refresh_expires_in": [1]},
    {"refresh_expires_in": -5},
    {"refresh_expires_in": 1e300},
    {"expires_in": ""},
    {"expires_in": "300"},
    {"expires_in": "300.5"},
    {"expires_in": None},
    {"expires_in": True},
    {"expires_in": 10**400},
    {"expires_in": {"seconds": 300}},
    {"scope": None},
    {"scope": ["users:read", 5]},
    {"scope": 7},
    {"token_type": None},
    {"token_type": 5},
    {"not-before-policy": "x", "session_state": None, "id_token": 5},
]


async def refresh_with(response: dict[str, Any] | str) -> tuple[OAuthCredentials, Exception | None]:
    """Return a login that was refreshed with this response, and the error if there was one."""
    with scripted_server(
        by_path={TOKEN_PATH: Reply(200, response), "/v2/users": Reply(200, {"items": []})}
    ) as script:
        oauth = AsyncOAuth("id", "client-secret", login_url=script.base_url.removesuffix("/v2"))
        credentials = oauth.resume("old")
        async with AsyncSipgate(credentials=credentials, base_url=script.base_url, retries=0) as client:
            try:
                await client.users.list()
            except UnexpectedResponse as error:
                return credentials, error
    return credentials, None


@pytest.mark.parametrize("odd", ODD_FIELDS)
async def test_odd_fields_beside_the_tokens_cost_themselves_only(odd: dict[str, Any]) -> None:
    response = {
        "access_token": jwt(sub="w0"),
        "refresh_token": "new",
        "token_type": "Bearer",
        "expires_in": 300,
    }
    credentials, problem = await refresh_with(response | odd)
    assert problem is None
    assert credentials.tokens.refresh_token == "new"
    assert credentials.tokens.access_token == response["access_token"]
    lifetime = credentials.tokens.expires_at - credentials.tokens.issued_at
    assert lifetime > timedelta(seconds=60)


@pytest.mark.parametrize(
    "access_token", [None, "", 5, jwt(typ="ID", sub="w0"), jwt(typ="Refresh"), jwt(nonce="x", at_hash="y")]
)
async def test_a_new_refresh_token_is_kept_although_the_access_token_is_none(access_token: object) -> None:
    response = {"access_token": access_token, "refresh_token": "new", "token_type": "Bearer"}
    credentials, problem = await refresh_with(response)
    assert "no usable tokens" in str(problem)
    assert credentials.tokens.refresh_token == "new"
    assert credentials.needs_refresh()


@pytest.mark.parametrize("response", ["", "[]", "null", '{"error": "x"}', "<html>", "[" * 100_000])
async def test_a_response_that_is_not_an_object_of_tokens_changes_nothing(response: str) -> None:
    credentials, problem = await refresh_with(response)
    assert problem is not None
    assert (problem.__cause__, problem.__context__) == (None, None)
    assert credentials.tokens.refresh_token == "old"
