"""kill -9 under load: what was answered is in the store, what was promised is done once or said to be unknown.

`SIPGATE_TOOLS_KILL_ROUNDS=100` kills a hundred times; a few times is what every run does.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

import pytest

from sipgate_tools import AsyncSipgate
from sipgate_tools.webhooks import WebhookApp
from sipgate_tools.webhooks.store import FollowUp, StoredEvent, open_store
from sipgate_tools.webhooks.testing import ManualClock, Signer

ROUNDS = int(os.environ.get("SIPGATE_TOOLS_KILL_ROUNDS", "2"))
CONNECTIONS = 4
TOKEN = "3d3f3b8e-5d2c-4c55-9b5e-1d1a2a0f2a11"


class Api(BaseHTTPRequestHandler):
    """A fake of sipgate's API: counts the hang-ups of each call, and lists the live calls."""

    hang_ups: ClassVar[Counter[str]] = Counter()
    called: ClassVar[set[str]] = set()
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        live = [{"callId": call_id} for call_id in tuple(self.called) if call_id not in self.hang_ups]
        body = json.dumps({"data": live}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_DELETE(self) -> None:
        self.hang_ups[self.path.rpartition("/")[2]] += 1
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore errors of connections whose client was killed."""


@pytest.fixture
def api() -> Iterator[str]:
    Api.hang_ups.clear()
    Api.called.clear()
    with Server(("127.0.0.1", 0), Api) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


class App:
    """Start a process that serves killed_app.py."""

    def __init__(self, store: str, api: str, signer: Signer) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("killed_app.py"))],
            env=os.environ | {"STORE": store, "API": api, "PUBLIC_KEY": signer.public_key},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        line: str = self._process.stdout.readline()
        self.address = urlsplit(line.strip()).netloc

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()

    def stop(self) -> None:
        self._process.terminate()
        self._process.communicate(timeout=20)


class Load:
    """Posts deliveries to apps over several connections, and records which were acknowledged with 200."""

    def __init__(self, signer: Signer) -> None:
        self.answered: list[str] = []
        self._signer = signer
        self._number = 0
        self._lock = threading.Lock()

    def run(self, app: App, *, until: int) -> list[threading.Thread]:
        """Post until the app is killed or the given number of deliveries was acknowledged."""
        goal = len(self.answered) + until
        threads = [threading.Thread(target=self._post, args=(app, goal)) for _ in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        return threads

    def _next(self) -> str:
        with self._lock:
            self._number += 1
            call_id = f"call{self._number}-{'play' if self._number % 2 else 'ring'}"
            Api.called.add(call_id)
            return call_id

    def _post(self, app: App, goal: int) -> None:
        connection = http.client.HTTPConnection(app.address, timeout=10)
        try:
            while len(self.answered) < goal:
                call_id = self._next()
                request = self._signer.new_call(call_id=call_id)
                connection.request("POST", "/hook", request.body, dict(request.headers))
                response = connection.getresponse()
                response.read()
                if response.status == 200:
                    self.answered.append(call_id)
        except (OSError, http.client.HTTPException):
            return
        finally:
            connection.close()


async def read_store(store: str, api: str) -> tuple[list[StoredEvent], list[FollowUp]]:
    """Return everything in the store after interrupted follow-ups have been resolved."""
    client = AsyncSipgate(token_id="token-ABC123", token=TOKEN, base_url=api)
    async with open_store(store) as opened, client, asyncio.timeout(60):
        later = ManualClock(time.time() + 1000)
        app = WebhookApp(
            public_url="https://phone.example.com/hook", store=opened, client=client, clock=later
        )
        await app.do_follow_ups()
        events: list[StoredEvent] = []
        while page := await opened.events(after=events[-1].id if events else None, limit=1000):
            events += page
        return events, await opened.follow_ups(limit=1_000_000)


def check(answered: list[str], events: list[StoredEvent], follow_ups: list[FollowUp]) -> None:
    stored = {one.event.call_id: one for one in events}
    assert [call_id for call_id in answered if call_id not in stored] == []
    assert [call_id for call_id in answered if stored[call_id].answer is None] == []
    assert len(stored) == len(events)

    promised = {one.call_id: one for one in follow_ups}
    assert [call_id for call_id in answered if call_id.endswith("-play") and call_id not in promised] == []
    # Each ran exactly once; of those that were in progress at a kill, only sipgate knows the outcome.
    assert {
        one.call_id: Api.hang_ups[one.call_id] for one in follow_ups if Api.hang_ups[one.call_id] != 1
    } == {}
    assert len(Api.hang_ups) == len(follow_ups)
    states = Counter(one.state for one in follow_ups)
    assert set(states) <= {"done", "unknown"}
    print(f"{len(answered)} answered, {len(events)} read_store, {len(follow_ups)} follow-ups: {dict(states)}")


def test_no_acknowledged_delivery_is_lost_when_the_app_is_killed(
    tmp_path: Path, api: str, signer: Signer
) -> None:
    store = str(tmp_path / "calls.db")
    load, chance = Load(signer), random.Random(7)
    for _ in range(ROUNDS):
        app = App(store, api, signer)
        threads = load.run(app, until=10_000)
        goal = len(load.answered) + chance.randrange(5, 120)
        while len(load.answered) < goal and any(thread.is_alive() for thread in threads):
            threads[0].join(0.001)
        app.kill()
        for thread in threads:
            thread.join()
    last = App(store, api, signer)
    try:
        for thread in load.run(last, until=20):
            thread.join()
    finally:
        last.stop()
    events, follow_ups = asyncio.run(read_store(store, api))
    assert len(load.answered) >= ROUNDS * 5
    check(load.answered, events, follow_ups)


def test_nothing_is_lost_when_one_of_two_apps_over_redis_is_killed(
    redis_url: str, api: str, signer: Signer
) -> None:
    load, chance = Load(signer), random.Random(8)
    stays = App(redis_url, api, signer)
    try:
        for _ in range(ROUNDS):
            killed = App(redis_url, api, signer)
            threads = load.run(killed, until=10_000)
            others = load.run(stays, until=60)
            goal = len(load.answered) + chance.randrange(5, 100)
            while len(load.answered) < goal and any(thread.is_alive() for thread in threads):
                threads[0].join(0.001)
            killed.kill()
            for thread in [*threads, *others]:
                thread.join()
    finally:
        stays.stop()
    events, follow_ups = asyncio.run(read_store(redis_url, api))
    check(load.answered, events, follow_ups)
