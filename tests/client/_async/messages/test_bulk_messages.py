"""Bulk SMS with a text, a time and a key for each message: checks, resuming, and settling unknown messages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from sipgate_tools import AsyncSipgate, InsufficientFunds, InvalidInput, SmsMessage
from sipgate_tools.models import SmsSettlement
from sipgate_tools.sandbox import Rules, Sandbox
from tests.client.accounts import BOTH, AccountKind, access

AT_ONCE: Final = Rules(history_lag=timedelta(0))


def reminders(count: int) -> list[SmsMessage]:
    return [
        SmsMessage(to=f"+4915799{number:06}", text=f"Appointment {number}", key=f"a{number}")
        for number in range(count)
    ]


def outbox(sandbox: Sandbox) -> list[tuple[str, str]]:
    return [(sms["recipient"], sms["message"]) for sms in sandbox.outbox()["sms"]]


async def test_each_recipient_gets_the_text_and_time_of_the_message() -> None:
    sandbox = Sandbox()
    steps: list[tuple[int, int | None]] = []
    later = datetime.now(UTC) + timedelta(hours=2)
    messages = iter(
        [
            SmsMessage(to="+49 1579 9000001", text="Hi Ada"),
            SmsMessage(to="+4915799000002", text="Hi Bob", send_at=later),
            SmsMessage(to="+4915799000001", text="Hi Ada"),
        ]
    )
    async with AsyncSipgate(**access(sandbox)) as client:
        report = await client.sms.send_many(
            messages=messages, progress=lambda now: steps.append((now.done, now.total))
        )
    assert report.done == report.done_now == ("+4915799000001", "+4915799000002")
    assert sorted(outbox(sandbox)) == [("+4915799000001", "Hi Ada"), ("+4915799000002", "Hi Bob")]
    assert [bool(sms["sendAt"]) for sms in sandbox.outbox()["sms"]].count(True) == 1
    assert steps[-1] == (2, 2)


async def test_a_dry_run_reports_parts_and_cost_and_sends_no_request() -> None:
    sandbox = Sandbox()
    messages = [*reminders(3), SmsMessage(to="+4915799999999", text="a" * 161)]
    async with AsyncSipgate(**access(sandbox)) as client:
        report = await client.sms.send_many(messages=messages, dry_run=True)
        same = await client.sms.send_many(to=["+4915799000001"], message="a" * 161, dry_run=True)
    assert (report.dry_run, report.parts, len(report.skipped), report.done) == (True, 5, 4, ())
    assert report.estimated_cost == Decimal("0.2940")
    assert (same.parts, same.skipped) == (2, ("+4915799000001",))
    assert sandbox.requests == []


async def test_invalid_messages_are_named_before_anything_is_sent() -> None:
    sandbox = Sandbox()
    past = datetime.now(UTC) - timedelta(hours=1)
    messages = [
        *reminders(1),
        SmsMessage(to="0157 1234567", text="Hi", key="national"),
        SmsMessage(to="+4915799000009", text=" ", key="blank"),
        SmsMessage(to="+4915799000008", text="Hi", key="late", send_at=past),
    ]
    async with AsyncSipgate(**access(sandbox)) as client:
        with pytest.raises(
            InvalidInput, match=r"positions 2, 3 are invalid.*Position 2: .* no country code"
        ) as caught:
            await client.sms.send_many(messages=messages)
        assert caught.value.code == "sms.invalid_messages"
        with pytest.raises(InvalidInput, match="in the past"):
            await client.sms.send_many(messages=[messages[3]])
        assert sandbox.requests == []
        report = await client.sms.send_many(messages=messages, skip_invalid=True)
    assert report.done == ("a0",)
    assert [(key, error.code) for key, error in report.failed if hasattr(error, "code")] == [
        ("national", "phone_number.no_country_code"),
        ("blank", "sms.blank_text"),
        ("late", "sms.time_past"),
    ]
    assert outbox(sandbox) == [("+4915799000000", "Appointment 0")]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"messages": []}, "No messages"),
        ({"messages": ["Hi"]}, "position 1 is not an SmsMessage"),
        ({"messages": reminders(1), "to": ["+4915799000001"]}, "together with"),
        ({"messages": reminders(1), "message": "Hi"}, "together with"),
        ({"to": ["+4915799000001"]}, "nothing to send"),
        (
            {"to": ["+4915799000001"], "message": "Hi", "skip_invalid": True},
            "skip_invalid belongs to messages",
        ),
        ({"messages": [SmsMessage(to="+4915799000001", text="Hi", key=" ")]}, "key is blank or not"),
        ({"messages": reminders(1), "checkpoint": 3}, "not a path"),
    ],
)
async def test_wrong_arguments_are_refused(arguments: dict[str, Any], problem: str) -> None:
    sandbox = Sandbox()
    async with AsyncSipgate(**access(sandbox)) as client:
        with pytest.raises(InvalidInput, match=problem):
            await client.sms.send_many(**arguments)
    assert sandbox.requests == []


async def test_two_messages_with_one_key_are_refused() -> None:
    async with AsyncSipgate(**access(Sandbox())) as client:
        with pytest.raises(InvalidInput, match="same key: see positions 2") as caught:
            await client.sms.send_many(
                messages=[
                    SmsMessage(to="+4915799000001", text="One"),
                    SmsMessage(to="+4915799000001", text="Two"),
                ]
            )
    assert caught.value.code == "sms.duplicate_key"


async def test_a_resumed_send_sends_the_rest_and_a_complete_one_sends_no_request(tmp_path: Path) -> None:
    sandbox = Sandbox(faults=["402@sendWebSms*1+4"])
    file = tmp_path / "reminders"
    async with AsyncSipgate(**access(sandbox)) as client:
        first = await client.sms.send_many(messages=reminders(9), checkpoint=file, at_once=1)
        assert (len(first.done), len(first.skipped), bool(first.stopped)) == (4, 5, True)
        second = await client.sms.send_many(messages=reminders(9), checkpoint=file)
        requests = len(sandbox.requests)
        third = await client.sms.send_many(messages=reminders(9), checkpoint=file)
        assert len(sandbox.requests) == requests
    assert (second.done_before, second.done_now) == (first.done, first.skipped)
    assert (third.done_before, third.done_now, third.parts) == (second.done, (), 0)
    assert len(outbox(sandbox)) == len(set(outbox(sandbox))) == 9
    assert "Appointment" not in file.read_text()


async def test_keys_may_have_any_characters(tmp_path: Path) -> None:
    sandbox, file = Sandbox(), tmp_path / "reminders"
    keys = ["line\u2028separator", "next\x85line", "tab\tand\nline", "\u00fc", '"quoted"']
    messages = [SmsMessage(to="+4915799000001", text=f"Hi {at}", key=key) for at, key in enumerate(keys)]
    async with AsyncSipgate(**access(sandbox)) as client:
        await client.sms.send_many(messages=messages, checkpoint=file)
        report = await client.sms.send_many(messages=messages, checkpoint=file)
        with pytest.raises(InvalidInput, match="not valid Unicode"):
            await client.sms.send_many(messages=[SmsMessage(to="+4915799000001", text="Hi", key="\ud800")])
    assert report.done_before == tuple(keys)
    assert len(outbox(sandbox)) == 5


async def test_a_complete_send_is_reported_after_its_times_have_passed(tmp_path: Path) -> None:
    sandbox, file = Sandbox(), tmp_path / "reminders"
    soon = SmsMessage(to="+4915799000001", text="Hi", send_at=datetime.now(UTC) + timedelta(minutes=5))
    past = SmsMessage(to="+4915799000001", text="Hi", send_at=datetime.now(UTC) - timedelta(minutes=5))
    async with AsyncSipgate(**access(sandbox)) as client:
        await client.sms.send_many(messages=[soon], checkpoint=file)
        report = await client.sms.send_many(messages=[past], checkpoint=file)
    assert report.done_before == ("+4915799000001",)


async def test_a_checkpoint_of_other_texts_is_refused(tmp_path: Path) -> None:
    sandbox, file = Sandbox(), tmp_path / "reminders"
    async with AsyncSipgate(**access(sandbox)) as client:
        await client.sms.send_many(messages=reminders(2), checkpoint=file)
        other = [SmsMessage(to="+4915799000000", text="Next month", key="a0")]
        with pytest.raises(
            InvalidInput, match="other messages with the same keys were sent: positions 1"
        ) as caught:
            await client.sms.send_many(messages=other, checkpoint=file)
        with pytest.raises(InvalidInput, match="another message"):
            await client.sms.send_many(to=["+4915799000000"], message="Hi", checkpoint=file)
    assert caught.value.code == "checkpoint.other_run"
    assert len(outbox(sandbox)) == 2


async def test_a_refused_message_is_sent_after_it_was_corrected(tmp_path: Path) -> None:
    sandbox, file = Sandbox(faults=["400@sendWebSms*1"]), tmp_path / "reminders"
    async with AsyncSipgate(**access(sandbox)) as client:
        first = await client.sms.send_many(messages=reminders(1), checkpoint=file)
        corrected = SmsMessage(to="+4915799000001", text="Corrected", key="a0")
        second = await client.sms.send_many(messages=[corrected], checkpoint=file)
    assert (len(first.failed), second.done_now) == (1, ("a0",))
    assert outbox(sandbox) == [("+4915799000001", "Corrected")]


@BOTH
async def test_unknown_messages_are_settled_by_the_history_and_agree_with_the_outbox(
    kind: AccountKind, tmp_path: Path
) -> None:
    sandbox, file = Sandbox(kind, rules=AT_ONCE), tmp_path / "reminders"
    for fault in ("429:retry-after=0@sendWebSms*2+3", "drop-after@sendWebSms*3+6", "drop@sendWebSms*3+14"):
        sandbox.faults.add(fault)
    async with AsyncSipgate(**access(sandbox)) as client:
        report = await client.sms.send_many(messages=reminders(30), checkpoint=file, at_once=4)
        assert len(report.unknown) == 6
        settlement = await client.sms.settle(file, wait=0, resend_missing=True)
        sent = {text for _, text in outbox(sandbox)}
        assert settlement.uncertain == ()
        assert {f"Appointment {key[1:]}" in sent for key in settlement.sent} == {True}
        assert {f"Appointment {key[1:]}" in sent for key in settlement.not_sent} == {False}
        assert (len(settlement.sent), len(settlement.not_sent)) == (3, 3)
        final = await client.sms.send_many(messages=reminders(30), checkpoint=file)
        assert await client.sms.settle(file) == SmsSettlement()
    assert set(final.done_now) == set(settlement.not_sent)
    assert final.complete
    assert len(outbox(sandbox)) == len(set(outbox(sandbox))) == 30


async def test_messages_that_are_missing_but_recent_remain_unknown(tmp_path: Path) -> None:
    sandbox, file = Sandbox(faults=["drop@sendWebSms*1"], rules=AT_ONCE), tmp_path / "reminders"
    async with AsyncSipgate(**access(sandbox)) as client:
        await client.sms.send_many(messages=reminders(2), checkpoint=file)
        recent = await client.sms.settle(file, resend_missing=True)
        again = await client.sms.send_many(messages=reminders(2), checkpoint=file)
        old = await client.sms.settle(file, wait=timedelta(0))
        without_resend = await client.sms.send_many(messages=reminders(2), checkpoint=file)
    assert len(recent.uncertain) == len(again.unknown) == 1
    assert old.not_sent == recent.uncertain == without_resend.unknown
    assert len(outbox(sandbox)) == 1


async def test_two_messages_with_the_same_text_need_two_entries_in_the_history(tmp_path: Path) -> None:
    sandbox, file = Sandbox(faults=["drop@sendWebSms*1+1"], rules=AT_ONCE), tmp_path / "reminders"
    twins = [SmsMessage(to="+4915799000001", text="Hi", key=key) for key in ("a", "b")]
    async with AsyncSipgate(**access(sandbox)) as client:
        await client.sms.send_many(messages=twins, checkpoint=file, at_once=1)
        missing = await client.sms.settle(file, wait=0)
        await client.sms.send(to="+4915799000001", message="Hi")
        found = await client.sms.settle(file, wait=0)
    assert (missing.not_sent, found.sent) == (("b",), ("b",))


async def test_a_history_that_lacks_a_sent_message_does_not_prove_that_its_twin_was_not_sent(
    tmp_path: Path,
) -> None:
    sandbox = Sandbox(faults=["drop@sendWebSms*1+1"], rules=Rules(history_lag=timedelta(hours=1)))
    file = tmp_path / "reminders"
    twins = [SmsMessage(to="+4915799000001", text="Hi", key=key) for key in ("a", "b")]
    async with AsyncSipgate(**access(sandbox)) as client:
        await client.sms.send_many(messages=twins, checkpoint=file, at_once=1)
        assert await client.sms.settle(file, wait=0) == SmsSettlement(uncertain=("b",))


async def test_a_similar_message_in_the_history_makes_the_outcome_uncertain(tmp_path: Path) -> None:
    sandbox, file = Sandbox(faults=["drop@sendWebSms*1"], rules=AT_ONCE), tmp_path / "reminders"
    async with AsyncSipgate(**access(sandbox)) as client:
        await client.sms.send_many(messages=reminders(2), checkpoint=file, at_once=1)
        await client.sms.send(to="+4915799000000", message="Appointment O")
        settlement = await client.sms.settle(file, wait=0)
    assert settlement == SmsSettlement(uncertain=("a0",))


async def test_a_scheduled_message_is_uncertain_until_its_time(tmp_path: Path) -> None:
    sandbox, file = Sandbox(faults=["drop-after@sendWebSms*1"], rules=AT_ONCE), tmp_path / "reminders"
    later = datetime.now(UTC) + timedelta(hours=1)
    async with AsyncSipgate(**access(sandbox)) as client:
        await client.sms.send_many(
            messages=[SmsMessage(to="+4915799000001", text="Hi", send_at=later)], checkpoint=file
        )
        early = await client.sms.settle(file, wait=0)
        sandbox.clock.advance(timedelta(hours=1, minutes=1))
        late = await client.sms.settle(file, wait=0)
    assert early.uncertain == late.sent == ("+4915799000001",)


async def test_unknown_recipients_of_one_text_are_settled_as_well(tmp_path: Path) -> None:
    sandbox, file = Sandbox(faults=["drop-after@sendWebSms*1"], rules=AT_ONCE), tmp_path / "all"
    async with AsyncSipgate(**access(sandbox)) as client:
        report = await client.sms.send_many(to=["+4915799000001"], message="Hi", checkpoint=file)
        settlement = await client.sms.settle(file)
        assert report.unknown == settlement.sent
        assert (await client.sms.send_many(to=["+4915799000001"], message="Hi", checkpoint=file)).complete


async def test_a_checkpoint_of_the_first_version_is_resumed_and_remains_uncertain(tmp_path: Path) -> None:
    sandbox, file = Sandbox(rules=AT_ONCE), tmp_path / "all"
    numbers = ["+4915799000001", "+4915799000002", "+4915799000003"]
    async with AsyncSipgate(**access(sandbox)) as client:
        await client.sms.send_many(to=numbers[:1], message="Hi", checkpoint=file)
        first_line = file.read_text().splitlines()[0]
        lines = [
            first_line,
            '{"to": "+4915799000001", "state": "begun"}',
            '{"to": "+4915799000001", "state": "done"}',
        ]
        file.write_text("\n".join([*lines, '{"to": "+4915799000002", "state": "begun"}', ""]))
        report = await client.sms.send_many(to=numbers, message="Hi", checkpoint=file)
        settlement = await client.sms.settle(file, wait=0)
    assert (report.done_before, report.done_now, report.unknown) == (
        ("+4915799000001",),
        ("+4915799000003",),
        ("+4915799000002",),
    )
    assert settlement == SmsSettlement(uncertain=("+4915799000002",))


async def test_settling_needs_a_checkpoint_file(tmp_path: Path) -> None:
    other = tmp_path / "letter"
    other.write_text("Dear Ada\n")
    async with AsyncSipgate(**access(Sandbox())) as client:
        with pytest.raises(InvalidInput) as missing:
            await client.sms.settle(tmp_path / "missing")
        with pytest.raises(InvalidInput):
            await client.sms.settle(other)
    assert missing.value.code == "checkpoint.not_found"
    assert other.read_text() == "Dear Ada\n"


async def test_an_empty_balance_before_the_first_message_raises(tmp_path: Path) -> None:
    sandbox = Sandbox()
    sandbox.set_balance(0)
    async with AsyncSipgate(**access(sandbox)) as client:
        with pytest.raises(InsufficientFunds):
            await client.sms.send_many(messages=reminders(50), checkpoint=tmp_path / "file", at_once=1)
    assert [path for method, path in sandbox.requests if method == "POST"] == ["/v2/sessions/sms"]


def test_a_message_shows_neither_number_nor_text() -> None:
    shown = repr(SmsMessage(to="+4915799000001", text="Your code is 1234", key="a"))
    assert shown == "<SmsMessage: 1 part>"
