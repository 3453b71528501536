"""The record of actions: before and after, across restarts, between processes."""

from __future__ import annotations

import json
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from sipgate_tools.errors import PolicyRefused
from sipgate_tools.mcp.policy.audit_log import AuditLog
from sipgate_tools.mcp.policy.request_facts import RequestFacts, read_request
from sipgate_tools.mcp.policy.rules import Refused, Usage
from sipgate_tools.sandbox import Sandbox
from sipgate_tools.sandbox.serving.server import Served
from sipgate_tools.spec import load
from tests.mcp.harness import MakeHarness

DOCUMENT = load()
HELLO = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}


class Time:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def sms(message: str = "Hallo", to: str = "+4915799912345") -> RequestFacts:
    body = {"smsId": "s0", "recipient": to, "message": message}
    return read_request(DOCUMENT, DOCUMENT.operations["sendWebSms"], body=body)


def begin(journal: AuditLog, facts: RequestFacts, question: str | None = None) -> str:
    def nothing_against(_: Usage) -> Refused | None:
        return None

    return journal.begin(
        facts,
        tool="send_sms",
        confirmed="user",
        check=nothing_against,
        window_seconds=300,
        question=question,
    )


def test_an_action_is_there_before_it_is_sent_and_complete_afterwards(tmp_path: Path) -> None:
    journal = AuditLog(tmp_path / "journal", clock=(time := Time()))
    action = begin(journal, sms())
    assert [entry.outcome for entry in journal.latest()] == ["running"]
    journal.finish(action, "done")
    time.now += 1000
    entry = journal.latest()[0]
    assert (entry.outcome, entry.tool, entry.operation) == ("done", "send_sms", "sendWebSms")
    assert (entry.recipients, entry.confirmed) == (("+4915799912345",), "user")


def test_a_crash_between_sending_and_response_is_an_unknown_outcome(tmp_path: Path) -> None:
    begin(AuditLog(tmp_path / "journal"), sms())
    after_the_crash = AuditLog(tmp_path / "journal")
    assert [entry.outcome for entry in after_the_crash.latest()] == ["unknown"]
    assert after_the_crash.usage(sms(), window_seconds=300).repeated


def killed_while_sending(message: dict[str, str], environment: dict[str, str], sent: threading.Event) -> None:
    """Start a server as a host does, let it send a message, and kill it once that has arrived."""
    lines = [
        {"id": 1, "method": "initialize", "params": HELLO},
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/call", "params": {"name": "send_sms", "arguments": message}},
    ]
    command = [str(Path(sys.executable).with_name("sipgate-tools")), "mcp"]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        process.stdin.writelines(json.dumps({"jsonrpc": "2.0", **line}) + "\n" for line in lines)
        process.stdin.flush()
        arrived = sent.wait(20)
        process.kill()
    assert arrived


async def test_a_server_that_is_killed_while_it_sends_says_so_when_it_is_back(
    make_harness: MakeHarness,
    sipgate_sandbox: Sandbox,
    sipgate_sandbox_server: Served,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """A process on stdio, killed when sipgate has the message and the answer is still to come."""
    sent = threading.Event()
    commit = sipgate_sandbox.state.commit

    def committed() -> None:
        commit()
        if sipgate_sandbox.outbox()["sms"]:
            sent.set()

    monkeypatch.setattr(sipgate_sandbox.state, "commit", committed)
    sipgate_sandbox.faults.add("hang-after@sendWebSms")
    environment = {
        "HOME": str(tmp_path),
        "SIPGATE_MCP_CONFIRM": "never",
        "SIPGATE_MCP_JOURNAL": str(tmp_path / "journal"),
        "SIPGATE_BASE_URL": sipgate_sandbox_server.base_url,
        "SIPGATE_TOKEN_ID": sipgate_sandbox.token_id,
        "SIPGATE_TOKEN": sipgate_sandbox.token,
    }
    message = {"to": "+491729925904", "message": "Hallo"}
    killed_while_sending(message, environment, sent)
    harness = make_harness(sandbox=sipgate_sandbox, journal=tmp_path / "journal", confirm="never")
    assert [entry.outcome for entry in harness.account.audit_log.latest()] == ["unknown"]
    assert any(
        "Outcome unknown: sendWebSms" in note for note in (await harness.data("get_overview"))["notes"]
    )
    assert "few minutes ago" in await harness.refusal("send_sms", **message)
    assert len(sipgate_sandbox.outbox()["sms"]) == 1


def test_what_was_counted_counts_after_a_restart_and_for_an_hour_or_a_day(tmp_path: Path) -> None:
    time = Time()
    first = AuditLog(tmp_path / "journal", clock=time)
    first.finish(begin(first, sms("one")), "done")
    first.finish(begin(first, sms("two")), "unknown")
    first.close()
    second = AuditLog(tmp_path / "journal", clock=time)
    assert second.usage(sms("three"), window_seconds=300).counted == (2, 2)
    time.now += 3601
    assert second.usage(sms("three"), window_seconds=300).counted == (0, 2)
    time.now += 86400
    assert second.usage(sms("three"), window_seconds=300).counted == (0, 0)


def test_what_sipgate_refused_does_not_count_and_is_no_double(tmp_path: Path) -> None:
    journal = AuditLog(tmp_path / "journal", clock=Time())
    journal.finish(begin(journal, sms()), "failed", "InsufficientFunds")
    usage = journal.usage(sms(), window_seconds=300)
    assert usage.counted == (0, 0)
    assert not usage.repeated
    assert usage.recipients == (frozenset(), frozenset())


def test_the_same_action_is_a_double_within_the_window_only(tmp_path: Path) -> None:
    journal = AuditLog(tmp_path / "journal", clock=(time := Time()))
    journal.finish(begin(journal, sms()), "done")
    assert journal.usage(sms(), window_seconds=300).repeated
    assert not journal.usage(sms("other"), window_seconds=300).repeated
    time.now += 301
    assert not journal.usage(sms(), window_seconds=300).repeated


def test_two_processes_cannot_both_take_the_last_place(tmp_path: Path) -> None:
    one, two = AuditLog(tmp_path / "journal"), AuditLog(tmp_path / "journal")

    def at_most_one(usage: Usage) -> Refused | None:
        return Refused("limit", "full") if usage.counted[0] >= 1 else None

    one.begin(sms("a"), tool="t", confirmed="user", check=at_most_one, window_seconds=0)
    with pytest.raises(PolicyRefused, match="full"):
        two.begin(sms("b"), tool="t", confirmed="user", check=at_most_one, window_seconds=0)


def test_rows_can_only_be_added(tmp_path: Path) -> None:
    begin(AuditLog(tmp_path / "journal"), sms())
    database = sqlite3.connect(tmp_path / "journal")
    for statement in ("UPDATE journal SET event = 'done'", "DELETE FROM journal"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            database.execute(statement)
    database.close()


def test_texts_are_kept_only_when_the_operator_asks(tmp_path: Path) -> None:
    begin(AuditLog(tmp_path / "without"), sms("geheim"))
    begin(AuditLog(tmp_path / "with", keep_texts=True), sms("geheim"))
    assert b"geheim" not in b"".join(path.read_bytes() for path in tmp_path.glob("without*"))
    assert b"geheim" in b"".join(path.read_bytes() for path in tmp_path.glob("with*"))


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    begin(AuditLog(tmp_path / "state" / "journal"), sms())
    assert stat.S_IMODE((tmp_path / "state" / "journal").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700


def test_a_journal_that_cannot_be_written_lets_nothing_leave(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(PolicyRefused, match="Nothing is sent without it"):
        begin(AuditLog(tmp_path / "taken" / "journal"), sms())


async def test_a_message_is_not_sent_when_the_journal_cannot_be_written(
    make_harness: MakeHarness, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("")
    harness = make_harness(journal=tmp_path / "taken" / "journal")
    assert "Nothing is sent without it" in await harness.refusal(
        "send_sms", to="+4915799912345", message="Hallo"
    )
    assert harness.sandbox.outbox()["sms"] == []


async def test_limits_hold_across_restarts(make_harness: MakeHarness, tmp_path: Path) -> None:
    for number, allowed in enumerate([True, True, False]):
        harness = make_harness(journal=tmp_path / "journal", max_sms_per_hour=2)
        result = await harness.call("send_sms", to="+4915799912345", message=f"Nummer {number}")
        assert result.is_error is not allowed
        assert len(harness.sandbox.outbox()["sms"]) == int(allowed)
        harness.account.audit_log.close()


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [("402@sendWebSms", "failed"), ("500@sendWebSms", "unknown"), ("drop-after@sendWebSms", "unknown")],
)
async def test_the_journal_tells_what_became_of_it(
    make_harness: MakeHarness, fault: str, outcome: str
) -> None:
    harness = make_harness()
    harness.sandbox.faults.add(fault)
    sentence = await harness.refusal("send_sms", to="+4915799912345", message="Hallo")
    assert [entry.outcome for entry in harness.account.audit_log.latest()] == [outcome]
    assert ("before repeating" in sentence) == (outcome == "unknown")


@pytest.mark.parametrize("what", ["deleted", "moved", "replaced", "folder gone"])
async def test_nothing_paid_leaves_once_the_file_is_no_longer_the_one_that_was_opened(
    make_harness: MakeHarness, tmp_path: Path, what: str
) -> None:
    path = tmp_path / "state" / "journal"
    harness = make_harness(journal=path, confirm="never")
    await harness.data("send_sms", to="+491729925904", message="eins")
    kept = path.parent.rename(tmp_path / "kept") / "journal" if what == "folder gone" else path
    if what == "moved":
        kept = path.rename(tmp_path / "kept")
    elif what == "replaced":
        kept = path.rename(tmp_path / "kept")
        AuditLog(path).latest()
    elif what == "deleted":
        path.unlink()
    refusal = await harness.refusal("send_sms", to="+491729925904", message="zwei")
    assert "deleted, moved or replaced" in refusal
    harness.account.audit_log.close()
    assert "deleted, moved" in await harness.refusal("send_sms", to="+491729925904", message="zwei")
    assert len(harness.sandbox.outbox()["sms"]) == 1
    if what in ("moved", "replaced"):
        kept.rename(path)
        await harness.data("send_sms", to="+491729925904", message="zwei")


async def test_a_file_that_disappears_while_a_message_is_sent_does_not_hide_that_it_was(
    make_harness: MakeHarness, tmp_path: Path
) -> None:
    harness = make_harness(journal=tmp_path / "journal", confirm="never")
    pass_on = harness.spy.handle_async_request

    async def delete_then_send(request: Any) -> Any:
        if request.method == "POST":
            (tmp_path / "journal").unlink()
        return await pass_on(request)

    harness.spy.handle_async_request = delete_then_send  # type: ignore[method-assign]
    assert (await harness.data("send_sms", to="+491729925904", message="eins"))["status"] == "accepted"


@pytest.mark.parametrize("closed", [True, False])
def test_a_new_file_with_the_number_of_the_deleted_one_is_another_file(tmp_path: Path, closed: bool) -> None:
    """File systems give the number of a deleted file to the next one that is made."""
    path = tmp_path / "journal"
    journal = AuditLog(path)
    begin(journal, sms("eins"))
    for _ in range(3):
        if closed:
            journal.close()
        for one in tmp_path.iterdir():
            one.unlink()
        AuditLog(path).latest()
        with pytest.raises(PolicyRefused, match="deleted, moved or replaced"):
            begin(journal, sms("zwei"))


def test_a_file_that_was_put_back_from_a_copy_is_the_same_journal_once_it_is_opened_again(
    tmp_path: Path,
) -> None:
    path = tmp_path / "journal"
    journal = AuditLog(path)
    begin(journal, sms("eins"))
    journal.close()
    kept = path.read_bytes()
    path.unlink()
    with pytest.raises(PolicyRefused, match="deleted, moved or replaced"):
        journal.usage(sms("eins"), window_seconds=300)
    assert not path.exists()
    path.write_bytes(kept)
    assert journal.usage(sms("eins"), window_seconds=300).repeated


def test_a_question_allows_one_action_in_all_processes_and_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    first, second = AuditLog(path), AuditLog(path)
    action = begin(first, sms("eins"), question="q1")
    for journal in (first, second, AuditLog(path)):
        with pytest.raises(PolicyRefused, match="used already"):
            begin(journal, sms("zwei"), question="q1")
    first.finish(action, "failed")
    with pytest.raises(PolicyRefused, match="sipgate refused the request"):
        second.refuse_used("q1")
    begin(second, sms("zwei"), question="q2")
    second.refuse_used("q3")
    assert len(second.latest()) == 2


@pytest.mark.parametrize("change", ["DELETE FROM used_question", "UPDATE used_question SET question = 'x'"])
def test_a_used_question_cannot_be_made_unused(tmp_path: Path, change: str) -> None:
    journal = AuditLog(tmp_path / "journal")
    begin(journal, sms(), question="q1")
    with pytest.raises(sqlite3.IntegrityError), sqlite3.connect(tmp_path / "journal") as database:
        database.execute(change)
    with pytest.raises(PolicyRefused):
        journal.refuse_used("q1")
