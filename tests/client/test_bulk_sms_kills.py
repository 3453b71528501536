"""kill -9 during a bulk SMS: no message is sent twice, and the outbox confirms what became of each unknown one.

`SIPGATE_TOOLS_BULK_SMS=5000` sends five thousand messages; a few dozen is what every run does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from sipgate_tools import Sipgate, SmsMessage
from sipgate_tools.models import SmsBulkReport
from sipgate_tools.sandbox import Rules, Sandbox, serve_in_thread

COUNT: Final = int(os.environ.get("SIPGATE_TOOLS_BULK_SMS", "60"))
PRICE: Final = 790
FAULTS: Final = (
    ("429:retry-after=0", 1, 5),
    ("drop-after", 3, 12),
    ("drop", 3, 18),
    ("429:retry-after=0", 2, 40),
)
"""Kinds of faults, how often each occurs, and after how many of sixty messages."""
CHILD: Final = """
import sys
from sipgate_tools import Sipgate, SmsMessage

def wait_at(now):
    if now.done >= int(sys.argv[2]):
        print("ready", flush=True)
        sys.stdin.read()  # until the process is killed, with requests in flight whose responses are not recorded

with Sipgate() as client:
    rows = range(int(sys.argv[3]))
    messages = [SmsMessage(to=f"+4915799{n:06}", text=f"Appointment {n}", key=str(n)) for n in rows]
    client.sms.send_many(messages=messages, checkpoint=sys.argv[1], progress=wait_at)
"""


def messages() -> list[SmsMessage]:
    return [
        SmsMessage(to=f"+4915799{number:06}", text=f"Appointment {number}", key=str(number))
        for number in range(COUNT)
    ]


def send(checkpoint: Path) -> SmsBulkReport:
    with Sipgate() as client:
        return client.sms.send_many(messages=messages(), checkpoint=checkpoint)


def kill_at(done: int, checkpoint: Path) -> None:
    """Send in another process, and kill that process when so many messages are done."""
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(checkpoint), str(done), str(COUNT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.kill()


def test_a_bulk_sms_that_is_killed_twice_sends_each_message_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox = Sandbox(rules=Rules(history_lag=timedelta(0), sms_price=PRICE))
    checkpoint = tmp_path / "appointments"
    with serve_in_thread(sandbox):
        monkeypatch.setenv("SIPGATE_BASE_URL", sandbox.base_url)
        monkeypatch.setenv("SIPGATE_TOKEN_ID", sandbox.token_id)
        monkeypatch.setenv("SIPGATE_TOKEN", sandbox.token)
        sandbox.set_balance(PRICE * COUNT)
        for fault, times, after in FAULTS:
            sandbox.faults.add(f"{fault}@sendWebSms*{times}+{after * COUNT // 60}")
        kill_at(COUNT // 4, checkpoint)
        kill_at(COUNT // 2, checkpoint)
        sandbox.set_balance(PRICE * (COUNT // 10))
        empty = send(checkpoint)
        assert empty.stopped
        assert empty.skipped
        sandbox.set_balance(PRICE * COUNT)
        report = send(checkpoint)
        sent = {sms["message"].split()[1] for sms in sandbox.outbox()["sms"]}
        assert set(report.unknown) == set(map(str, range(COUNT))) - set(report.done)
        with Sipgate() as client:
            settlement = client.sms.settle(checkpoint, wait=0, resend_missing=True)
        assert settlement.uncertain == ()
        assert set(settlement.sent) == set(report.unknown) & sent
        assert set(settlement.not_sent) == set(report.unknown) - sent
        final = send(checkpoint)
        assert final.done_now == settlement.not_sent
        assert final.complete
        requests = len(sandbox.requests)
        assert send(checkpoint).done_now == ()
        assert len(sandbox.requests) == requests
    counts = Counter((sms["recipient"], sms["message"]) for sms in sandbox.outbox()["sms"])
    assert set(counts.values()) == {1}
    assert set(counts) == {(message.to, message.text) for message in messages()}
    print(json.dumps({"messages": COUNT, "unknown": len(report.unknown), "found": len(settlement.sent)}))
