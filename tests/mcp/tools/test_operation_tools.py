"""Every operation of the API through five tools."""

from __future__ import annotations

import base64
import dataclasses
import json
from pathlib import Path

import pytest

from sipgate_tools.mcp.operations import operation_schemas
from sipgate_tools.spec import load
from tests.mcp.harness import Harness, MakeHarness
from tests.mcp.operations import arguments
from tests.webhooks.test_announcement import wav

DOCUMENT = load()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("block a number", "addIncomingEntry"),
        ("voicemail greeting", "getPhonelineVoicemailGreetings"),
        ("the members of a group", "getGroupUsers"),
        ("busy on busy", "setBusyOnBusySetting"),
        ("forward calls of a phoneline", "setPhonelineForwardingSettings"),
        ("webhook log", "getWebhooksLog"),
        ("rename a device", "changeDeviceAlias"),
        ("export history csv", "getHistoryCSV"),
    ],
)
async def test_an_operation_is_found_by_what_it_does(harness: Harness, query: str, expected: str) -> None:
    found = await harness.data("search_operations", query=query)
    assert expected in [one["operation_id"] for one in found["operations"][:5]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Rufumleitung", "setPhonelineForwardingSettings"),
        ("Nummer sperren", "addIncomingEntry"),
        ("Ansage des Anrufbeantworters ändern", "changePhonelineVoicemailGreeting"),
        ("Wer ist in der Gruppe?", "getGroupUsers"),
        ("Mitglieder einer Gruppe", "getGroupUsers"),
        ("Gerät umbenennen", "changeDeviceAlias"),
        ("redirect calls", "setPhonelineForwardingSettings"),
        ("Guthaben", "getBalance"),
    ],
)
async def test_german_words_and_synonyms_find_operations(harness: Harness, query: str, expected: str) -> None:
    found = await harness.data("search_operations", query=query, limit=20)
    assert expected in [one["operation_id"] for one in found["operations"]]


@pytest.mark.parametrize(
    "query",
    [
        *(
            "order new phone number",
            "buy number",
            "costs spent invoice",
            "set alarm clock",
            "weather in Berlin",
        ),
        *("invoice", "pizza", "holiday", "hotel reservation", "Rechnung", "Feiertage eintragen"),
    ],
)
async def test_what_the_api_cannot_do_finds_nothing_and_says_so(harness: Harness, query: str) -> None:
    found = await harness.data("search_operations", query=query)
    assert found["operations"] == []
    assert found["note"].startswith("No match")


@pytest.mark.parametrize("query", ["delete user", "voicemail greeting", "block number", "webhook log"])
async def test_what_shares_only_the_common_word_is_left_out(harness: Harness, query: str) -> None:
    found = await harness.data("search_operations", query=query, limit=50)
    assert len(found["operations"]) <= 20
    assert "more" not in found or found["more"] == 0


@pytest.mark.parametrize(
    ("query", "tool"),
    [
        ("call minutes statistics", "summarize_history"),
        ("missed calls", "summarize_history"),
        ("send sms", "send_sms"),
        ("Nachricht schicken", "send_sms"),
        ("balance", "get_overview"),
        ("transfer call", "transfer_call"),
        ("Gespräch aufnehmen", "control_call"),
        ("Kontakt anlegen", "create_contact"),
        ("export contacts", "export_contacts"),
    ],
)
async def test_the_tool_that_does_it_itself_is_named(harness: Harness, query: str, tool: str) -> None:
    assert tool in (await harness.data("search_operations", query=query))["tools"]


async def test_tools_that_are_not_offered_are_not_named(make_harness: MakeHarness) -> None:
    found = await make_harness(read_only=True).data("search_operations", query="send sms")
    assert "tools" not in found


async def test_operations_of_the_other_platform_are_not_proposed(make_harness: MakeHarness) -> None:
    harness = make_harness("neo")
    found = await harness.data("search_operations", query="forward calls")
    assert all("neo" in DOCUMENT.operations[one["operation_id"]].platforms for one in found["operations"])
    found = await harness.data("search_operations", query="parallel forwarding")
    assert found["operations"] == []
    assert "Not possible on this neo account" in found["note"]
    assert "ParallelForwarding" in found["note"]


async def test_searching_works_without_sipgate(make_harness: MakeHarness) -> None:
    harness = make_harness()
    harness.sandbox.faults.add("500@getGroups")
    assert (await harness.data("search_operations", query="voicemail greeting"))["operations"]


async def test_the_description_says_what_may_be_left_out(harness: Harness) -> None:
    schema = (await harness.data("describe_operation", operation_id="changeDeviceAlias"))["arguments"]
    assert schema["required"] == ["deviceId", "body"]
    schema = (await harness.data("describe_operation", operation_id="getPhonelineForwardings"))["arguments"]
    assert schema["required"] == ["phonelineId"]
    assert "left out" in schema["properties"]["userId"]["description"]


async def test_results_have_no_paths_of_the_api_and_say_the_unit_of_money(harness: Harness) -> None:
    concise = await harness.data("invoke_read", operation_id="getPhonelines", arguments={})
    assert concise["answer"]["items"]
    assert not any(name.endswith("Url") for item in concise["answer"]["items"] for name in item)
    full = await harness.data("invoke_read", operation_id="getPhonelines", arguments={}, detail="full")
    assert any(name.endswith("Url") for item in full["answer"]["items"] for name in item)
    balance = await harness.data("invoke_read", operation_id="getBalance", arguments={})
    assert balance["answer"]["amount"] == 350000
    assert "350000 is 35.00" in balance["notes"][0]
    assert (await harness.data("invoke_read", operation_id="getUrls", arguments={}))["answer"]


FORWARDING = {"forwardings": [{"destination": "+491729925904", "timeout": 0, "active": True}]}


async def test_a_forwarding_is_asked_about_with_what_it_replaces_and_with_names(harness: Harness) -> None:
    given = {"phonelineId": "p0", "body": FORWARDING}
    await harness.data("invoke_write", operation_id="setPhonelineForwardingSettings", arguments=given)
    question = harness.questions[0]
    now, _, then = question.partition("Then:")
    assert "Now:" in now
    assert "destination: v0" in now
    assert "timeout: 20" in now
    assert "phonelineId: p0 (" in now
    assert "destination: +491729925904 (Merle Ahrens), timeout: 0, active: yes" in then
    assert not any(character in question for character in '{}"')


async def test_names_stand_beside_ids_whatever_is_asked(make_harness: MakeHarness) -> None:
    harness = make_harness(confirm="always")
    given = {"deviceId": "e0", "body": {"value": "Empfang"}}
    await harness.data("invoke_write", operation_id="changeDeviceAlias", arguments=given)
    assert "deviceId: e0 (Tischtelefon Alex)" in harness.questions[0]
    assert "value: Empfang" in harness.questions[0]


async def test_a_file_for_an_operation_comes_from_a_folder(make_harness: MakeHarness, tmp_path: Path) -> None:
    sound = wav(2)
    (tmp_path / "hello.wav").write_bytes(sound)
    harness = make_harness(files=str(tmp_path))
    given = {
        "phonelineId": "p0",
        "voicemailId": "v0",
        "body": {"filename": "Hallo", "base64Content": "hello.wav"},
    }
    await harness.data("invoke_write", operation_id="addGreeting", arguments=given)
    sent = json.loads(harness.spy.writes[-1][2])
    assert base64.b64decode(sent["base64Content"]) == sound
    for wrong in ("../hello.wav", "/etc/passwd.wav", "http://example.org/a.wav", "https://127.0.0.1/a.wav"):
        body = {"filename": "Hallo", "base64Content": wrong}
        before = len(harness.spy.writes)
        await harness.refusal("invoke_write", operation_id="addGreeting", arguments={**given, "body": body})
        assert len(harness.spy.writes) == before


async def test_a_read_only_server_finds_reading_operations_only(make_harness: MakeHarness) -> None:
    found = await make_harness(read_only=True).data("search_operations", query="delete contacts", limit=50)
    assert {one["invoke_with"] for one in found["operations"]} == {"invoke_read"}


@pytest.mark.parametrize("operation_id", sorted(DOCUMENT.operations))
def test_every_operation_has_a_schema_that_its_arguments_satisfy(operation_id: str) -> None:
    operation = DOCUMENT.operations[operation_id]
    ids = {"user": "w0", "device": "e0", "phoneline": "p0", "faxline": "f0", "sms": "s0", "extension": "e0"}
    path, query, body = arguments(DOCUMENT, operation, ids)
    given = {**path, **query, **({} if body is None else {"body": body})}
    operation_schemas.check_arguments(DOCUMENT, operation, given)


async def test_arguments_are_checked_before_anything_is_sent(harness: Harness) -> None:
    sentence = await harness.refusal(
        "invoke_read", operation_id="getHistory", arguments={"limit": "many", "colour": "red"}
    )
    assert "limit must be integer" in sentence
    assert "colour" in sentence
    assert harness.spy.sent == [] or all("/history" not in path for _, path, _ in harness.spy.sent)


async def test_an_operation_is_invoked_only_by_the_tool_of_its_effect(harness: Harness) -> None:
    given = {"deviceId": "e0"}
    sentence = await harness.refusal("invoke_read", operation_id="deleteDevice", arguments=given)
    assert "invoke_destructive" in sentence
    sentence = await harness.refusal("invoke_write", operation_id="deleteDevice", arguments=given)
    assert "invoke_destructive" in sentence
    assert harness.spy.writes == []


async def test_an_unknown_operation_is_named_with_the_way_to_find_the_right_one(harness: Harness) -> None:
    assert "search_operations" in await harness.refusal("describe_operation", operation_id="sendPigeon")


async def test_the_user_id_goes_without_saying(harness: Harness) -> None:
    result = (await harness.data("invoke_read", operation_id="getDevices", arguments={}))["answer"]
    assert "e0" in [item["id"] for item in result["items"]]


async def test_the_history_of_others_is_not_read_in_user_access(make_harness: MakeHarness) -> None:
    harness = make_harness(user="w1")
    await harness.data("invoke_read", operation_id="getHistory", arguments={"limit": 100})
    requests = [path for _, path, _ in harness.spy.sent if "/history" in path]
    assert all("connectionIds=p1" in path for path in requests)


async def test_a_changing_operation_asks_with_what_it_will_send(harness: Harness) -> None:
    given = {"body": {"phoneNumber": "+4922147110345", "isBlock": False}}
    await harness.data("invoke_write", operation_id="addIncomingEntry", arguments=given)
    [question] = harness.questions
    assert "+4922147110345" in question
    assert harness.account.audit_log.latest()[0].operation == "addIncomingEntry"


async def test_secrets_in_results_are_masked(make_harness: MakeHarness) -> None:
    harness = make_harness()
    result = await harness.data("invoke_read", operation_id="getDevice", arguments={"deviceId": "e0"})
    devices = [device for device in harness.sandbox.state.devices if device.id == "e0"]
    secrets = [
        str(value) for device in devices for name, value in vars_of(device).items() if "password" in name
    ]
    assert secrets
    assert not any(secret and secret in str(result) for secret in secrets)


def vars_of(row: object) -> dict[str, object]:
    return {field.name: getattr(row, field.name) for field in dataclasses.fields(row)}  # type: ignore[arg-type]


async def test_a_change_tells_how_it_was_and_is(harness: Harness) -> None:
    given = {"deviceId": "e0", "body": {"value": "Schreibtisch"}}
    changed = await harness.data("invoke_write", operation_id="changeDeviceAlias", arguments=given)
    assert changed["before"]["alias"] == "Tischtelefon Alex"
    assert changed["after"]["alias"] == "Schreibtisch"


async def test_what_was_done_is_done_even_when_it_cannot_be_read_again(harness: Harness) -> None:
    harness.sandbox.faults.add("500@getDevice")
    given = {"deviceId": "e0", "body": {"value": "Schreibtisch"}}
    changed = await harness.data("invoke_write", operation_id="changeDeviceAlias", arguments=given)
    assert changed["operation_id"] == "changeDeviceAlias"
    assert "after" not in changed


async def test_the_result_names_what_was_deleted(harness: Harness) -> None:
    [contact] = (await harness.data("search_contacts", query="merle"))["contacts"]
    given = {"contactId": contact["id"]}
    gone = await harness.data("invoke_destructive", operation_id="deleteContact", arguments=given)
    assert gone["before"]["name"] == "Merle Ahrens"
    assert "after" not in gone
