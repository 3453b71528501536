"""Stores of credentials: those that cannot be used, and files behind links."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock

import pytest

from sipgate_tools import (
    AsyncOAuth,
    AsyncSipgate,
    CredentialsMissing,
    InvalidInput,
    OAuth,
    Sipgate,
)
from sipgate_tools.auth import (
    FileStore,
    MemoryCredentialStore,
    stored_credentials,
)
from tests.client.credentials import TOKEN, TOKEN_ID
from tests.client.logins import REDIRECT, a_sandbox, browser_back


class AsyncStore:
    async def load(self) -> dict[str, Any] | None: ...
    async def save(self, content: dict[str, Any]) -> None: ...
    async def clear(self) -> None: ...
    def lock(self) -> Any:
        return AsyncLock()


class AsyncLock:
    async def try_acquire(self) -> bool:
        return True

    async def release(self) -> None: ...


class WithoutLock:
    def load(self) -> dict[str, Any] | None: ...
    def save(self, content: dict[str, Any]) -> None: ...
    def clear(self) -> None: ...


class WithAsyncLoad(MemoryCredentialStore):
    async def load(self) -> dict[str, Any] | None: ...  # type: ignore[override]


class WithMutex(MemoryCredentialStore):
    def lock(self) -> Any:
        return asyncio.Lock()


class WithAsyncLock(MemoryCredentialStore):
    async def lock(self) -> Any:  # type: ignore[override]
        return AsyncLock()


class CallableObject:
    """A callable object instead of a method."""

    async def __call__(self, *_: object) -> None: ...


class WithCalled(MemoryCredentialStore):
    load: Any = CallableObject()


def a_mock() -> Any:
    store = MemoryCredentialStore()
    store.save = AsyncMock()  # type: ignore[method-assign]
    return store


# Stores, the error of the sync client for them, and that of the async one (`None`: it accepts them).
UNUSABLE: list[tuple[Callable[[], Any], str, str | None]] = [
    (AsyncStore, "is asynchronous", None),
    (WithAsyncLoad, r"is asynchronous \(load\(\)\)", None),
    (WithAsyncLock, r"is asynchronous \(lock\(\)\)", None),
    (WithCalled, "is asynchronous", None),
    (a_mock, "is asynchronous", None),
    (WithoutLock, r"lacks lock\(\)", r"lacks lock\(\)"),
    (WithMutex, r"lock of the credential store lacks try_acquire\(\)", r"lacks try_acquire\(\)"),
    (dict, r"lacks load\(\) and save\(\)", r"lacks load\(\)"),
    (lambda: MemoryCredentialStore, "is a class", "is a class"),
    (lambda: "credentials.json", r"lacks load\(\)", r"lacks load\(\)"),
    (lambda: Path("credentials.json"), r"lacks load\(\)", r"lacks load\(\)"),
]


@pytest.mark.parametrize(("store", "by_sync", "by_async"), UNUSABLE)
def test_a_store_that_cannot_be_used_is_refused_when_it_is_given(
    store: Callable[[], Any], by_sync: str, by_async: str | None
) -> None:
    with pytest.raises(InvalidInput, match=by_sync):
        OAuth("id", "secret", store=store())
    if by_async is None:
        AsyncOAuth("id", "secret", store=store())
    else:
        with pytest.raises(InvalidInput, match=by_async):
            AsyncOAuth("id", "secret", store=store())


def test_a_login_in_an_asynchronous_store_is_refused_by_the_sync_client() -> None:
    credentials = AsyncOAuth("id", "secret", store=AsyncStore()).resume("refresh")
    with pytest.raises(InvalidInput, match="Use AsyncOAuth and AsyncSipgate"):
        Sipgate(credentials=credentials)
    with Sipgate(token_id=TOKEN_ID, token=TOKEN) as client, pytest.raises(InvalidInput, match="asynchronous"):
        client.with_credentials(credentials)
    with pytest.raises(InvalidInput, match="asynchronous"):
        OAuth("id", "secret").refresh(credentials)
    with pytest.raises(InvalidInput, match="asynchronous"):
        OAuth("id", "secret").keep(credentials, AsyncStore())  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="asynchronous"):
        stored_credentials(AsyncStore())  # type: ignore[arg-type]
    AsyncSipgate(credentials=credentials)


def test_a_plain_store_serves_the_async_client(tmp_path: Path) -> None:
    sandbox = a_sandbox()
    store = FileStore(tmp_path / "credentials.json")

    async def main() -> None:
        async with AsyncOAuth(
            sandbox.client_id,
            sandbox.client_secret,
            redirect_uri=REDIRECT,
            login_url=sandbox.login_url,
            transport=sandbox,
            store=store,
            now=sandbox.clock.now,
        ) as oauth:
            request = oauth.authorization_url()
            await oauth.exchange(browser_back(sandbox, request), request)
            assert await oauth.stored() is not None

    asyncio.run(main())


def test_a_file_behind_a_link_is_written_through_it(tmp_path: Path) -> None:
    real, linked, twice = tmp_path / "real" / "login.json", tmp_path / "link.json", tmp_path / "link2.json"
    real.parent.mkdir()
    linked.symlink_to(real)
    twice.symlink_to("link.json")
    for store in (FileStore(linked), FileStore(twice)):
        store.save({"kind": str(store)})  # at first, the links are dangling
        assert linked.is_symlink()
        assert twice.is_symlink()
        assert json.loads(real.read_text()) == {"kind": str(store)}
        assert store.load() == {"kind": str(store)}
        assert real.stat().st_mode & 0o777 == 0o600
    lock, other = FileStore(real).lock(), FileStore(twice).lock()
    assert lock.try_acquire()
    assert not other.try_acquire()
    lock.release()
    FileStore(twice).clear()
    assert (real.exists(), linked.is_symlink(), FileStore(linked).load()) == (False, True, None)


def test_circular_links_are_reported(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.symlink_to(other)
    other.symlink_to(one)
    with pytest.raises(CredentialsMissing):
        FileStore(one).load()
