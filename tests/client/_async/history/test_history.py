"""The history: entries, pages, filters, changes and exports."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sipgate_tools import (
    AsyncSipgate,
    InvalidInput,
    NotFound,
)
from sipgate_tools.models import (
    CallEntry,
    FaxEntry,
    HistoryEntry,
    SmsEntry,
    VoicemailEntry,
)
from sipgate_tools.sandbox import Sandbox
from tests.client.accounts import BOTH, AccountKind, access


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
