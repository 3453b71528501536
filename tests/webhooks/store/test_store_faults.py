"""Stores that fail: nothing is acknowledged that is not stored, and every failure is one of our errors."""

from __future__ import annotations

import asyncio
import os
import resource
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sipgate_tools.errors import InvalidInput, SipgateError, StoreFailed
from sipgate_tools.webhooks import open_store
from sipgate_tools.webhooks.testing import Signer
from tests.webhooks.store.apps import Deliver, Health, app, delivery_of, stored_calls


async def test_with_a_locked_file_all_responses_are_in_time_and_it_works_when_unlocked(
    tmp_path: Path, signer: Signer, deliver: Deliver, health: Health, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "calls.db"
    async with app(signer, path, deadline_seconds=0.5) as hooks:
        assert await deliver(hooks, signer.new_call()) == 200
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            caplog.clear()
            start = time.monotonic()
            statuses = await asyncio.gather(
                *(deliver(hooks, signer.new_call()) for _ in range(10)), health(hooks)
            )
            assert time.monotonic() - start < 2
            assert statuses == [503] * 11
            assert len(caplog.records) == 11
            other.execute("ROLLBACK")
        assert await deliver(hooks, signer.new_call(call_id="free")) == 200
    assert len(await stored_calls(path)) == 2


async def test_a_briefly_locked_file_is_waited_for(tmp_path: Path, signer: Signer, deliver: Deliver) -> None:
    path = tmp_path / "calls.db"
    async with app(signer, path) as hooks:
        assert await deliver(hooks, signer.new_call()) == 200
        with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
            other.execute("BEGIN IMMEDIATE")
            asyncio.get_running_loop().call_later(0.1, other.execute, "ROLLBACK")
            statuses = await asyncio.gather(*(deliver(hooks, signer.new_call()) for _ in range(10)))
        assert statuses == [200] * 10


@pytest.fixture
def no_file_may_grow() -> Iterator[Callable[[int], None]]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def limit(size: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))

    yield limit
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_full_disk_is_detected_by_deliveries_and_by_health(
    tmp_path: Path,
    signer: Signer,
    deliver: Deliver,
    health: Health,
    no_file_may_grow: Callable[[int], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    path = tmp_path / "calls.db"
    async with app(signer, path) as hooks:
        for _ in range(5):
            assert await deliver(hooks, signer.new_call()) == 200
        caplog.clear()
        no_file_may_grow(path.with_name("calls.db-wal").stat().st_size)
        assert [await deliver(hooks, signer.new_call()), await health(hooks)] == [503, 503]
        no_file_may_grow(resource.RLIM_INFINITY)
        assert [await deliver(hooks, signer.new_call()), await health(hooks)] == [200, 200]
    assert len(caplog.records) == 2
    assert all(len(record.getMessage().splitlines()) == 1 for record in caplog.records)
    assert all(record.exc_info is None for record in caplog.records)


def _folder(path: Path) -> None:
    path.mkdir()


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _text(path: Path) -> None:
    path.write_text("This is not a database. " * 100)


def _foreign(sql: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(sql)

    return make


BAD_PLACES: dict[str, Callable[[Path], None]] = {
    "a folder": _folder,
    "a pipe": _fifo,
    "a text": _text,
    "a foreign table": _foreign("CREATE TABLE events (name TEXT)"),
    "any foreign table": _foreign("CREATE TABLE places (name TEXT)"),
    "a foreign version": _foreign("CREATE TABLE places (name TEXT); PRAGMA user_version = 1"),
    "a foreign table and version": _foreign("CREATE TABLE events (id, call_id); PRAGMA user_version = 1"),
}


@pytest.mark.parametrize("make", BAD_PLACES.values(), ids=BAD_PLACES)
async def test_a_file_that_is_not_a_store_is_refused(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "calls.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(InvalidInput, match=r"calls\.db"):
        await open_store(path).open()
    assert before is None or path.read_bytes() == before


@pytest.mark.parametrize(
    "location", ["/proc/none/calls.db", "/dev/null/calls.db", "/dev/null", f"/tmp/{'x' * 300}/calls.db"]
)
async def test_a_path_where_no_file_can_be_is_refused(location: str) -> None:
    with pytest.raises(SipgateError):
        await open_store(location).open()


@pytest.mark.parametrize("location", ["", "a\0b", ":memory:", b"calls.db", 7])
def test_an_invalid_path_is_refused_immediately(location: Any) -> None:
    with pytest.raises(InvalidInput, match="path of a file"):
        open_store(location)


@pytest.mark.parametrize(
    "location",
    ["postgres://h/x", "sqlite:///x.db", "http://h/", "s3://bucket/x", "POSTGRESQL+asyncpg://h", "file:///x"],
)
def test_urls_of_other_stores_are_refused_and_create_no_file(
    location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InvalidInput, match="with the scheme"):
        open_store(location)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "url", ["redis://h:port/0", "redis://h:99999999999/x", "redis://:secret@h/0?nonsense=1", "rediss://[::1"]
)
def test_a_bad_url_of_redis_is_refused_without_printing_it(url: str) -> None:
    pytest.importorskip("redis", reason="the package redis is not installed")
    with pytest.raises(InvalidInput, match="not a Redis URL") as caught:
        open_store(url)
    assert "secret" not in repr(caught.value)
    assert caught.value.__cause__ is None


async def test_a_damaged_file_raises_store_failed(tmp_path: Path, signer: Signer) -> None:
    path = tmp_path / "calls.db"
    async with app(signer, path) as hooks:
        for number in range(300):
            await hooks.store.claim(delivery_of(signer, f"c{number}"), lease_seconds=1)
    content = bytearray(path.read_bytes())
    for begin in range(4096, len(content), 4096):
        content[begin : begin + 2000] = b"\xff" * 2000
    path.write_bytes(content)
    store = open_store(path)
    with pytest.raises(StoreFailed, match="damaged"):
        async with store:
            await store.events()
    await store.close()


async def test_reading_creates_no_file(tmp_path: Path) -> None:
    for path in (tmp_path / "nope.db", tmp_path / "none" / "nope.db"):
        with pytest.raises(InvalidInput, match="does not exist"):
            await open_store(path, create=False).open()
    empty = tmp_path / "empty.db"
    empty.touch()
    with pytest.raises(InvalidInput, match="contains no webhook events"):
        await open_store(empty, create=False).open()
    assert list(tmp_path.iterdir()) == [empty]
    assert empty.stat().st_size == 0
