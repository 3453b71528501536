"""kill -9 under load: what was answered is in the store, what was promised is done once or said to be unknown.

`SIPGATE_TOOLS_KILL_ROUNDS=100` kills a hundred times; a few times is what every run does.
"""

from __future__ import annotations

import asyncio
import http.client
import os
import random
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

import pytest

from sipgate_tools.webhooks.store import FollowUp, StoredEvent, open_store
from sipgate_tools.webhooks.testing import Signer

ROUNDS = int(os.environ.get("SIPGATE_TOOLS_KILL_ROUNDS", "2"))
CONNECTIONS = 4


class Api(BaseHTTPRequestHandler):
    """sipgate's side of hanging up: counts how often it is asked for each call."""

    asked: ClassVar[Counter[str]] = Counter()
    protocol_version = "HTTP/1.1"

    def do_DELETE(self) -> None:
        self.asked[self.path.rpartition("/")[2]] += 1
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is no error here."""


@pytest.fixture
def api() -> Iterator[str]:
    Api.asked.clear()
    with Server(("127.0.0.1", 0), Api) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


class App:
    """A process that serves killed_app.py."""

    def __init__(self, store: str, api: str, signer: Signer) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("killed_app.py"))],
            env=os.environ | {"STORE": store, "API": api, "PUBLIC_KEY": signer.public_key},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.address = urlsplit(self._process.stdout.readline().strip()).netloc

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()

    def stop(self) -> None:
        self._process.terminate()
        self._process.communicate(timeout=20)


class Load:
    """Posts deliveries to apps over several connections, and remembers which were answered with 200."""

    def __init__(self, signer: Signer) -> None:
        self.answered: list[str] = []
        self._signer = signer
        self._number = 0
        self._lock = threading.Lock()

    def run(self, app: App, *, until: int) -> list[threading.Thread]:
        """Post until the app is gone or so many more were answered."""
        goal = len(self.answered) + until
        threads = [threading.Thread(target=self._post, args=(app, goal)) for _ in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        return threads

    def _next(self) -> str:
        with self._lock:
            self._number += 1
            return f"call{self._number}-{'play' if self._number % 2 else 'ring'}"

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


async def kept(store: str) -> tuple[list[StoredEvent], list[FollowUp]]:
    """Everything in the store, once no follow-up is waiting."""
    async with open_store(store) as opened, asyncio.timeout(30):
        while await opened.follow_ups(state="waiting", limit=1):
            await opened.wait(timeout_seconds=0.05)
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
    twice = {call_id: times for call_id, times in Api.asked.items() if times > 1}
    assert twice == {}
    # Done is done, and what is not known to be done was on its way at the moment of a kill.
    states = Counter(one.state for one in follow_ups)
    assert set(states) <= {"done", "started", "unknown"}
    assert [one.call_id for one in follow_ups if one.state == "done" and Api.asked[one.call_id] != 1] == []
    print(f"{len(answered)} answered, {len(events)} kept, {len(follow_ups)} follow-ups: {dict(states)}")


def test_nothing_that_was_answered_is_lost_when_the_app_is_killed(
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
        events, follow_ups = asyncio.run(kept(store))
    finally:
        last.stop()
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
        events, follow_ups = asyncio.run(kept(redis_url))
    finally:
        stays.stop()
    check(load.answered, events, follow_ups)
