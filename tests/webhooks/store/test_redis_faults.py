"""A Redis that is paused, full or stopped: what deliveries and health report."""

from __future__ import annotations

import asyncio
import inspect
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sipgate_tools.errors import StoreFailed
from sipgate_tools.webhooks import open_store
from sipgate_tools.webhooks.store.redis import RedisStore
from sipgate_tools.webhooks.testing import Signer
from tests.webhooks.store.apps import Deliver, Health, app, delivery_of


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
        "claim": (delivery_of(signer, "c"),),
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
