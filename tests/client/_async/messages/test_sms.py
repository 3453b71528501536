"""SMS: sending to one and many, chosen senders, checkpoints."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sipgate_tools import (
    AsyncSipgate,
    InsufficientFunds,
    InvalidInput,
)
from sipgate_tools.models import (
    SmsEntry,
)
from sipgate_tools.sandbox import Sandbox
from tests.client.accounts import BOTH, AccountKind, access

SECOND = timedelta(seconds=1)


@BOTH
async def test_an_sms_is_sent_paid_and_found_in_the_history(kind: AccountKind) -> None:
    sandbox = Sandbox(kind)
    async with AsyncSipgate(**access(sandbox)) as client:
        before = await client.account.balance()
        receipt = await client.sms.send(to="+4915799912345", message="Hallo Grüße")
        sandbox.clock.advance(30 * SECOND)
        found = await client.history.list(types=["SMS"], directions="OUTGOING", limit=1)
        after = await client.account.balance()
    assert receipt.sms_id == "s0"
    sent = found[0]
    assert isinstance(sent, SmsEntry)
    assert (sent.sms_content, sent.target) == ("Hallo Grüße", "+4915799912345")
    assert after.amount < before.amount
    assert [message["message"] for message in sandbox.outbox()["sms"]] == ["Hallo Grüße"]


async def test_a_chosen_sender_is_used_and_the_default_restored() -> None:
    sandbox = Sandbox()
    async with AsyncSipgate(**access(sandbox)) as client:
        other = next(number for number in await client.sms.caller_ids() if not number.default_number)
        before = await client.sms.caller_ids()
        assert other.phonenumber
        receipt = await client.sms.send(to="+4915799912345", message="Hi", from_=other.phonenumber)
        assert await client.sms.caller_ids() == before
    assert receipt.notes == ()
    assert sandbox.outbox()["sms"][0]["from"] == other.phonenumber


async def test_the_default_sender_is_restored_when_sending_fails() -> None:
    sandbox = Sandbox(faults=["402@sendWebSms"])
    async with AsyncSipgate(**access(sandbox)) as client:
        before = await client.sms.caller_ids()
        other = next(number for number in before if not number.default_number)
        assert other.phonenumber
        with pytest.raises(InsufficientFunds):
            await client.sms.send(to="+4915799912345", message="Hi", from_=other.phonenumber)
        assert await client.sms.caller_ids() == before
    assert sandbox.outbox()["sms"] == []


async def test_many_recipients_get_a_text_once_each_however_often_they_are_in_the_list() -> None:
    sandbox = Sandbox()
    numbers = [f"+4915799{number:06}" for number in range(30)]
    seen: list[int] = []
    async with AsyncSipgate(**access(sandbox)) as client:
        report = await client.sms.send_many(
            to=[*numbers, *numbers, "+49 1579 9000000"],
            message="Hi",
            progress=lambda now: seen.append(now.done),
        )
    assert report.done == tuple(numbers)
    assert report.complete
    assert sorted(message["recipient"] for message in sandbox.outbox()["sms"]) == numbers
    assert seen == sorted(seen)


async def test_a_bulk_sms_is_resumed_without_sending_twice(tmp_path: Path) -> None:
    sandbox = Sandbox(faults=["402@sendWebSms*1+10", "drop-after@sendWebSms*1+5"])
    numbers = [f"+4915799{number:06}" for number in range(30)]
    file = tmp_path / "file.jsonl"
    async with AsyncSipgate(**access(sandbox)) as client:
        first = await client.sms.send_many(to=numbers, message="Hi", checkpoint=file, at_once=1)
        assert first.stopped
        assert len(first.unknown) == 1
        assert first.skipped
        second = await client.sms.send_many(to=numbers, message="Hi", checkpoint=file, at_once=4)
        third = await client.sms.send_many(to=numbers, message="Hi", checkpoint=file)
        with pytest.raises(InvalidInput, match="another message"):
            await client.sms.send_many(to=numbers, message="Other", checkpoint=file)
    assert second.unknown == third.unknown == first.unknown
    assert set(second.done) | set(second.unknown) == set(numbers)
    sent = [message["recipient"] for message in sandbox.outbox()["sms"]]
    assert sorted(sent) == numbers
    assert "Hi" not in file.read_text()


async def test_a_complete_checkpoint_is_reported_without_sending_requests(tmp_path: Path) -> None:
    sandbox = Sandbox()
    numbers = [f"+4915799{number:06}" for number in range(4)]
    file = tmp_path / "file.jsonl"
    steps: list[Any] = []
    async with AsyncSipgate(**access(sandbox)) as client:
        first = await client.sms.send_many(to=numbers[:2], message="Hi", checkpoint=file)
        second = await client.sms.send_many(to=numbers, message="Hi", checkpoint=file)
        request_count = len(sandbox.requests)
        for extension in (None, "s0"):
            third = await client.sms.send_many(
                to=numbers, message="Hi", checkpoint=file, sms_id=extension, progress=steps.append
            )
            assert (third.done, third.done_before, third.done_now) == (tuple(numbers), tuple(numbers), ())
            assert (steps[-1].done, steps[-1].report) == (4, third)
        with pytest.raises(InvalidInput, match="another message"):
            await client.sms.send_many(to=numbers, message="Hi", checkpoint=file, sms_id="s1")
    assert len(sandbox.requests) == request_count
    assert (first.done_before, first.done_now) == ((), tuple(numbers[:2]))
    assert (second.done, second.done_before, second.done_now) == (
        tuple(numbers),
        tuple(numbers[:2]),
        tuple(numbers[2:]),
    )
    assert len(sandbox.outbox()["sms"]) == 4


async def test_a_journal_that_was_cut_off_in_a_line_is_still_good(tmp_path: Path) -> None:
    sandbox = Sandbox()
    file = tmp_path / "file.jsonl"
    async with AsyncSipgate(**access(sandbox)) as client:
        await client.sms.send_many(to=["+4915799000001"], message="Hi", checkpoint=file)
        file.write_text(file.read_text() + '{"to": "+49157')
        report = await client.sms.send_many(
            to=["+4915799000001", "+4915799000002"], message="Hi", checkpoint=file
        )
        assert len(report.done) == 2
        (tmp_path / "letter.txt").write_text("Dear Ada\n")
        with pytest.raises(InvalidInput):
            await client.sms.send_many(
                to=["+4915799000001"], message="Hi", checkpoint=tmp_path / "letter.txt"
            )
    assert len(sandbox.outbox()["sms"]) == 2


async def test_a_list_with_wrong_numbers_says_where_they_are_and_sends_nothing() -> None:
    sandbox = Sandbox()
    async with AsyncSipgate(**access(sandbox)) as client:
        with pytest.raises(InvalidInput, match="recipients at positions 2, 3 are not"):
            await client.sms.send_many(to=["+4915799000001", "0157", "me"], message="Hi")
        with pytest.raises(InvalidInput):
            await client.sms.send_many(to=[], message="Hi")
        with pytest.raises(InvalidInput):
            await client.sms.send_many(to="+4915799000001", message="Hi")
    assert sandbox.outbox()["sms"] == []


async def test_many_leave_with_a_chosen_sender_and_the_default_is_restored() -> None:
    sandbox = Sandbox()
    async with AsyncSipgate(**access(sandbox)) as client:
        before = await client.sms.caller_ids()
        other = next(number for number in before if not number.default_number)
        assert other.phonenumber
        numbers = ["+4915799000001", "+4915799000002"]
        report = await client.sms.send_many(to=numbers, message="Hi", from_=other.phonenumber)
        assert await client.sms.caller_ids() == before
    assert (report.done, report.notes) == (tuple(numbers), ())
    assert {message["from"] for message in sandbox.outbox()["sms"]} == {other.phonenumber}


async def test_a_sender_that_is_not_the_users_is_refused_before_anything_changes() -> None:
    sandbox = Sandbox()
    async with AsyncSipgate(**access(sandbox)) as client:
        with pytest.raises(InvalidInput, match="does not have this sender"):
            await client.sms.send(to="+4915799912345", message="Hi", from_="+4915799900000")
    assert {method for method, _ in sandbox.requests} == {"GET"}


async def test_a_scheduled_sms_waits_for_its_time() -> None:
    sandbox = Sandbox()
    async with AsyncSipgate(**access(sandbox)) as client:
        moment = datetime.now(UTC) + timedelta(hours=2)
        receipt = await client.sms.schedule(to="+4915799912345", message="Later", send_at=moment, sms_id="s0")
    assert receipt.send_at == moment
    assert sandbox.outbox()["sms"][0]["sendAt"]
