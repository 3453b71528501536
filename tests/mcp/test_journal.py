"""The record of actions: before and after, across restarts, between processes."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from sipgate_tools.document import load
from sipgate_tools.errors import PolicyRefused
from sipgate_tools.mcp.journal import Journal
from sipgate_tools.mcp.policy import Refused, Usage
from sipgate_tools.mcp.requests import RequestFacts, read_request
from tests.mcp.desk import MakeDesk

DOCUMENT = load()


class Time:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def sms(message: str = "Hallo", to: str = "+4915799912345") -> RequestFacts:
    body = {"smsId": "s0", "recipient": to, "message": message}
    return read_request(DOCUMENT, DOCUMENT.operations["sendWebSms"], body=body)


def begin(journal: Journal, facts: RequestFacts, texts: str | None = None) -> str:
    def nothing_against(_: Usage) -> Refused | None:
        return None

    return journal.begin(
        facts, tool="send_sms", confirmed="user", check=nothing_against, window_seconds=300, texts=texts
    )


def test_an_action_is_there_before_it_is_sent_and_complete_afterwards(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal", clock=(time := Time()))
    action = begin(journal, sms())
    assert [entry.outcome for entry in journal.latest()] == ["running"]
    journal.finish(action, "done")
    time.now += 1000
    entry = journal.latest()[0]
    assert (entry.outcome, entry.tool, entry.operation) == ("done", "send_sms", "sendWebSms")
    assert (entry.recipients, entry.confirmed) == (("+4915799912345",), "user")


def test_a_crash_between_sending_and_answer_is_an_unknown_outcome(tmp_path: Path) -> None:
    time = Time()
    begin(Journal(tmp_path / "journal", clock=time), sms())
    time.now += 301
    assert [entry.outcome for entry in Journal(tmp_path / "journal", clock=time).latest()] == ["unknown"]


def test_what_was_counted_counts_after_a_restart_and_for_an_hour_or_a_day(tmp_path: Path) -> None:
    time = Time()
    first = Journal(tmp_path / "journal", clock=time)
    first.finish(begin(first, sms("one")), "done")
    first.finish(begin(first, sms("two")), "unknown")
    first.close()
    second = Journal(tmp_path / "journal", clock=time)
    assert second.usage(sms("three"), window_seconds=300).counted == (2, 2)
    time.now += 3601
    assert second.usage(sms("three"), window_seconds=300).counted == (0, 2)
    time.now += 86400
    assert second.usage(sms("three"), window_seconds=300).counted == (0, 0)


def test_what_sipgate_refused_does_not_count_and_is_no_double(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal", clock=Time())
    journal.finish(begin(journal, sms()), "failed", "InsufficientFunds")
    usage = journal.usage(sms(), window_seconds=300)
    assert usage.counted == (0, 0)
    assert not usage.repeated
    assert usage.recipients == (frozenset(), frozenset())


def test_the_same_action_is_a_double_within_the_window_only(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal", clock=(time := Time()))
    journal.finish(begin(journal, sms()), "done")
    assert journal.usage(sms(), window_seconds=300).repeated
    assert not journal.usage(sms("other"), window_seconds=300).repeated
    time.now += 301
    assert not journal.usage(sms(), window_seconds=300).repeated


def test_two_processes_cannot_both_take_the_last_place(tmp_path: Path) -> None:
    one, two = Journal(tmp_path / "journal"), Journal(tmp_path / "journal")

    def at_most_one(usage: Usage) -> Refused | None:
        return Refused("limit", "full") if usage.counted[0] >= 1 else None

    one.begin(sms("a"), tool="t", confirmed="user", check=at_most_one, window_seconds=0)
    with pytest.raises(PolicyRefused, match="full"):
        two.begin(sms("b"), tool="t", confirmed="user", check=at_most_one, window_seconds=0)


def test_rows_can_only_be_added(tmp_path: Path) -> None:
    begin(Journal(tmp_path / "journal"), sms())
    database = sqlite3.connect(tmp_path / "journal")
    for statement in ("UPDATE journal SET event = 'done'", "DELETE FROM journal"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            database.execute(statement)
    database.close()


def test_texts_are_kept_only_when_the_operator_asks(tmp_path: Path) -> None:
    begin(Journal(tmp_path / "without"), sms("geheim"), texts="geheim")
    begin(Journal(tmp_path / "with", texts=True), sms("geheim"), texts="geheim")
    assert b"geheim" not in b"".join(path.read_bytes() for path in tmp_path.glob("without*"))
    assert b"geheim" in b"".join(path.read_bytes() for path in tmp_path.glob("with*"))


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    begin(Journal(tmp_path / "state" / "journal"), sms())
    assert stat.S_IMODE((tmp_path / "state" / "journal").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700


def test_a_journal_that_cannot_be_written_lets_nothing_leave(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(PolicyRefused, match="unrecorded"):
        begin(Journal(tmp_path / "taken" / "journal"), sms())


async def test_a_message_is_not_sent_when_the_journal_cannot_be_written(
    make_desk: MakeDesk, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("")
    desk = make_desk(journal=tmp_path / "taken" / "journal")
    assert "unrecorded" in await desk.refusal("send_sms", to="+4915799912345", message="Hallo")
    assert desk.sandbox.outbox()["sms"] == []


async def test_limits_hold_across_restarts(make_desk: MakeDesk, tmp_path: Path) -> None:
    for number, allowed in enumerate([True, True, False]):
        desk = make_desk(journal=tmp_path / "journal", max_sms_per_hour=2)
        result = await desk.call("send_sms", to="+4915799912345", message=f"Nummer {number}")
        assert result.is_error is not allowed
        assert len(desk.sandbox.outbox()["sms"]) == int(allowed)
        desk.account.journal.close()


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [("402@sendWebSms", "failed"), ("500@sendWebSms", "unknown"), ("drop-after@sendWebSms", "unknown")],
)
async def test_the_journal_tells_what_became_of_it(make_desk: MakeDesk, fault: str, outcome: str) -> None:
    desk = make_desk()
    desk.sandbox.faults.add(fault)
    sentence = await desk.refusal("send_sms", to="+4915799912345", message="Hallo")
    assert [entry.outcome for entry in desk.account.journal.latest()] == [outcome]
    assert ("before repeating" in sentence) == (outcome == "unknown")
