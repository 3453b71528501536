"""The resources with complete accounts of the sandbox."""

import pickle
import wave
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import pytest
from pypdf import PdfWriter
from sipgate_api.api.groups import get_groups

from sipgate_tools import (
    AsyncSipgate,
    Conflict,
    InsufficientFunds,
    InvalidInput,
    NotFound,
    PermissionDenied,
)
from sipgate_tools.models import (
    CallEntry,
    FaxEntry,
    FaxStatus,
    HistoryEntry,
    Platform,
    SmsEntry,
    VoicemailEntry,
)
from sipgate_tools.sandbox import Sandbox
from tests.client.accounts import Access, access
from tests.client.scripted_server import Reply, scripted_server

SECOND = timedelta(seconds=1)
AccountKind = Literal["classic", "neo"]
BOTH = pytest.mark.parametrize("kind", ["classic", "neo"])


@BOTH
async def test_the_account_says_who_it_is_and_what_it_has(kind: AccountKind) -> None:
    async with AsyncSipgate(**access(Sandbox(kind))) as client:
        me = await client.users.me()
        assert (me.id, me.admin) == ("w0", True)
        assert {user.id for user in await client.users.list()} >= {"w0", "w1", "w2"}
        assert await client.account.platform() == Platform(kind)
        balance = await client.account.balance()
        assert isinstance(balance, Decimal)
        assert balance == balance.amount == Decimal("35.00")
        assert str(balance) == "35.00 EUR"
        assert pickle.loads(pickle.dumps(balance)).currency == "EUR"
        assert (await client.account.get()).company


@BOTH
async def test_the_platform_is_asked_once(kind: AccountKind) -> None:
    sandbox = Sandbox(kind)
    async with AsyncSipgate(**access(sandbox)) as client:
        await client.account.platform()
        await client.with_options(timeout=1).account.platform()
        await client.history.list()
    assert len([path for _, path in sandbox.requests if path.endswith("/groups")]) == 1


async def test_the_platform_of_an_oauth_token_is_read_from_it() -> None:
    sandbox = Sandbox("neo")
    token = sandbox.issue_jwt(scopes=["all"])
    async with AsyncSipgate(token=token, base_url=sandbox.base_url, transport=sandbox) as client:
        assert await client.account.platform() == Platform.NEO
    assert sandbox.requests == []


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
    journal = tmp_path / "journal.jsonl"
    async with AsyncSipgate(**access(sandbox)) as client:
        first = await client.sms.send_many(to=numbers, message="Hi", journal=journal, at_once=1)
        assert first.stopped
        assert len(first.unknown) == 1
        assert first.skipped
        second = await client.sms.send_many(to=numbers, message="Hi", journal=journal, at_once=4)
        third = await client.sms.send_many(to=numbers, message="Hi", journal=journal)
        with pytest.raises(InvalidInput, match="another message"):
            await client.sms.send_many(to=numbers, message="Other", journal=journal)
    assert second.unknown == third.unknown == first.unknown
    assert set(second.done) | set(second.unknown) == set(numbers)
    sent = [message["recipient"] for message in sandbox.outbox()["sms"]]
    assert sorted(sent) == numbers
    assert "Hi" not in journal.read_text()


async def test_a_complete_checkpoint_is_reported_without_sending_requests(tmp_path: Path) -> None:
    sandbox = Sandbox()
    numbers = [f"+4915799{number:06}" for number in range(4)]
    journal = tmp_path / "journal.jsonl"
    steps: list[Any] = []
    async with AsyncSipgate(**access(sandbox)) as client:
        first = await client.sms.send_many(to=numbers[:2], message="Hi", journal=journal)
        second = await client.sms.send_many(to=numbers, message="Hi", journal=journal)
        request_count = len(sandbox.requests)
        for extension in (None, "s0"):
            third = await client.sms.send_many(
                to=numbers, message="Hi", journal=journal, sms_id=extension, progress=steps.append
            )
            assert (third.done, third.done_before, third.done_now) == (tuple(numbers), tuple(numbers), ())
            assert (steps[-1].done, steps[-1].report) == (4, third)
        with pytest.raises(InvalidInput, match="another message"):
            await client.sms.send_many(to=numbers, message="Hi", journal=journal, sms_id="s1")
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
    journal = tmp_path / "journal.jsonl"
    async with AsyncSipgate(**access(sandbox)) as client:
        await client.sms.send_many(to=["+4915799000001"], message="Hi", journal=journal)
        journal.write_text(journal.read_text() + '{"to": "+49157')
        report = await client.sms.send_many(
            to=["+4915799000001", "+4915799000002"], message="Hi", journal=journal
        )
        assert len(report.done) == 2
        (tmp_path / "letter.txt").write_text("Dear Ada\n")
        with pytest.raises(InvalidInput):
            await client.sms.send_many(to=["+4915799000001"], message="Hi", journal=tmp_path / "letter.txt")
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


@BOTH
async def test_the_history_has_all_four_kinds_with_their_fields(kind: AccountKind) -> None:
    async with AsyncSipgate(**access(Sandbox(kind))) as client:
        entries = [entry async for entry in client.history.iterate(page_size=3)]
        page = await client.history.list(limit=1000)
    assert {type(entry) for entry in entries} == {CallEntry, FaxEntry, SmsEntry, VoicemailEntry}
    times = [entry.created for entry in entries if entry.created]
    assert times == sorted(times, reverse=True)
    assert [entry.id for entry in entries] == [entry.id for entry in page]
    assert page.total_count == len(entries)
    assert page.next_offset is None
    assert any(isinstance(entry, FaxEntry) and entry.page_count for entry in entries)
    assert any(isinstance(entry, VoicemailEntry) and entry.transcription for entry in entries)


@BOTH
async def test_pages_of_the_history_fit_together_and_filters_hold(kind: AccountKind) -> None:
    week = datetime.now(UTC) - timedelta(days=7)
    async with AsyncSipgate(**access(Sandbox(kind))) as client:
        whole = list(await client.history.list(limit=1000))
        paged: list[HistoryEntry] = []
        offset: int | None = 0
        while offset is not None:
            page = await client.history.list(limit=4, offset=offset)
            paged.extend(page)
            offset = page.next_offset
        calls = await client.history.list(types="CALL", limit=1000)
        missed = await client.history.list(types="CALL", directions="MISSED_INCOMING", limit=1000)
        recent = await client.history.list(from_=week, limit=1000)
        one = await client.history.list(phonenumber=whole[0].source, limit=1000)
    assert paged == whole
    assert set(calls) == {entry for entry in whole if entry.type == "CALL"}
    assert set(missed) == {entry for entry in calls if entry.direction == "MISSED_INCOMING"}
    assert missed
    assert set(recent) == {entry for entry in whole if entry.created and entry.created >= week}
    assert 0 < len(recent) < len(whole)
    assert all(whole[0].source in {entry.source, entry.target} for entry in one)


async def test_calls_on_neo_cannot_be_changed_and_say_so() -> None:
    sandbox = Sandbox("neo")
    async with AsyncSipgate(**access(sandbox)) as client:
        call = (await client.history.list(types=["CALL"], limit=1))[0]
        with pytest.raises(InvalidInput, match="channels"):
            await client.history.update(call, read=True)
        with pytest.raises(InvalidInput, match="channels"):
            await client.history.delete(call)
        with pytest.raises(InvalidInput, match="channels"):
            await client.history.delete_many([call])
        with pytest.raises(InvalidInput, match="channels"):
            await client.history.update_many([call], lambda entry: {"read": True})
    assert {method for method, _ in sandbox.requests} == {"GET"}


async def test_calls_on_neo_come_from_the_channels_and_the_page_says_so() -> None:
    async with AsyncSipgate(**access(Sandbox("neo"))) as client:
        page = await client.history.list(types=["CALL"], limit=50)
        channels = {channel.id for channel in await client.channels.list()}
        faxes = await client.history.list(types=["FAX"])
    assert page
    assert {entry.channel_id for entry in page} <= channels
    assert "neo" in page.notes[0]
    assert faxes.notes == ()


async def test_entries_are_marked_starred_noted_and_deleted() -> None:
    async with AsyncSipgate(**access(Sandbox())) as client:
        entries = list(await client.history.list(limit=1000))
        await client.history.update(entries[0].id, starred=True, note="call back")
        changed = await client.history.get(entries[0].id)
        assert (changed.starred, changed.note) == (True, "call back")
        report = await client.history.update_many(
            entries[1:5],
            lambda entry: {"note": "n"} if entry == entries[1] else {"read": True, "archived": False},
        )
        assert report.complete
        assert set(report.done) == {entry.id for entry in entries[1:5]}
        assert (await client.history.get(entries[2].id)).read
        assert (await client.history.get(entries[1].id)).note == "n"
        await client.history.delete(entries[0].id)
        with pytest.raises(NotFound):
            await client.history.get(entries[0].id)
        gone = await client.history.delete_many(entries[1:5])
        assert len(gone.done) == 4
        assert len(await client.history.list(limit=1000)) == len(entries) - 5


async def test_the_history_is_exported_as_csv_and_a_file_is_saved_whole_or_not_at_all(tmp_path: Path) -> None:
    async with AsyncSipgate(**access(Sandbox())) as client:
        assert len((await client.history.export_csv(limit=1000)).splitlines()) > 3
        fax = (await client.history.list(types=["FAX"]))[0]
        saved = await client.history.download(fax, tmp_path / "fax.pdf")
        assert saved.read_bytes().startswith(b"%PDF-")
        with pytest.raises(InvalidInput, match="already exists"):
            await client.history.download(fax, tmp_path / "fax.pdf")
        with pytest.raises(InvalidInput, match="is a folder"):
            await client.history.download(fax, tmp_path, overwrite=True)
        with pytest.raises(InvalidInput, match="cannot be created"):
            await client.history.download(fax, tmp_path / ("long" * 100))
        with pytest.raises(NotFound):
            await client.history.download("/v2/nothing", tmp_path / "nothing")
    assert [path.name for path in tmp_path.iterdir()] == ["fax.pdf"]


async def test_a_live_call_is_manipulated() -> None:
    async with AsyncSipgate(**access(Sandbox())) as client:
        calls = await client.rtcm.calls()
        call, other = calls[0], calls[1]
        await client.rtcm.mute(call, True)
        await client.rtcm.hold(call.call_id, True)
        await client.rtcm.record(call, True, announcement=True)
        await client.rtcm.send_dtmf(call, "12a#*")
        await client.rtcm.announce(call, "https://phone.example.com/hello.wav")
        now = next(live for live in await client.rtcm.calls() if live.call_id == call.call_id)
        assert (now.muted, now.hold, now.recording) == (True, True, True)
        await client.rtcm.hang_up(other)
        assert other.call_id not in {live.call_id for live in await client.rtcm.calls()}
        with pytest.raises(NotFound):
            await client.rtcm.hold(other, True)
        for wrong in ("", "12e", "1 2"):
            with pytest.raises(InvalidInput):
                await client.rtcm.send_dtmf(call, wrong)


async def test_an_announcement_is_checked_when_asked() -> None:
    good = wave_file(channels=1)
    async with AsyncSipgate(**access(Sandbox())) as client:
        call = (await client.rtcm.calls())[0]
        with scripted_server(
            by_path={"/good.wav": Reply(200, good), "/bad.wav": Reply(200, wave_file(channels=2))}
        ) as script:
            root = script.base_url.removesuffix("/v2")
            await client.rtcm.announce(call, f"{root}/good.wav", check=True, allow_private=True)
            for name, says in [("bad.wav", "2 channels instead of 1"), ("missing.wav", "404")]:
                with pytest.raises(InvalidInput, match=says):
                    await client.rtcm.announce(call, f"{root}/{name}", check=True, allow_private=True)
            with pytest.raises(InvalidInput, match="private address"):
                await client.rtcm.announce(call, f"{root}/good.wav", check=True)
        with pytest.raises(InvalidInput, match="cannot be found"):
            await client.rtcm.announce(call, "https://phone.invalid/a.wav", check=True)


async def test_a_neo_account_says_in_one_sentence_what_it_lacks() -> None:
    sandbox = Sandbox("neo")
    async with AsyncSipgate(**access(sandbox)) as client:
        call = (await client.rtcm.calls())[0]
        with pytest.raises(InvalidInput, match="Muting is not possible on a neo account"):
            await client.rtcm.mute(call, True)
        with pytest.raises(InvalidInput, match="without an announcement"):
            await client.rtcm.record(call, True, announcement=False)
        with pytest.raises(InvalidInput, match="no phonelines to call from"):
            await client.calls.start(caller="p0", callee="+4915799912345")
        with pytest.raises(PermissionDenied, match="neo"):
            await get_groups.asyncio(client=client.api)
        await client.rtcm.hold(call, True)


@BOTH
async def test_a_call_is_started_and_hung_up(kind: AccountKind) -> None:
    sandbox = Sandbox(kind)
    async with AsyncSipgate(**access(sandbox)) as client:
        session_id = await client.calls.start(caller="e0", callee="+4915799912345")
        assert session_id not in {call.call_id for call in await client.rtcm.calls()}
        if kind == "neo":
            with pytest.raises(Conflict):
                await client.rtcm.hold(session_id, True)
        sandbox.clock.advance(timedelta(minutes=1))
        assert session_id in {call.call_id for call in await client.rtcm.calls()}
        await client.rtcm.hang_up(session_id)
        assert session_id not in {call.call_id for call in await client.rtcm.calls()}
        sandbox.clock.advance(timedelta(minutes=1))
        calls = await client.history.list(types=["CALL"], limit=1)
    assert calls[0].target == "+4915799912345"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"caller": "+4930123456"}, "device_id"),
        ({"caller": "s0"}, "extension"),
        ({"caller": "e00"}, "extension"),
        ({"caller": "e0", "device_id": "w0"}, "device_id"),
        ({"caller": "e0", "caller_id": "me"}, "caller_id"),
        ({"caller": "e0", "callee": "112"}, "callee"),
        ({"caller": "e0", "channel_id": "c-1"}, "channels"),
    ],
)
async def test_a_combination_that_makes_no_call_says_what_to_change(
    arguments: dict[str, str], says: str
) -> None:
    sandbox = Sandbox()
    async with AsyncSipgate(**access(sandbox)) as client:
        with pytest.raises(InvalidInput, match=says):
            await client.calls.start(**{"callee": "+4915799912345", **arguments})
    assert "POST" not in {method for method, _ in sandbox.requests}


async def test_a_fax_is_sent_followed_and_fetched(tmp_path: Path) -> None:
    sandbox = Sandbox()
    document = minimal_pdf()
    seen: list[FaxStatus] = []
    async with AsyncSipgate(**access(sandbox)) as client:
        assert [line.id for line in await client.fax.lines()] == ["f0"]
        session_id = await client.fax.send(to="+4930123456", content=document)
        sandbox.clock.advance(timedelta(hours=1))
        entry = await client.fax.wait(session_id, progress=seen.append)
        assert entry.fax_status_type == FaxStatus.SENT
        assert await client.fax.status(session_id) == FaxStatus.SENT
        assert seen[-1] == FaxStatus.SENT
        assert (await client.fax.download(session_id, tmp_path / "a.pdf")).read_bytes() == document
        await client.fax.download_report(session_id, tmp_path / "r.pdf")
        with pytest.raises(NotFound):
            await client.fax.status("1")
        sms = (await client.history.list(types=["SMS"]))[0]
        with pytest.raises(InvalidInput, match="not a fax"):
            await client.fax.status(sms.id)
        await client.fax.resend(session_id)
    assert sandbox.outbox()["faxes"][0]["filename"].startswith("Fax_20")
    assert len(sandbox.outbox()["faxes"]) == 2


async def test_what_is_not_a_pdf_or_too_large_is_never_faxed(tmp_path: Path) -> None:
    sandbox = Sandbox()
    picture = tmp_path / "cat.png"
    picture.write_bytes(b"\x89PNG")
    async with AsyncSipgate(**access(sandbox)) as client:
        for wrong in (b"", b"hello", picture, tmp_path / "missing.pdf", minimal_pdf() + b"x" * 21_500_000):
            with pytest.raises(InvalidInput):
                await client.fax.send(to="+4930123456", content=wrong, faxline_id="f0")
    assert sandbox.requests == []


@BOTH
async def test_webhook_settings_change_only_what_is_named(kind: AccountKind) -> None:
    async with AsyncSipgate(**access(Sandbox(kind))) as client:
        settings = client.webhook_settings
        await settings.set_incoming_url("https://user:secret@phone.example.com/in")
        first = await settings.get()
        assert first.incoming_url == "https://user:secret@phone.example.com/in"
        assert "secret" not in repr(first)
        assert "phone.example.com" in repr(first)
        await settings.set_outgoing_url("https://phone.example.com/out")
        await settings.set_log(True)
        await settings.set_whitelist(["p0", "g0"])
        now = await settings.get()
        assert (now.incoming_url, now.log, now.whitelist) == (first.incoming_url, True, ("p0", "g0"))
        assert now.push_api_version == first.push_api_version
        await settings.clear_whitelist()
        assert (await settings.get()).whitelist == ()
        await settings.disable_whitelist()
        assert (await settings.get()).whitelist is None
        await settings.clear_incoming_url()
        assert not (await settings.get()).incoming_url
        for wrong in (["e0"], ["p01"], "p0"):
            with pytest.raises(InvalidInput):
                await settings.set_whitelist(wrong)
        with pytest.raises(InvalidInput):
            await settings.set_incoming_url("ftp://phone.example.com")
        if kind == "neo":
            with pytest.raises(InvalidInput, match="https"):
                await settings.set_incoming_url("http://phone.example.com")
        else:
            await settings.set_incoming_url("http://phone.example.com")


@BOTH
async def test_numbers_devices_and_voicemails_are_listed(kind: AccountKind) -> None:
    async with AsyncSipgate(**access(Sandbox(kind))) as client:
        numbers = [number async for number in client.numbers.iterate(page_size=2)]
        assert len({number.id for number in numbers}) == len(numbers) > 2
        assert all((number.number or "").startswith("+") for number in numbers)
        assert len(await client.numbers.list(limit=1)) == 1
        assert {number.number for number in await client.numbers.of_user()} <= {
            number.number for number in numbers
        }
        devices = await client.devices.list()
        assert "e0" in {device.id for device in devices}
        assert (await client.devices.get("e0")).alias
        voicemails = await client.voicemails.list()
        assert (await client.voicemails.get(voicemails[0].id)).id == voicemails[0].id


@BOTH
async def test_a_users_numbers_are_the_same_where_the_account_lacks_that_view(kind: AccountKind) -> None:
    sandbox = Sandbox(kind)
    async with AsyncSipgate(**access(sandbox)) as client:
        for user_id in ("w0", "w1", "w2"):
            seen = await client.numbers.of_user(user_id)
            sandbox.book(missing=("numbers",))
            assert await client.numbers.of_user(user_id) == seen
            sandbox.book("numbers")
    assert "/v2/numbers" in {path for _, path in sandbox.requests}


async def test_every_other_operation_goes_the_same_way_and_fails_the_same_way() -> None:
    sandbox = Sandbox()
    async with AsyncSipgate(**access(sandbox)) as client:
        groups = await get_groups.asyncio(client=client.api)
        assert groups
        assert groups.items
    token_id, token = sandbox.issue_token(scopes=["history:read"])
    limited = Access(token_id=token_id, token=token, base_url=sandbox.base_url, transport=sandbox)
    async with AsyncSipgate(**limited) as client:
        with pytest.raises(PermissionDenied, match="groups:read"):
            await get_groups.asyncio(client=client.api)


async def test_models_are_values() -> None:
    async with AsyncSipgate(**access(Sandbox())) as client:
        entries = list(await client.history.list(limit=20))
    assert len({*entries, *entries}) == len(entries)
    for entry in entries:
        again = type(entry).from_json(entry.to_json())
        assert again == entry
        assert hash(again) == hash(entry)
    sms = next(entry for entry in entries if isinstance(entry, SmsEntry))
    assert sms.sms_content
    assert sms.sms_content not in repr(sms)


def wave_file(channels: int) -> bytes:
    """Return a WAV file with a tenth of a second of silence."""
    buffer = BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(2 * channels * 800))
    return buffer.getvalue()


def minimal_pdf() -> bytes:
    """Return a PDF with one empty page."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
