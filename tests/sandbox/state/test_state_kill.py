"""kill -9 under load: what was answered is there after the restart, once, and nothing is half there.

`SIPGATE_TOOLS_KILL_ROUNDS=30` kills thirty times; a few times is what every run does.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import random
import subprocess
import sys
import threading
from collections import Counter
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sipgate_tools.sandbox import Sandbox

from ..accounts import MERLE, connect, items, sms

ROUNDS = int(os.environ.get("SIPGATE_TOOLS_KILL_ROUNDS", "3"))
WRITERS = 4
FULL_PURSE = 2_000_000_000
PRICE = 790


class ServerProcess:
    """A sandbox in a process of its own that keeps its account in a file."""

    def __init__(self, file: Path) -> None:
        program = [
            str(Path(sys.executable).parent / "sipgate-tools"),
            "sandbox",
            "--json",
            "--state",
            str(file),
        ]
        self._process = subprocess.Popen(
            program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self._process.stdout is not None
        ready: dict[str, str] = json.loads(self._process.stdout.readline())
        self.address = urlsplit(ready["base_url"]).netloc
        self.login = ready["token_id"], ready["token"]

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()


class Writers:
    """Write over several connections until the server is gone, and remember what was answered.

    Attributes:
        messages: of SMS whose sending was answered.
        names: of contacts whose making was answered.
        removed: contacts whose removal was answered; `unsure` are those that were being removed at a kill.
    """

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.names: list[str] = []
        self.removed: list[str] = []
        self.unsure: set[str] = set()
        self._numbers = count()

    @property
    def answered(self) -> int:
        return len(self.messages) + len(self.names) + len(self.removed)

    def start(self, served: ServerProcess) -> list[threading.Thread]:
        threads = [threading.Thread(target=self._write, args=(served,)) for _ in range(WRITERS)]
        for thread in threads:
            thread.start()
        return threads

    def _write(self, served: ServerProcess) -> None:
        connection = http.client.HTTPConnection(served.address, timeout=20)
        login = base64.b64encode(":".join(served.login).encode()).decode()
        headers = {"Authorization": f"Basic {login}", "Content-Type": "application/json"}

        def ask(method: str, path: str, body: Any = None) -> bytes:
            connection.request(method, f"/v2/{path}", json.dumps(body) if body else None, headers)
            response = connection.getresponse()
            content = response.read()
            assert response.status in (200, 204), content
            return content

        try:
            while True:
                self._write_some(ask)
        except (OSError, http.client.HTTPException):
            return
        finally:
            connection.close()

    def _write_some(self, ask: Any) -> None:
        message = f"message {next(self._numbers)}"
        ask("POST", "sessions/sms", sms(message=message))
        self.messages.append(message)
        number = next(self._numbers)
        phone = f"+4930{number:08}"
        ask(
            "POST",
            "contacts",
            {"name": f"contact {number}", "scope": "SHARED", "numbers": [{"number": phone}]},
        )
        self.names.append(f"contact {number}")
        if number % 3 == 0:
            (contact,) = json.loads(ask("GET", f"contacts?phonenumbers=%2B{phone[1:]}"))["items"]
            self.unsure.add(contact["name"])
            ask("DELETE", f"contacts/{contact['id']}")
            self.removed.append(contact["name"])


def check(sandbox: Sandbox, writers: Writers) -> None:
    sent = Counter(row["message"] for row in sandbox.outbox()["sms"])
    assert [message for message in writers.messages if sent[message] != 1] == []
    assert max(sent.values()) == 1, "what was not answered is there once or not at all"
    assert sandbox.state.account.balance == FULL_PURSE - PRICE * sent.total()

    sandbox.clock.advance(seconds=2)
    assert items(connect(sandbox).get("history", params={"types": "SMS", "limit": 1}))
    counts = Counter(
        entry.text for entry in sandbox.state.history if entry.target == MERLE and entry.text in sent
    )
    assert counts == sent
    assert list(sandbox.state.coming) == []

    names = Counter(contact.name for contact in sandbox.state.contacts if contact.name.startswith("contact "))
    assert max(names.values()) == 1
    assert [name for name in writers.names if name not in names and name not in writers.unsure] == []
    assert [name for name in writers.removed if name in names] == []
    numbers = [contact.number for contact in sandbox.state.contacts]
    assert len(set(numbers)) == len(numbers)


def test_nothing_that_was_answered_is_lost_and_nothing_is_half_there(tmp_path: Path) -> None:
    file = tmp_path / "account.state"
    first = Sandbox(state=file)
    first.set_balance(FULL_PURSE)
    login = first.token_id, first.token
    first.close_state()
    writers, chance = Writers(), random.Random(9)
    before: dict[str, Any] = {}
    for _ in range(ROUNDS):
        served = ServerProcess(file)
        assert served.login == login
        goal = writers.answered + chance.randrange(5, 250)
        threads = writers.start(served)
        while writers.answered < goal and any(thread.is_alive() for thread in threads):
            threads[0].join(0.001)
        served.kill()
        for thread in threads:
            thread.join()
        again = Sandbox(state=file)
        outbox = {row["id"]: row for row in again.outbox()["sms"]}
        assert {key: outbox.get(key) for key in before} == before, "what was there before stays as it was"
        before = outbox
        check(again, writers)
        again.close_state()
    assert len(writers.messages) >= ROUNDS
    print(f"{ROUNDS} kills: {writers.answered} writes answered, {len(before)} SMS kept")
