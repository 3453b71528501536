"""The tools, as an assistant uses them."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import anyio
import pytest

from sipgate_tools.mcp.tools import listing
from tests.mcp.harness import Harness, MakeHarness, text_of
from tests.mcp.tools.test_more_tools import PDF

MERLE = "+491729925904"
PLATFORMS = pytest.mark.parametrize("platform", ["classic", "neo"])
ERAS = pytest.mark.parametrize("mode", ["legacy", "auto"])


@ERAS
async def test_a_message_is_sent_once_after_the_user_said_yes(harness: Harness, mode: str) -> None:
    async with harness.client(mode) as client:
        result = await client.call_tool("send_sms", {"to": MERLE, "message": "Bis gleich!"})
    assert not result.is_error
    [sent] = harness.sandbox.outbox()["sms"]
    assert (sent["recipient"], sent["message"], sent["from"]) == (MERLE, "Bis gleich!", "+4915228817386")
    [question] = harness.questions
    assert MERLE in question
    assert "Bis gleich!" in question
    assert "+4915228817386" in question


@ERAS
@pytest.mark.parametrize("says", ["no", "dismissed"])
async def test_no_message_without_the_users_yes(harness: Harness, mode: str, says: Any) -> None:
    harness.says = says
    async with harness.client(mode) as client:
        result = await client.call_tool("send_sms", {"to": MERLE, "message": "Bis gleich!"})
    assert result.is_error
    assert "Nothing was sent" in text_of(result)
    assert harness.sandbox.outbox()["sms"] == []
    assert harness.spy.writes == []


@ERAS
async def test_a_client_that_cannot_ask_is_told_how_the_operator_can_allow_it(
    harness: Harness, mode: str
) -> None:
    harness.says = "cannot ask"
    async with harness.client(mode) as client:
        result = await client.call_tool("send_sms", {"to": MERLE, "message": "Bis gleich!"})
    assert "--confirm never" in text_of(result)
    assert harness.spy.writes == []


async def test_the_operator_can_allow_messages_without_asking(make_harness: MakeHarness) -> None:
    harness = make_harness(confirm="never")
    harness.says = "cannot ask"
    await harness.data("send_sms", to=MERLE, message="Bis gleich!")
    assert harness.questions == []
    assert harness.account.audit_log.latest()[0].confirmed == "operator"


async def test_the_same_message_again_is_refused_unless_it_is_meant(harness: Harness) -> None:
    await harness.data("send_sms", to=MERLE, message="Bis gleich!")
    assert "repeat=true" in await harness.refusal("send_sms", to=MERLE, message="Bis gleich!")
    await harness.data("send_sms", to=MERLE, message="Bis gleich!", repeat=True)
    assert len(harness.sandbox.outbox()["sms"]) == 2


async def test_a_message_from_a_chosen_sender_restores_the_default(harness: Harness) -> None:
    sent = await harness.data("send_sms", to=MERLE, message="Hallo", sender="+491729973185")
    assert sent["sender"] == "+491729973185"
    assert harness.sandbox.outbox()["sms"][0]["from"] == "+491729973185"
    [extension] = (await harness.data("get_overview"))["sms"]
    assert extension["senders"][0] == "+4915228817386"


async def test_a_message_for_later_says_when_in_the_users_zone(harness: Harness) -> None:
    later = (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%dT09:00")
    sent = await harness.data("send_sms", to=MERLE, message="Hallo", send_at=later)
    assert sent["status"] == "scheduled"
    assert sent["send_at"].startswith(later)
    assert sent["send_at"].endswith(("+01:00", "+02:00"))


@PLATFORMS
async def test_the_overview_has_what_other_tools_need_and_says_what_is_lacking(
    make_harness: MakeHarness, platform: str
) -> None:
    overview = await make_harness(platform).data("get_overview")
    assert overview["platform"] == platform
    assert overview["user"]["id"] == "w0"
    assert overview["balance"] == "35.00 EUR"
    assert ("channels" in overview) == (platform == "neo")
    assert ("phonelines" in overview) == (platform == "classic")
    assert any("sipgate neo" in note for note in overview.get("notes", [])) == (platform == "neo")


async def test_one_refused_part_of_the_overview_costs_only_itself(make_harness: MakeHarness) -> None:
    harness = make_harness()
    harness.sandbox.faults.add("403@getBalance")
    overview = await harness.data("get_overview")
    assert "balance" not in overview
    assert any(note.startswith("balance: ") for note in overview["notes"])
    assert overview["devices"]


@PLATFORMS
async def test_past_calls_are_found_wherever_the_platform_keeps_them(
    make_harness: MakeHarness, platform: str
) -> None:
    harness = make_harness(platform)
    found = await harness.data("search_history", types=["CALL"], number=MERLE)
    assert {entry["other"] for entry in found["entries"]} == {MERLE}
    assert any("channels" in note for note in found.get("notes", [])) == (platform == "neo")


async def test_pages_of_the_history_follow_each_other(harness: Harness) -> None:
    first = await harness.data("search_history", limit=2)
    second = await harness.data("search_history", limit=2, offset=first["next_offset"])
    assert not {entry["id"] for entry in first["entries"]} & {entry["id"] for entry in second["entries"]}
    assert first["total"] == second["total"]


async def test_the_history_shows_only_what_is_the_users_own_unless_the_whole_account_may_be_seen(
    make_harness: MakeHarness,
) -> None:
    own = await make_harness(user="w1").data("search_history", limit=100)
    all_of_it = await make_harness(access="account").data("search_history", limit=100)
    assert 0 < len(own["entries"]) < len(all_of_it["entries"])


async def test_entries_are_marked_and_tell_how_they_were(harness: Harness) -> None:
    [entry] = (await harness.data("search_history", types=["SMS"], direction="incoming"))["entries"]
    marked = await harness.data(
        "mark_history_entries", entry_ids=[entry["id"]], read=True, note="beantwortet"
    )
    assert marked["changed"] == [entry["id"]]
    assert marked["before"][0]["unread"] is True
    after = await harness.data("get_history_entry", entry_id=entry["id"])
    assert "unread" not in after
    assert after["note"] == "beantwortet"


async def test_live_calls_are_held_recorded_and_hung_up(harness: Harness) -> None:
    [call] = (await harness.data("list_live_calls"))["calls"]
    call_id = call["call_id"]
    for action, key in (("hold", "on_hold"), ("mute", "muted"), ("start_recording", "recording")):
        await harness.data("control_call", call_id=call_id, action=action)
        [now] = (await harness.data("list_live_calls"))["calls"]
        assert now[key] is True
    await harness.data("send_dtmf", call_id=call_id, digits="1#a")
    await harness.data("hang_up_call", call_id=call_id)
    assert (await harness.data("list_live_calls"))["calls"] == []
    recording, question = harness.questions
    [other] = [side["number"] for side in call["sides"] if not side["ours"]]
    assert recording.startswith(f"Start recording the live call with {other} ({call_id})?")
    assert question.startswith(f"Hang up the call with {other} ({call_id})?")


async def test_what_neo_lacks_is_said_in_one_sentence(make_harness: MakeHarness) -> None:
    harness = make_harness("neo")
    call_id = (await harness.data("list_live_calls"))["calls"][0]["call_id"]
    sentence = await harness.refusal("control_call", call_id=call_id, action="mute")
    assert "not possible on a neo account" in sentence
    assert harness.spy.writes == []


@PLATFORMS
async def test_a_call_is_started_and_hung_up(make_harness: MakeHarness, platform: str) -> None:
    harness = make_harness(platform)
    started = await harness.data("start_call", to="+493023125014")
    assert started["rings_first"] == "e0"
    assert (await harness.data("hang_up_call", call_id=started["call_id"]))["done"] == "Hung up"
    assert len(harness.sandbox.outbox()["calls"]) == 1


async def test_a_lost_response_is_reported_as_unknown_and_sent_once(make_harness: MakeHarness) -> None:
    harness = make_harness()
    harness.sandbox.faults.add("drop-after@sendWebSms")
    assert "Check the history before repeating" in await harness.refusal(
        "send_sms", to=MERLE, message="Hallo"
    )
    assert len(harness.sandbox.outbox()["sms"]) == 1
    assert len(harness.spy.writes) == 1


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("402@sendWebSms", "balance does not cover"),
        ("403@sendWebSms", "sessions:sms:write"),
        ("429:retry-after=7@sendWebSms", "Wait for 7 s"),
        ("500@sendWebSms", "check before repeating"),
        ("refuse@sendWebSms", "could not be reached"),
    ],
)
async def test_failures_come_with_advice(make_harness: MakeHarness, fault: str, message: str) -> None:
    harness = make_harness()
    harness.sandbox.faults.add(fault)
    assert message in await harness.refusal("send_sms", to=MERLE, message="Hallo")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "to: Field required"),
        (
            {"to": MERLE, "message": "Hallo", "mesage": "x"},
            "mesage is not an argument of this tool (it takes: to, message",
        ),
        ({"to": "0172", "message": "Hallo"}, "+4915799912345"),
        ({"to": MERLE, "message": "Hallo", "send_at": "soon"}, "send_at is not a time"),
        ({"to": MERLE, "message": "Hallo", "send_at": "2020-01-01"}, "in the past"),
        ({"to": "+49112", "message": "Hallo"}, "never contacted"),
        ({"to": MERLE, "message": " "}, "blank"),
        ({"to": MERLE, "message": "Hallo", "sms_id": "s1"}, "Not known to belong"),
    ],
)
async def test_wrong_arguments_are_named_and_nothing_is_sent(
    harness: Harness, arguments: dict[str, Any], message: str
) -> None:
    assert message in await harness.refusal("send_sms", **arguments)
    assert harness.spy.writes == []


async def test_lists_that_a_host_sends_as_text_are_understood(harness: Harness) -> None:
    found = await harness.data("search_history", types='["SMS"]')
    assert {entry["type"] for entry in found["entries"]} == {"SMS"}


async def test_the_text_of_a_result_is_its_structured_content_without_a_space(harness: Harness) -> None:
    result = await harness.call("search_history", limit=3)
    assert json.loads(text_of(result)) == result.structured_content
    assert text_of(result) == json.dumps(result.structured_content, ensure_ascii=False, separators=(",", ":"))


@PLATFORMS
async def test_the_result_of_every_tool_satisfies_its_schema(
    make_harness: MakeHarness, platform: str, tmp_path: Path
) -> None:
    """The harness checks each; here it is that none is left out."""
    harness = make_harness(platform, confirm="never", events=str(tmp_path / "events.db"))
    call_id = (await harness.data("list_live_calls"))["calls"][0]["call_id"]
    entries = (await harness.data("search_history", types=["SMS"], detail="full"))["entries"]
    found = await harness.data("search_contacts", query="merle", with_history=True, detail="full")
    contact = found["contacts"][0]
    renamed = {"deviceId": "e0", "body": {"value": "x"}}
    calls: list[tuple[str, dict[str, Any]]] = [
        ("get_overview", {"detail": "full"}),
        ("get_history_entry", {"entry_id": entries[0]["id"]}),
        ("mark_history_entries", {"entry_ids": [entries[0]["id"]], "starred": True}),
        ("delete_history_entries", {"entry_ids": [entries[-1]["id"]]}),
        ("summarize_history", {}),
        ("send_sms", {"to": MERLE, "message": "Hallo"}),
        ("start_call", {"to": "+493023125014"}),
        ("control_call", {"call_id": call_id, "action": "hold"}),
        ("send_dtmf", {"call_id": call_id, "digits": "1"}),
        ("create_contact", {"given": "Ada", "numbers": ["+4915799912345"]}),
        ("update_contact", {"contact_id": contact["id"], "note": "neu"}),
        ("import_contacts", {"content": "firstname,lastname,number\nA,B,+493023125999\n", "format": "csv"}),
        ("export_contacts", {}),
        ("trace_number", {"number": "+493023125100"}),
        ("get_webhook_settings", {}),
        ("set_webhook_settings", {"log": True}),
        ("list_call_events", {}),
        ("wait_for_call_event", {"timeout_seconds": 1}),
        ("search_operations", {"query": "greeting"}),
        ("describe_operation", {"operation_id": "sendWebSms"}),
        ("invoke_read", {"operation_id": "getDevices", "arguments": {}}),
        ("invoke_write", {"operation_id": "changeDeviceAlias", "arguments": renamed}),
        ("invoke_destructive", {"operation_id": "deleteContact", "arguments": {"contactId": contact["id"]}}),
        ("send_fax", {"to": "+493023125014", "document": base64.b64encode(PDF).decode()}),
        ("transfer_call", {"call_id": call_id, "to": "+493023125014"}),
    ]
    if platform == "classic":
        announcement = {"call_id": call_id, "url": "https://example.org/hello.wav"}
        calls.insert(0, ("announce_to_call", announcement))
    for tool, arguments in calls:
        await harness.data(tool, **arguments)
    started = await harness.data("start_call", to=MERLE)
    await harness.data("hang_up_call", call_id=started["call_id"])
    faxes = (await harness.data("search_history", types=["FAX"]))["entries"]
    await harness.data("get_fax_status", fax_id=faxes[0]["id"])
    lacking = {"announce_to_call"} if platform == "neo" else set[str]()
    assert {tool["name"] for tool in listing()} - harness.succeeded == lacking


async def test_entries_are_deleted_together_after_one_yes_and_only_own_ones(
    make_harness: MakeHarness,
) -> None:
    harness = make_harness()
    ids = [entry["id"] for entry in (await harness.data("search_history", limit=3))["entries"]]
    assert (await harness.data("delete_history_entries", entry_ids=ids))["deleted"] == 3
    assert len(harness.questions) == 1
    assert len(harness.spy.writes) == 1
    left = [entry["id"] for entry in (await harness.data("search_history", limit=100))["entries"]]
    assert not set(ids) & set(left)
    berta = make_harness(user="w1", sandbox=harness.sandbox)
    assert "Not known to belong" in await berta.refusal("delete_history_entries", entry_ids=[left[0]])


async def test_a_message_that_did_not_leave_is_tried_again_and_sent_once(make_harness: MakeHarness) -> None:
    harness = make_harness(retries=2)
    harness.sandbox.faults.add("refuse@sendWebSms*1")
    assert (await harness.data("send_sms", to=MERLE, message="Hallo"))["status"] == "accepted"
    assert len(harness.sandbox.outbox()["sms"]) == 1
    assert [entry.outcome for entry in harness.account.audit_log.latest()] == ["done"]


async def test_a_call_that_the_host_cancels_while_it_is_sent_is_of_unknown_outcome(
    make_harness: MakeHarness,
) -> None:
    harness = make_harness(confirm="never")
    started = anyio.Event()
    pass_on = harness.spy.handle_async_request

    async def hang(request: Any) -> Any:
        if request.method == "POST":
            await pass_on(request)
            started.set()
            await anyio.sleep_forever()
        return await pass_on(request)

    harness.spy.handle_async_request = hang  # type: ignore[method-assign]
    with anyio.fail_after(10):
        async with harness.client() as client, anyio.create_task_group() as group:
            group.start_soon(client.call_tool, "send_sms", {"to": MERLE, "message": "Hallo"})
            await started.wait()
            group.cancel_scope.cancel()
    assert [entry.outcome for entry in harness.account.audit_log.latest()] == ["unknown"]
