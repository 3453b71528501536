"""Faxes, contacts, summaries, numbers, webhook settings and call events, as an assistant uses them."""

from __future__ import annotations

import base64
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp_types import EmptyResult, ResourceUpdatedNotification, SubscribeRequest, SubscribeRequestParams

from sipgate_tools.mcp.server import create_server
from sipgate_tools.webhooks.events import parse_event
from sipgate_tools.webhooks.store import Store, open_store
from sipgate_tools.webhooks.store.records import Delivery
from tests.mcp.harness import Harness, MakeHarness, text_of

PLATFORMS = pytest.mark.parametrize("platform", ["classic", "neo"])
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>endobj\nxref\n0 4\n0000000000 65535 f \n"
    b"0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\n"
    b"startxref\n164\n%%EOF"
)
FAX = "+493023125014"


@PLATFORMS
async def test_a_fax_is_sent_from_a_folder_that_is_allowed_and_followed(
    make_harness: MakeHarness, platform: str, tmp_path: Path
) -> None:
    (tmp_path / "offer.pdf").write_bytes(PDF)
    harness = make_harness(platform, files=str(tmp_path))
    sent = await harness.data("send_fax", to=FAX, document="offer.pdf")
    assert sent["pages"] == 1
    assert "Pages: 1" in harness.questions[0]
    state = await harness.data("get_fax_status", fax_id=sent["fax_id"])
    assert state["status"] in ("PENDING", "SENDING", "SENT")
    [fax] = harness.sandbox.outbox()["faxes"]
    assert fax["recipient"] == FAX


async def test_the_same_fax_again_is_a_double_even_as_base64(
    make_harness: MakeHarness, tmp_path: Path
) -> None:
    (tmp_path / "offer.pdf").write_bytes(PDF)
    harness = make_harness(files=str(tmp_path))
    await harness.data("send_fax", to=FAX, document="offer.pdf")
    again = base64.b64encode(PDF).decode()
    assert "repeat=true" in await harness.refusal("send_fax", to=FAX, document=again)
    assert len(harness.sandbox.outbox()["faxes"]) == 1


async def test_pages_count_against_the_limit(make_harness: MakeHarness) -> None:
    harness = make_harness(max_fax_pages_per_hour=0)
    assert "fax pages per hour" in await harness.refusal(
        "send_fax", to=FAX, document=base64.b64encode(PDF).decode()
    )


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("/etc/passwd", "not in an allowed folder"),
        ("../secret.pdf", "not in an allowed folder"),
        ("link.pdf", "not in an allowed folder"),
        ("nothing.pdf", "does not exist"),
        ("http://example.org/a.pdf", "must be an https URL"),
        ("file:///etc/passwd", "must be an https URL"),
        ("https://127.0.0.1/a.pdf", "private address"),
        ("https://[::1]/a.pdf", "private address"),
        ("https://169.254.169.254/latest/meta-data", "private address"),
        ("text.pdf", "not a PDF"),
        ("x" * 600 + "!", "not valid base64"),
    ],
)
async def test_documents_that_may_not_be_sent(
    make_harness: MakeHarness, tmp_path: Path, document: str, message: str
) -> None:
    (tmp_path / "secret.pdf").write_bytes(PDF)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "text.pdf").write_text("hello")
    (folder / "link.pdf").symlink_to(tmp_path / "secret.pdf")
    harness = make_harness(files=str(folder))
    assert message in await harness.refusal("send_fax", to=FAX, document=document)
    assert harness.spy.writes == []


async def test_without_an_allowed_folder_no_file_is_read(harness: Harness) -> None:
    assert "--files" in await harness.refusal("send_fax", to=FAX, document="offer.pdf")


@PLATFORMS
async def test_a_past_call_is_found_wherever_the_platform_keeps_it(
    make_harness: MakeHarness, platform: str
) -> None:
    harness = make_harness(platform)
    [found, *_] = (await harness.data("search_history", types=["CALL"]))["entries"]
    fresh = make_harness(platform, sandbox=harness.sandbox)
    assert await fresh.data("get_history_entry", entry_id=found["id"]) == found
    async with fresh.client() as client:
        [content] = (await client.read_resource(f"sipgate://history/{found['id']}")).contents
    assert found["id"] in content.model_dump()["text"]
    stranger = make_harness(platform, user="w1", sandbox=harness.sandbox)
    assert "Not known to belong" in await stranger.refusal("get_history_entry", entry_id=found["id"])


async def test_past_calls_of_neo_can_be_neither_marked_nor_deleted_and_the_error_says_so(
    make_harness: MakeHarness,
) -> None:
    harness = make_harness("neo")
    [call, *_] = (await harness.data("search_history", types=["CALL"]))["entries"]
    for tool, further in (("mark_history_entries", {"read": True}), ("delete_history_entries", {})):
        sentence = await harness.refusal(tool, entry_ids=[call["id"]], **further)
        assert "cannot be marked or deleted" in sentence
    assert harness.questions == []
    assert harness.spy.writes == []


@PLATFORMS
async def test_the_summary_counts_and_tells_who_was_not_called_back(
    make_harness: MakeHarness, platform: str
) -> None:
    summary = await make_harness(platform).data("summarize_history", since="2020-01-01")
    assert summary["entries"] == sum(summary["by_type"].values())
    assert "+494066969112" in [missed["number"] for missed in summary["not_called_back"]]
    counted = sum(day.get(way, 0) for day in summary["days"] for way in ("incoming", "outgoing", "missed"))
    assert counted == summary["entries"]


async def test_a_contact_is_found_by_part_of_name_or_number_with_what_was_going_on(harness: Harness) -> None:
    by_name = await harness.data("search_contacts", query="merle", with_history=True)
    assert [contact["name"] for contact in by_name["contacts"]] == ["Merle Ahrens"]
    assert by_name["recent"]
    by_number = await harness.data("search_contacts", query="0172 9925904")
    assert by_number["contacts"] == by_name["contacts"]
    assert (await harness.data("search_contacts", query="no such name"))["contacts"] == []


async def test_pages_of_contacts_follow_each_other(harness: Harness) -> None:
    contacts = (await harness.data("search_contacts", limit=100))["contacts"]
    paged: list[Any] = []
    offset: int | None = 0
    while offset is not None:
        page = await harness.data("search_contacts", limit=2, offset=offset)
        paged += page["contacts"]
        offset = page.get("next_offset")
    assert paged == contacts
    assert len(paged) > 2


async def test_a_contact_is_created_changed_and_tells_before_and_after(harness: Harness) -> None:
    await harness.data("create_contact", given="Ada", family="Lovelace", numbers=["+4915799912345"])
    [contact] = (await harness.data("search_contacts", query="lovelace"))["contacts"]
    changed = await harness.data("update_contact", contact_id=contact["id"], note="Countess")
    assert "note" not in changed["before"]
    assert changed["after"]["note"] == "Countess"
    assert changed["after"]["numbers"] == ["+4915799912345"]
    assert len(harness.questions) == 2


async def test_numbers_and_addresses_that_stay_keep_their_kinds(harness: Harness) -> None:
    [contact] = (await harness.data("search_contacts", query="Merle"))["contacts"]
    before = await harness.account.client.contacts.get(contact["id"])
    numbers = [*contact["numbers"], "+4915799912345"]
    await harness.data("update_contact", contact_id=contact["id"], numbers=numbers, emails=contact["emails"])
    after = await harness.account.client.contacts.get(contact["id"])
    assert before.numbers[0].type
    assert after.numbers[:1] == before.numbers
    assert after.emails == before.emails


async def test_the_user_sees_all_of_a_contact_before_it_is_written(harness: Harness) -> None:
    created = await harness.data("create_contact", given="Ada", note="Calls on Fridays")
    assert "Calls on Fridays" in harness.questions[0]
    assert created["after"]["note"] == "Calls on Fridays"
    assert "search_contacts" in created["done"]  # which has the id


async def test_contacts_are_imported_without_doubles_and_exported(
    make_harness: MakeHarness, tmp_path: Path
) -> None:
    harness = make_harness(files=str(tmp_path))
    rows = "firstname,lastname,number\nGrace,Hopper,+4915799900001\nMerle,Ahrens,+491729925904\n"
    imported = await harness.data("import_contacts", content=rows, format="csv")
    assert imported["created"] == 1
    assert imported["duplicates"] == 1
    assert "Import 1 contact into" in harness.questions[0]
    assert "Left out" in harness.questions[0]
    again = await harness.data("import_contacts", content=rows, format="csv")
    assert (again["created"], again["duplicates"], len(harness.questions)) == (0, 2, 1)
    # As spreadsheets in Germany write them.
    (tmp_path / "excel.csv").write_bytes(
        "Vorname;Nachname;Mobil\nJürgen;Groß;+4915799900002\n".encode("cp1252")
    )
    assert (await harness.data("import_contacts", content="excel.csv", format="csv"))["created"] == 1
    assert "Jürgen Groß" in str(await harness.data("search_contacts", query="groß"))
    exported = await harness.data("export_contacts", format="vcard", path="contacts.vcf")
    assert "Grace Hopper" in Path(exported["path"]).read_text()
    assert "Grace Hopper" in (await harness.data("export_contacts"))["text"]
    assert await harness.refusal("export_contacts", format="vcard", path="contacts.vcf")
    assert await harness.refusal("export_contacts", format="vcard", path="../outside.vcf")


@pytest.mark.parametrize(
    ("platform", "number", "kind", "device"),
    [
        ("classic", "+493023125100", "phoneline", "e0"),
        ("neo", "+493023125100", "channel", "e0"),
        ("classic", "030 23125190", "fax", None),
        ("neo", "23125190", "fax", None),
    ],
)
async def test_a_number_is_traced_to_the_phones_that_ring(
    make_harness: MakeHarness, platform: str, number: str, kind: str, device: str | None
) -> None:
    route = await make_harness(platform).data("trace_number", number=number)
    assert route["kind"] == kind
    assert (device in [one["id"] for one in route.get("devices", [])]) == (device is not None)


async def test_webhook_settings_change_only_what_is_named_and_show_no_secret(harness: Harness) -> None:
    url = "https://user:hunter2@example.org/secret-path?key=value"
    changed = await harness.data("set_webhook_settings", incoming_url=url)
    now = await harness.data("get_webhook_settings")
    assert changed["after"] == now
    assert "example.org" in now["incoming_url"]
    for secret in ("hunter2", "secret-path", "value"):
        assert secret not in str(changed)
    assert "hunter2" not in harness.questions[0]
    await harness.data("set_webhook_settings", log=True, extensions=["p0"])
    assert "extensions: p0" in harness.questions[1]
    after = await harness.data("get_webhook_settings")
    assert after["incoming_url"] == now["incoming_url"]
    assert after["log"] is True


SIDES = b"&from=491729925904&to=493023125100&direction=in"
NEW_CALL = b"event=newCall&callId=%s&origCallId=%s" + SIDES + b"&user[]=Alex&userId[]=%s"
HANG_UP = (
    b"event=hangup&callId=%s&origCallId=%s&from=491729925904&to=493023125100&direction=in&cause=noAnswer"
)


async def keep(store: Store, body: bytes) -> None:
    claim = await store.claim(Delivery(parse_event(body), body, 1_800_000_000.0), lease_seconds=1)
    await store.finish(claim, b"<Response/>")


@asynccontextmanager
async def filled_store(path: Path, *bodies: bytes) -> AsyncGenerator[Store]:
    async with open_store(path) as store:
        for body in bodies:
            await keep(store, body)
        yield store


async def test_call_events_are_listed_for_the_users_own_calls(
    make_harness: MakeHarness, tmp_path: Path
) -> None:
    bodies = [NEW_CALL % (b"A", b"A", b"w0"), NEW_CALL % (b"B", b"B", b"w1"), HANG_UP % (b"A", b"A")]
    async with filled_store(tmp_path / "events.db", *bodies):
        harness = make_harness(events=str(tmp_path / "events.db"))
        listed = await harness.data("list_call_events")
        assert [(event["kind"], event["call_id"]) for event in listed["events"]] == [
            ("newCall", "A"),
            ("hangup", "A"),
        ]
        assert listed["events"][0]["caller"] == "+491729925904"
        later = await harness.data("list_call_events", after=listed["next_after"])
        assert later["events"] == []
        everything = await make_harness(events=str(tmp_path / "events.db"), access="account").data(
            "list_call_events"
        )
        assert len(everything["events"]) == 3


async def test_the_next_call_event_is_waited_for_with_progress(
    make_harness: MakeHarness, tmp_path: Path
) -> None:
    notifications: list[str] = []

    async with filled_store(tmp_path / "events.db") as store:
        harness = make_harness(events=str(tmp_path / "events.db"))

        async def ring(progress: float, total: float | None, message: str | None) -> None:
            notifications.append(message or "")
            if len(notifications) == 1:
                await keep(store, NEW_CALL % (b"A", b"A", b"w0"))

        with anyio.fail_after(20):
            async with harness.client() as client:
                result = await client.call_tool("wait_for_call_event", {}, progress_callback=ring)
    assert not result.is_error, text_of(result)
    assert result.structured_content is not None
    assert [event["call_id"] for event in result.structured_content["events"]] == ["A"]
    assert notifications


async def test_an_event_tells_whose_phones_ring_who_picked_up_and_which_keys_were_pressed(
    make_harness: MakeHarness, tmp_path: Path
) -> None:
    response = (
        b"event=answer&callId=A&origCallId=A" + SIDES + b"&user=Alex&userId=w0&answeringNumber=493023125100"
    )
    bodies = [NEW_CALL % (b"A", b"A", b"w0"), response, b"event=dtmf&callId=A&origCallId=A&dtmf=12"]
    async with filled_store(tmp_path / "events.db", *bodies):
        harness = make_harness(events=str(tmp_path / "events.db"))
        rings, picked_up, keys = (await harness.data("list_call_events"))["events"]
    assert rings["users"] == picked_up["users"] == ["Alex"]
    assert picked_up["answered_by"] == "+493023125100"
    assert keys["digits"] == "12"


async def test_without_a_store_there_are_no_event_tools(harness: Harness) -> None:
    async with harness.client() as client:
        names = [tool.name for tool in (await client.list_tools()).tools]
    assert "list_call_events" not in names


@pytest.mark.parametrize("mode", ["legacy", "auto"])
async def test_a_client_that_subscribed_to_a_call_is_told_when_something_happens(
    make_harness: MakeHarness, tmp_path: Path, mode: str
) -> None:
    arrival = anyio.Event()
    uri = "sipgate://calls/A"

    async def heard(message: Any) -> None:
        if isinstance(message, ResourceUpdatedNotification) and str(message.params.uri) == uri:
            arrival.set()

    async with filled_store(tmp_path / "events.db") as store:
        harness = make_harness(events=str(tmp_path / "events.db"))
        with anyio.fail_after(20):
            async with Client(create_server(harness.account), mode=mode, message_handler=heard) as client:
                if mode == "legacy":
                    await client.session.send_request(
                        SubscribeRequest(params=SubscribeRequestParams(uri=uri)), EmptyResult
                    )
                    await keep(store, HANG_UP % (b"A", b"A"))
                    await arrival.wait()
                else:
                    async with client.listen(resource_subscriptions=[uri]) as events:
                        await keep(store, HANG_UP % (b"A", b"A"))
                        event = await anext(aiter(events))
                    assert uri in str(event)
