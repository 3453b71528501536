"""Recording, sending data or calls elsewhere, and calling under a number: what is asked, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sipgate_tools.errors import PolicyRefused
from sipgate_tools.mcp.policy.action import Action
from sipgate_tools.requests.operations import operation_request
from sipgate_tools.spec import load
from tests.mcp.harness import Harness, MakeHarness, permit_for

DOCUMENT = load()
OF_W1, OF_W2 = "+493023125101", "+493023125102"


async def live_call(harness: Harness) -> str:
    return (await harness.data("list_live_calls"))["calls"][0]["call_id"]


@pytest.mark.parametrize("announced", [True, False])
async def test_recording_needs_a_confirmation_that_says_whether_the_other_side_hears_an_announcement(
    harness: Harness, announced: bool
) -> None:
    arguments = {"call_id": await live_call(harness), "announce_recording": announced}
    harness.says = "no"
    refusal = await harness.refusal("control_call", action="start_recording", **arguments)
    assert "Nothing was sent" in refusal
    assert harness.spy.writes == []
    harness.says = "yes"
    await harness.data("control_call", action="start_recording", **arguments)
    assert ("SECRETLY" in harness.questions[-1]) is not announced
    assert ("announcement tells" in harness.questions[-1]) is announced
    assert "it records what people say" in harness.questions[-1]
    assert f'"announcement":{str(announced).lower()}' in harness.spy.writes[-1][2].replace(" ", "")


async def test_ending_a_recording_and_holding_need_no_yes(harness: Harness) -> None:
    call_id = await live_call(harness)
    harness.says = "cannot ask"
    for action in ("hold", "resume", "stop_recording"):
        await harness.data("control_call", call_id=call_id, action=action)


async def test_a_permit_to_end_a_recording_does_not_let_one_begin(harness: Harness) -> None:
    recording, path = DOCUMENT.operations["setCallRecording"], {"callId": await live_call(harness)}
    with permit_for(operation_request(recording, path=path, body={"value": False})):
        with pytest.raises(PolicyRefused):
            await harness.account.send(recording, path=path, body={"value": True})
        await harness.account.send(recording, path=path, body={"value": False})
    assert len(harness.spy.writes) == 1


async def test_what_belongs_to_an_action_neither_records_nor_leads_elsewhere(harness: Harness) -> None:
    recording, path = DOCUMENT.operations["setCallRecording"], {"callId": await live_call(harness)}
    action = Action(DOCUMENT)
    with pytest.raises(PolicyRefused, match="approval of its own"):
        action.add_companion(operation_request(recording, path=path, body={"value": True}))
    assert harness.spy.writes == []


@pytest.mark.parametrize(
    ("operation", "arguments"),
    [
        ("setSipgateIoSettings", {"phonelineId": "p0", "body": {"incomingUrl": "https://x.org", "outgoingUrl": ""}}),
        ("addSmsEmailNotification", {"body": {"endpointId": "s0", "email": "a@example.org"}}),
        ("addFaxEmailNotification", {"body": {"faxlineId": "f0", "email": "a@example.org", "direction": "INCOMING"}}),
        ("addFaxReportEmailNotification", {"body": {"faxlineId": "f0", "email": "a@example.org"}}),
        ("addVoicemailEmailNotification", {"body": {"voicemailId": "v0", "email": "a@example.org"}}),
        (
            "createEmailNotificationForCall",
            {"body": {"endpointId": "p0", "email": "a@b.de", "cause": "MISSED", "direction": "INCOMING"}},
        ),
        ("setRoutings", {"body": {"e164Numbers": ["+493023125100"], "extension": "p0"}}),
        ("changeNumberSettings", {"numberId": "5001", "body": {"endpointId": "p0"}}),
        ("updateSetting", {"extension": "p0", "body": {"active": True}}),
    ],
)  # fmt: skip
async def test_what_leads_messages_or_calls_elsewhere_is_asked_about(
    harness: Harness, operation: str, arguments: dict[str, Any]
) -> None:
    harness.says = "dismissed"
    refusal = await harness.refusal("invoke_write", operation_id=operation, arguments=arguments)
    assert "dismissed" in refusal
    assert len(harness.questions) == 1
    assert harness.spy.writes == []


async def test_the_address_of_a_webhook_is_asked_about(harness: Harness) -> None:
    harness.says = "no"
    await harness.refusal("set_webhook_settings", incoming_url="https://collector.example.org/x")
    assert "collector.example.org" in harness.questions[0]
    assert harness.spy.writes == []


@pytest.mark.parametrize(
    ("operation", "ids"),
    [("changeCallerIdSettings", {"deviceId": "e1"}), ("changeFaxlineCallerIdSettings", {"faxlineId": "f1"})],
)
async def test_no_device_or_faxline_shows_the_number_of_another_user(
    make_harness: MakeHarness, operation: str, ids: dict[str, str]
) -> None:
    harness = make_harness(user="w1")
    for value in (OF_W2, OF_W2.lstrip("+"), f" {OF_W2}", "+49 30 23125102", "0302312510", "w2"):
        given = {**ids, "body": {"value": value}}
        assert "Not known to belong" in await harness.refusal(
            "invoke_write", operation_id=operation, arguments=given
        )
    assert harness.spy.writes == []
    for value in (OF_W1, "anonymous", ""):
        given = {**ids, "body": {"value": value}}
        await harness.data("invoke_write", operation_id=operation, arguments=given)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (OF_W1, f"The callee sees {OF_W1}, which is set for the device."),
        ("anonymous", "The callee sees no number: the device is set to anonymous."),
        ("", "The callee sees the number that sipgate chooses"),
    ],
)
async def test_a_call_names_the_number_that_the_callee_sees(
    make_harness: MakeHarness, value: str, sentence: str
) -> None:
    harness = make_harness(user="w1")
    devices = harness.sandbox.state.devices
    devices.put(replace(devices["e1"], caller_id=value))
    await harness.data("start_call", to="+493023125014", device_id="e1")
    assert sentence in harness.questions[0]


async def test_a_call_names_the_number_that_was_chosen(make_harness: MakeHarness) -> None:
    harness = make_harness(user="w1")
    await harness.data("start_call", to="+493023125014", device_id="e1", caller_id=OF_W1)
    assert f"The callee sees {OF_W1}." in harness.questions[0]


async def test_a_token_that_may_not_read_the_settings_of_a_device_can_still_call(harness: Harness) -> None:
    harness.sandbox.faults.add("403@getCallerId")
    await harness.data("start_call", to="+493023125014")
    assert (
        "The callee sees the number that sipgate chooses or that is set for the device"
        in harness.questions[0]
    )


@pytest.mark.parametrize(
    ("operation", "ids", "body"),
    [
        ("v3SetGroupMembers", {"groupId": "g0"}, {"members": ["w1"]}),
        ("v3SetGroupMembers", {"groupId": "g0"}, {"members": "dzAsdzI="}),
        ("v3CreateGroup", {}, {"alias": "Vertrieb"}),
        ("v3CreateLabel", {}, {"name": "Dringend", "color": "#ff0000"}),
        ("v3AttachLabel", {}, {"eventIds": ["NDIwMDAwMDAwNw=="], "labelIds": []}),
    ],
)
async def test_a_body_without_a_published_schema_needs_access_to_the_account(
    make_harness: MakeHarness, operation: str, ids: dict[str, str], body: Any
) -> None:
    harness = make_harness(user="w1", confirm="never")
    given = {**ids, "body": body}
    assert "published API" in await harness.refusal("invoke_write", operation_id=operation, arguments=given)
    assert harness.spy.writes == []
    administrator = make_harness(access="account", confirm="never")
    await administrator.call("invoke_write", operation_id=operation, arguments=given)
    assert len(administrator.spy.writes) == 1
