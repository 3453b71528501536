"""Stores that fail: nothing is acknowledged that is not stored, and every failure is one of our errors."""

from __future__ import annotations

import asyncio
import inspect
import os
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sipgate_tools.errors import InvalidInput, SipgateError, StoreFailed
from sipgate_tools.webhooks import WebhookApp, actions, open_store, parse_event
from sipgate_tools.webhooks.store import Store
from sipgate_tools.webhooks.store.records import Delivery
from sipgate_tools.webhooks.store.redis import RedisStore
from sipgate_tools.webhooks.testing import SignedRequest, Signer

Deliver = Callable[[WebhookApp, SignedRequest], Awaitable[int]]
Health = Callable[[WebhookApp], Awaitable[int]]


def app(signer: Signer, store: str | Path | Store, *, deadline_seconds: float = 5.0) -> WebhookApp:
    hooks = WebhookApp(
        public_url="https://phone.example.com/hook",
        public_key=signer.public_key,
        store=store,
        deadline_seconds=deadline_seconds,
    )
    hooks.on_new_call(lambda _: actions.voicemail())
    return hooks


async def stored_calls(path: str | Path) -> list[str]:
    async with open_store(path, create=False) as store:
        return [one.event.call_id for one in await store.events()]


def delete(path: Path) -> None:
    path.unlink()


def delete_all(path: Path) -> None:
    for one in path.parent.glob(f"{path.name}*"):
        one.unlink()


def move(path: Path) -> None:
    path.rename(path.with_name("moved.db"))


def put_another_there(path: Path) -> None:
    other = path.with_name("other.db")
    program = (
        "import asyncio, sys; from sipgate_tools.webhooks import open_store\n"
        "async def make():\n"
        "    async with open_store(sys.argv[1]): pass\n"
        "asyncio.run(make())"
    )
    subprocess.run([sys.executable, "-c", program, str(other)], check=True)
    other.replace(path)


def delete_the_log(path: Path) -> None:
    path.with_name(f"{path.name}-wal").unlink()


GONE = [delete, delete_all, move, put_another_there, delete_the_log]


@pytest.mark.parametrize("remove", GONE)
async def test_a_lost_file_is_detected_before_anything_is_acknowledged_and_opened_again(
    tmp_path: Path, signer: Signer, deliver: Deliver, remove: Callable[[Path], None]
) -> None:
    path = tmp_path / "calls.db"
    async with app(signer, path) as hooks:
        assert await deliver(hooks, signer.new_call(call_id="before")) == 200
        remove(path)
        assert await deliver(hooks, signer.new_call(call_id="refused")) == 503
        for name in ("after", "later"):
            assert await deliver(hooks, signer.new_call(call_id=name)) == 200
    found = await stored_calls(path)
    assert found[-2:] == ["after", "later"]
    if remove is delete_the_log:
        assert found[0] == "before"


async def test_acknowledged_deliveries_are_in_the_file_that_was_moved(
    tmp_path: Path, signer: Signer, deliver: Deliver
) -> None:
    path = tmp_path / "calls.db"
    async with app(signer, path) as hooks:
        for number in range(20):
            assert await deliver(hooks, signer.new_call(call_id=f"c{number}")) == 200
        move(path)
        assert await deliver(hooks, signer.new_call(call_id="refused")) == 503
        assert await deliver(hooks, signer.new_call(call_id="after")) == 200
        assert (await stored_calls(tmp_path / "moved.db"))[:20] == [f"c{number}" for number in range(20)]
    assert await stored_calls(path) == ["after"]


@pytest.mark.parametrize("remove", GONE)
async def test_health_detects_that_the_file_is_lost(
    tmp_path: Path, signer: Signer, health: Health, remove: Callable[[Path], None]
) -> None:
    path = tmp_path / "calls.db"
    async with app(signer, path) as hooks:
        assert await health(hooks) == 200
        remove(path)
        assert [await health(hooks), await health(hooks)] == [503, 200]


@pytest.mark.parametrize(
    "change", ["ALTER TABLE events DROP COLUMN occurred_at", "DROP TABLE follow_ups", "DROP TABLE events"]
)
async def test_health_detects_that_deliveries_cannot_be_claimed_or_finished(
    tmp_path: Path, signer: Signer, deliver: Deliver, health: Health, change: str
) -> None:
    path = tmp_path / "calls.db"
    async with app(signer, path) as hooks:
        assert [await deliver(hooks, signer.new_call()), await health(hooks)] == [200, 200]
        with closing(sqlite3.connect(path)) as other:
            other.execute(change)
        assert await health(hooks) == 503


async def test_health_leaves_no_trace(store: Store) -> None:
    before = await store.latest_id()
    waiting = asyncio.create_task(store.wait(timeout_seconds=0.05))
    await asyncio.gather(*(store.check() for _ in range(5)))
    assert await waiting == []
    assert await store.latest_id() == before
    assert [await store.events(), await store.calls(), await store.follow_ups()] == [[], [], []]
    assert await store.next_due() is None


@pytest.mark.parametrize("remove", GONE)
async def test_two_apps_with_a_lost_file_continue_together(
    tmp_path: Path, signer: Signer, deliver: Deliver, remove: Callable[[Path], None]
) -> None:
    path = tmp_path / "calls.db"
    acknowledged: list[str] = []
    async with app(signer, path) as one, app(signer, path) as two:
        for hooks in (one, two):
            assert await deliver(hooks, signer.new_call()) == 200
        remove(path)
        for number in range(10):
            for name, hooks in (("one", one), ("two", two)):
                call_id = f"{name}-{number}"
                if await deliver(hooks, signer.new_call(call_id=call_id)) == 200:
                    acknowledged.append(call_id)
        assert {"one-9", "two-9"} <= set(acknowledged)
        assert not {"one-0", "two-0"} & set(acknowledged)
        found = await stored_calls(path)
    assert found == await stored_calls(path)
    assert set(acknowledged) <= set(found)


async def test_no_file_is_created_in_another_folder_at_the_same_path(
    tmp_path: Path, signer: Signer, deliver: Deliver
) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    async with app(signer, folder / "calls.db") as hooks:
        assert await deliver(hooks, signer.new_call()) == 200
        folder.rename(tmp_path / "unmounted")
        folder.mkdir()
        assert [await deliver(hooks, signer.new_call()) for _ in range(3)] == [503] * 3
        assert list(folder.iterdir()) == []
        folder.rmdir()
        (tmp_path / "unmounted").rename(folder)
        assert await deliver(hooks, signer.new_call(call_id="again")) == 200
    assert (await stored_calls(folder / "calls.db"))[-1] == "again"


async def test_a_response_is_not_stored_with_the_delivery_of_another_file(
    tmp_path: Path, signer: Signer, deliver: Deliver
) -> None:
    path = tmp_path / "calls.db"
    going_on, ready = asyncio.Event(), asyncio.Event()
    hooks = WebhookApp(
        public_url="https://phone.example.com/hook",
        public_key=signer.public_key,
        store=path,
        deadline_seconds=5,
    )

    @hooks.on_new_call(from_="+492111")
    async def slow(_: object) -> actions.Action:
        ready.set()
        await going_on.wait()
        return actions.reject("busy")

    hooks.on_new_call(lambda _: actions.voicemail())
    async with hooks:
        first = asyncio.ensure_future(deliver(hooks, signer.new_call(call_id="old", from_="+492111")))
        await ready.wait()
        delete_all(path)
        assert await deliver(hooks, signer.new_call(call_id="refused")) == 503
        assert await deliver(hooks, signer.new_call(call_id="new")) == 200
        going_on.set()
        assert await first == 503
    async with open_store(path) as store:
        [only] = await store.events()
        assert only.event.call_id == "new"
        assert b"Voicemail" in (only.answer or b"")


async def test_a_reader_reads_the_file_that_is_at_the_path_now(tmp_path: Path) -> None:
    path = tmp_path / "calls.db"
    async with open_store(path):
        pass  # makes the file, and nothing is left that would make it again
    async with open_store(path, create=False) as reader:
        assert await reader.events() == []
        delete_all(path)
        with pytest.raises(InvalidInput, match="does not exist"):
            await reader.events()
        async with open_store(path):
            assert await reader.latest_id() == "0"


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
            await hooks.store.claim(_delivery(signer, f"c{number}"), lease_seconds=1)
    content = bytearray(path.read_bytes())
    for begin in range(4096, len(content), 4096):
        content[begin : begin + 2000] = b"\xff" * 2000
    path.write_bytes(content)
    store = open_store(path)
    with pytest.raises(StoreFailed, match="damaged"):
        async with store:
            await store.events()
    await store.close()


def _delivery(signer: Signer, call_id: str) -> Any:
    body = signer.new_call(call_id=call_id).body
    return Delivery(parse_event(body), body, time.time())


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


class Redis:
    """A Redis server that the test can pause, fill and stop."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        program = shutil.which("redis-server") or ""
        self._command = [
            program,
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            str(folder),
        ]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._start()

    def _start(self) -> None:
        self.process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        assert any("Ready to accept connections" in line for line in self.process.stdout)

    def say(self, *words: str) -> None:
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.sendall(b"*%d\r\n" % len(words))
            for word in words:
                connection.sendall(b"$%d\r\n%b\r\n" % (len(word), word.encode()))
            assert connection.recv(1000)[:1] in b"+:$"

    def restart(self) -> None:
        """Kill Redis, which closes all connections, and start it again on the same port."""
        self.process.kill()
        self.process.communicate()
        self._start()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
            self.process.communicate()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    if shutil.which("redis-server") is None:
        pytest.skip("there is no redis-server on this machine: apt-get install redis-server")
    pytest.importorskip("redis", reason="the package redis is not installed")
    running = Redis(tmp_path)
    yield running
    running.stop()


async def test_with_a_paused_redis_all_responses_are_in_time(
    redis: Redis, signer: Signer, deliver: Deliver, health: Health
) -> None:
    async with app(signer, redis.url, deadline_seconds=0.5) as hooks:
        assert [await deliver(hooks, signer.new_call()), await health(hooks)] == [200, 200]
        redis.process.send_signal(signal.SIGSTOP)
        start = time.monotonic()
        statuses = await asyncio.gather(
            *(deliver(hooks, signer.new_call()) for _ in range(10)), health(hooks)
        )
        assert time.monotonic() - start < 2
        assert statuses == [503] * 11
        redis.process.send_signal(signal.SIGCONT)
        assert [await deliver(hooks, signer.new_call()), await health(hooks)] == [200, 200]


def kill_clients(redis: Redis) -> None:
    redis.say("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")


@pytest.mark.parametrize("close_connections", [kill_clients, Redis.restart])
async def test_connections_that_redis_has_closed_cost_no_delivery(
    redis: Redis, signer: Signer, deliver: Deliver, close_connections: Callable[[Redis], None]
) -> None:
    async with app(signer, redis.url) as hooks:
        for _ in range(3):
            statuses = await asyncio.gather(*(deliver(hooks, signer.new_call()) for _ in range(8)))
            assert statuses == [200] * 8
            # In a thread: the event loop sees that the connections are closed, as that of a server does.
            await asyncio.to_thread(close_connections, redis)
        assert await deliver(hooks, signer.new_call()) == 200


async def test_a_silent_redis_is_noticed_within_the_deadline_of_deliveries() -> None:
    pytest.importorskip("redis", reason="the package redis is not installed")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        store = open_store(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        for attempt in (store.open, store.latest_id):
            start = time.monotonic()
            with pytest.raises(StoreFailed, match="did not respond in time"):
                await attempt()
            assert time.monotonic() - start < 2.5
        await store.close()


async def test_the_url_of_redis_can_contain_another_time_limit() -> None:
    pytest.importorskip("redis", reason="the package redis is not installed")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        store = open_store(f"redis://127.0.0.1:{silent.getsockname()[1]}/0?socket_timeout=0.1")
        start = time.monotonic()
        with pytest.raises(StoreFailed, match="did not respond in time"):
            await store.open()
        assert time.monotonic() - start < 1
        await store.close()


async def test_a_consumer_group_can_wait_longer_than_redis_may_take_for_a_reply(redis: Redis) -> None:
    store = RedisStore(f"{redis.url}?socket_timeout=1.5")
    async with store:
        assert await store.read_group("crm", "a", timeout_seconds=2) == []


@pytest.mark.parametrize(
    "words",
    [
        ("ACL", "SETUSER", "default", "-xadd"),
        ("ACL", "SETUSER", "default", "-rpush"),
        ("CONFIG", "SET", "maxmemory", "1"),
        ("SET", "{sipgate-webhooks}:events", "something"),
        ("SET", "{sipgate-webhooks}:recent", "something"),
    ],
    ids=["no events", "no lists", "full", "events of another type", "calls of another type"],
)
async def test_health_reports_that_redis_cannot_store_a_delivery(
    redis: Redis,
    signer: Signer,
    deliver: Deliver,
    health: Health,
    caplog: pytest.LogCaptureFixture,
    words: tuple[str, ...],
) -> None:
    async with app(signer, redis.url) as hooks:
        assert await health(hooks) == 200
        caplog.clear()
        redis.say(*words)
        assert [await health(hooks), await deliver(hooks, signer.new_call())] == [503, 503]
    errors = [record for record in caplog.records if "old events" not in record.getMessage()]
    assert len(errors) == 2
    assert all(record.exc_info is None and "\n" not in record.getMessage() for record in errors)


async def test_a_stopped_redis_costs_one_log_line_per_delivery(
    redis: Redis, signer: Signer, deliver: Deliver, caplog: pytest.LogCaptureFixture
) -> None:
    async with app(signer, redis.url, deadline_seconds=1.0) as hooks:
        assert await deliver(hooks, signer.new_call()) == 200
        redis.stop()
        caplog.clear()
        assert await deliver(hooks, signer.new_call()) == 503
        refused = [record for record in caplog.records if "could not be stored" in record.getMessage()]
    assert len(refused) == 1
    assert refused[0].exc_info is None


async def test_every_error_of_redis_becomes_store_failed(signer: Signer) -> None:
    pytest.importorskip("redis", reason="the package redis is not installed")
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    store: Any = open_store(f"redis://127.0.0.1:{port}/0")
    claim = type("Claim", (), {"place": "c\n1", "id": "1-1"})()
    arguments: dict[str, tuple[Any, ...]] = {
        "claim": (_delivery(signer, "c"),),
        "finish": (claim, b""),
        "response_of": (claim,),
        "read_group": ("g", "c"),
        "acknowledge": ("g", [type("Event", (), {"id": "1-1"})()]),
        "start_follow_up": ("1", 0.0),
        "settle_follow_up": ("1", "done", ""),
        "interrupted_follow_ups": (0.0,),
        "resolve_follow_up": ("1", 0.0),
        "is_over": ("c",),
        "prune": (0.0,),
    }
    keywords = {"claim": {"lease_seconds": 1}, "resolve_follow_up": {"again": True}}
    names = [name for name, _ in inspect.getmembers(store, inspect.iscoroutinefunction) if name[0] != "_"]
    assert set(arguments) <= set(names)
    for name in set(names) - {"close"}:
        with pytest.raises(StoreFailed, match="Redis"):
            await getattr(store, name)(*arguments.get(name, ()), **keywords.get(name, {}))
    await store.close()
