"""The web application in examples/tenants: two workers, one database, users of one account."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2
import pytest

from sipgate_tools import AsyncSipgate, CredentialsMissing
from sipgate_tools.auth import NoCredentials
from sipgate_tools.sandbox import Sandbox
from tests.docs.pages import ROOT

SHOP = "https://shop.example"
KEY, NEXT_KEY = b"k" * 32, b"n" * 32


def _programs(*names: str) -> list[Any]:
    """Import modules of the folder, which import each other by name."""
    sys.path.insert(0, str(ROOT / "examples" / "tenants"))
    try:
        return [import_module(name) for name in names]
    finally:
        sys.path.pop(0)


store, shop = _programs("store", "app")


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(redirect_uris=[f"{SHOP}/callback"])


@asynccontextmanager
async def worker(sandbox: Sandbox, path: Path, *keys: bytes) -> AsyncGenerator[httpx2.ASGITransport]:
    """Run a worker: an application of its own with its own pool, as each process has."""
    database = store.Database(path, store.Cipher(keys or (KEY,)))
    application = shop.create_app(
        database,
        sandbox.client_id,
        sandbox.client_secret,
        SHOP,
        transport=sandbox,
        login_url=sandbox.login_url,
    )
    async with application.router.lifespan_context(application):
        yield httpx2.ASGITransport(application)


class Browser:
    """A browser that sends each request to the next worker."""

    def __init__(self, *workers: httpx2.ASGITransport) -> None:
        self.workers = [httpx2.AsyncClient(transport=one, base_url=SHOP) for one in workers]
        self.cookies: dict[str, str] = {}

    async def request(self, method: str, path: str) -> httpx2.Response:
        current = self.workers.pop(0)
        self.workers.append(current)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        response = await current.request(method, path, headers={"cookie": cookie})
        for header in response.headers.get_list("set-cookie"):
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response

    async def log_in(self, sandbox: Sandbox, user: str) -> httpx2.Response:
        """Log in as a user of the sandbox, and return the response to the callback."""
        page = (await self.request("GET", "/login")).headers["location"]
        form = dict(parse_qsl(urlsplit(page).query)) | {"user": user, "decision": "approve"}
        async with httpx2.AsyncClient(transport=sandbox) as sipgate:
            redirect = await sipgate.post(page, data=form)
        return await self.request("GET", redirect.headers["location"])


async def test_the_user_logs_in_at_one_worker_and_continues_at_the_other(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    path = tmp_path / "shop.db"
    async with worker(sandbox, path) as first, worker(sandbox, path) as second:
        ada, ben = Browser(first, second), Browser(second, first)
        assert (await ada.request("GET", "/me")).status_code == 401
        assert (await ada.log_in(sandbox, "w0")).headers["location"] == "/me"
        await ben.log_in(sandbox, "w1")
        names = [(await browser.request("GET", "/me")).json()["name"] for browser in (ada, ben, ada)]
        assert names[0] == names[2] != names[1]


async def test_expired_tokens_are_refreshed_once_for_all_workers(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    async with worker(sandbox, path) as first, worker(sandbox, path) as second:
        browser = Browser(first, second)
        await browser.log_in(sandbox, "w0")
        sandbox.clock.advance(timedelta(minutes=10))
        before = sum(path.endswith("/token") for _, path in sandbox.requests)
        responses = await asyncio.gather(*(browser.request("GET", "/me") for _ in range(8)))
        assert [response.status_code for response in responses] == [200] * 8
        assert sum(path.endswith("/token") for _, path in sandbox.requests) - before == 1


async def test_the_session_ends_with_the_logout(sandbox: Sandbox, tmp_path: Path) -> None:
    async with worker(sandbox, tmp_path / "shop.db") as only:
        browser = Browser(only)
        await browser.log_in(sandbox, "w0")
        stolen = Browser(only)
        stolen.cookies.update(browser.cookies)
        await browser.request("POST", "/logout")
        assert (await stolen.request("GET", "/me")).status_code == 401


async def test_a_callback_without_the_browser_that_started_the_login_is_refused(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    async with worker(sandbox, tmp_path / "shop.db") as only:
        response = await Browser(only).request("GET", "/callback?code=x&state=y")
        assert response.status_code == 400


async def test_the_database_contains_no_secret_in_plain_text(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    async with worker(sandbox, path) as only:
        await Browser(only).log_in(sandbox, "w0")
    content = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"1234567-w0" in content
    assert b"eyJ" not in content
    assert sandbox.client_secret.encode() not in content


async def test_a_row_that_was_moved_to_another_user_is_not_decrypted(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    path = tmp_path / "shop.db"
    async with worker(sandbox, path) as only:
        ada = Browser(only)
        await ada.log_in(sandbox, "w0")
        await Browser(only).log_in(sandbox, "w1")
        with closing(sqlite3.connect(path)) as database, database:
            database.execute(
                "UPDATE logins SET content = (SELECT content FROM logins WHERE user = '1234567-w1')"
                " WHERE user = '1234567-w0'"
            )
        with pytest.raises(Exception, match="InvalidTag"):
            await ada.request("GET", "/me")


async def test_a_new_key_encrypts_while_the_old_one_still_decrypts(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    async with worker(sandbox, path) as old:
        browser = Browser(old)
        await browser.log_in(sandbox, "w0")
    async with worker(sandbox, path, NEXT_KEY, KEY) as new:
        browser.workers = Browser(new).workers
        assert (await browser.request("GET", "/me")).status_code == 200


async def test_the_lease_of_a_killed_worker_expires(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = store.Database(tmp_path / "shop.db", store.Cipher([KEY]))
    killed, other = (store.LoginStore(database, "1234567-w0").lock() for _ in range(2))
    assert await killed.try_acquire()
    assert not await other.try_acquire()
    later = time.time() + store.LEASE_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert await other.try_acquire()
    await killed.release()
    assert not await killed.try_acquire()


async def test_a_client_without_credentials_sends_nothing(sandbox: Sandbox) -> None:
    async with AsyncSipgate(credentials=NoCredentials(), transport=sandbox) as client:
        with pytest.raises(CredentialsMissing, match="no credentials"):
            await client.users.info()
    assert sandbox.requests == []
