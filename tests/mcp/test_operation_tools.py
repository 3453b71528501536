"""Every operation of the API through five tools."""

from __future__ import annotations

import pytest

from sipgate_tools.document import load
from sipgate_tools.mcp import catalogue
from tests.mcp.desk import Desk, MakeDesk
from tests.mcp.operations import arguments

DOCUMENT = load()


@pytest.mark.parametrize(
    ("query", "wanted"),
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
async def test_an_operation_is_found_by_what_it_does(desk: Desk, query: str, wanted: str) -> None:
    found = await desk.data("search_operations", query=query)
    assert wanted in [one["operation_id"] for one in found["operations"][:5]]


async def test_a_read_only_server_finds_reading_operations_only(make_desk: MakeDesk) -> None:
    found = await make_desk(read_only=True).data("search_operations", query="delete contacts", limit=50)
    assert {one["invoke_with"] for one in found["operations"]} == {"invoke_read"}


@pytest.mark.parametrize("operation_id", sorted(DOCUMENT.operations))
def test_every_operation_has_a_schema_that_its_arguments_satisfy(operation_id: str) -> None:
    operation = DOCUMENT.operations[operation_id]
    ids = {"user": "w0", "device": "e0", "phoneline": "p0", "faxline": "f0", "sms": "s0", "extension": "e0"}
    path, query, body = arguments(DOCUMENT, operation, ids)
    given = {**path, **query, **({} if body is None else {"body": body})}
    catalogue.check_arguments(DOCUMENT, operation, given)


async def test_arguments_are_checked_before_anything_is_sent(desk: Desk) -> None:
    sentence = await desk.refusal(
        "invoke_read", operation_id="getHistory", arguments={"limit": "many", "colour": "red"}
    )
    assert "limit must be integer" in sentence
    assert "colour" in sentence
    assert desk.spy.sent == [] or all("/history" not in path for _, path, _ in desk.spy.sent)


async def test_an_operation_is_invoked_only_by_the_tool_of_its_effect(desk: Desk) -> None:
    given = {"deviceId": "e0"}
    sentence = await desk.refusal("invoke_read", operation_id="deleteDevice", arguments=given)
    assert "invoke_destructive" in sentence
    sentence = await desk.refusal("invoke_write", operation_id="deleteDevice", arguments=given)
    assert "invoke_destructive" in sentence
    assert desk.spy.writes == []


async def test_an_unknown_operation_is_named_with_the_way_to_find_the_right_one(desk: Desk) -> None:
    assert "search_operations" in await desk.refusal("describe_operation", operation_id="sendPigeon")


async def test_the_user_id_goes_without_saying(desk: Desk) -> None:
    answer = (await desk.data("invoke_read", operation_id="getDevices", arguments={}))["answer"]
    assert "e0" in [item["id"] for item in answer["items"]]


async def test_the_history_of_others_is_not_read_in_user_access(make_desk: MakeDesk) -> None:
    desk = make_desk(user="w1")
    await desk.data("invoke_read", operation_id="getHistory", arguments={"limit": 100})
    asked = [path for _, path, _ in desk.spy.sent if "/history" in path]
    assert all("connectionIds=p1" in path for path in asked)


async def test_a_changing_operation_asks_with_what_it_will_send(desk: Desk) -> None:
    given = {"body": {"phoneNumber": "+4922147110345", "isBlock": False}}
    await desk.data("invoke_write", operation_id="addIncomingEntry", arguments=given)
    [question] = desk.asked
    assert "+4922147110345" in question
    assert desk.account.journal.latest()[0].operation == "addIncomingEntry"


async def test_secrets_in_answers_are_not_shown(make_desk: MakeDesk) -> None:
    desk = make_desk()
    answer = await desk.data("invoke_read", operation_id="getDevice", arguments={"deviceId": "e0"})
    devices = [device for device in desk.sandbox.state.devices if device.id == "e0"]
    secrets = [
        str(value) for device in devices for name, value in vars_of(device).items() if "password" in name
    ]
    assert secrets
    assert not any(secret and secret in str(answer) for secret in secrets)


def vars_of(row: object) -> dict[str, object]:
    import dataclasses

    return {field.name: getattr(row, field.name) for field in dataclasses.fields(row)}  # type: ignore[arg-type]


async def test_a_change_tells_how_it_was_and_is(desk: Desk) -> None:
    given = {"deviceId": "e0", "body": {"value": "Schreibtisch"}}
    changed = await desk.data("invoke_write", operation_id="changeDeviceAlias", arguments=given)
    assert changed["before"]["alias"] == "Tischtelefon Alex"
    assert changed["after"]["alias"] == "Schreibtisch"


async def test_what_was_done_is_done_even_when_it_cannot_be_read_again(desk: Desk) -> None:
    desk.sandbox.faults.add("500@getDevice")
    given = {"deviceId": "e0", "body": {"value": "Schreibtisch"}}
    changed = await desk.data("invoke_write", operation_id="changeDeviceAlias", arguments=given)
    assert changed["operation_id"] == "changeDeviceAlias"
    assert "after" not in changed


async def test_what_was_deleted_is_told(desk: Desk) -> None:
    [contact] = (await desk.data("search_contacts", query="merle"))["contacts"]
    given = {"contactId": contact["id"]}
    gone = await desk.data("invoke_destructive", operation_id="deleteContact", arguments=given)
    assert gone["before"]["name"] == "Merle Ahrens"
    assert "after" not in gone
