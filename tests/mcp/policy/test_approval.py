"""An approval is for one request of one size: nothing larger leaves under it, and its size is what is counted."""

from __future__ import annotations

import base64
from contextlib import nullcontext
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfWriter

from sipgate_tools.errors import PolicyRefused, SipgateError
from sipgate_tools.mcp.policy.action import Action
from sipgate_tools.requests.live_calls import record_request
from sipgate_tools.requests.operations import operation_request
from sipgate_tools.spec import load
from tests.mcp.harness import Harness, MakeHarness, permit_for

DOCUMENT = load()
SMS = DOCUMENT.operations["sendWebSms"]
MERLE = "+491729925904"


def text(parts: int) -> dict[str, Any]:
    return {"smsId": "s0", "recipient": MERLE, "message": "x" * (153 * parts)}


@pytest.mark.parametrize(("approved", "sent"), [(3, 2), (2, 3), (1, 2)])
async def test_a_message_of_another_size_does_not_leave(harness: Harness, approved: int, sent: int) -> None:
    with permit_for(operation_request(SMS, body=text(approved))):
        with pytest.raises(PolicyRefused):
            await harness.account.send(SMS, body=text(sent))
        assert harness.sandbox.outbox()["sms"] == []
        await harness.account.send(SMS, body=text(approved))
    assert len(harness.sandbox.outbox()["sms"]) == 1


async def test_an_approval_counts_the_pages_that_only_the_tool_knows(make_harness: MakeHarness) -> None:
    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(595, 842)
    content = BytesIO()
    writer.write(content)
    harness = make_harness(confirm="never", max_fax_pages_per_hour=8)
    document = base64.b64encode(content.getvalue()).decode()
    fax_id = (await harness.data("send_fax", to="+493023125014", document=document, faxline_id="f0"))[
        "fax_id"
    ]
    again: dict[str, Any] = {
        "operation_id": "resendFax",
        "arguments": {"body": {"faxId": fax_id, "faxlineId": "f0"}},
        "repeat": True,
    }
    await harness.data("invoke_write", **again)
    assert "(6 done)" in await harness.refusal("invoke_write", **again)
    assert [fax["pages"] for fax in harness.sandbox.outbox()["faxes"]] == [3, 3]


async def test_an_approval_does_not_allow_another_number_or_a_second_message(harness: Harness) -> None:
    with permit_for(operation_request(SMS, body=text(1))):
        with pytest.raises(PolicyRefused):
            await harness.account.send(SMS, body={**text(1), "recipient": "+493023125014"})
        with pytest.raises(PolicyRefused):
            await harness.account.send(SMS, body={**text(1), "recipient": "+49 (0)172 9925904"})
        await harness.account.send(SMS, body=text(1))
        with pytest.raises(PolicyRefused):
            await harness.account.send(SMS, body=text(1))
    assert [one["recipient"] for one in harness.sandbox.outbox()["sms"]] == [MERLE]


RENAME = DOCUMENT.operations["changeDeviceAlias"]
DELETE = DOCUMENT.operations["deleteHistoryEntries"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ({"deviceId": "e0"}, {"value": "Empfang "}),
        ({"deviceId": "e0"}, {"value": "Empfang", "more": 1}),
        ({"deviceId": "e0"}, None),
        ({"deviceId": "y0"}, {"value": "Empfang"}),
    ],
)
async def test_what_is_changed_after_the_approval_does_not_leave(
    harness: Harness, path: dict[str, str], body: dict[str, Any] | None
) -> None:
    with (
        permit_for(operation_request(RENAME, path={"deviceId": "e0"}, body={"value": "Empfang"})),
        pytest.raises(PolicyRefused, match="not approved in this form"),
    ):
        await harness.account.send(RENAME, path=path, body=body)
    assert harness.spy.writes == []


async def test_a_query_that_is_changed_after_the_approval_does_not_leave(harness: Harness) -> None:
    first, second = (one.id for one in list(harness.sandbox.state.history)[:2])
    with permit_for(operation_request(DELETE, query={"id": [first]})):
        for ids in ([first, second], [second], []):
            with pytest.raises(PolicyRefused):
                await harness.account.send(DELETE, query={"id": ids})
    assert harness.spy.writes == []


async def test_a_request_object_that_is_changed_after_the_approval_does_not_leave(harness: Harness) -> None:
    request = operation_request(SMS, body=text(1))
    with permit_for(request):
        request.json["recipient"] = "+493023125014"
        with pytest.raises(PolicyRefused):
            await harness.account.send_request(request)
    assert harness.spy.writes == []


async def test_a_task_that_outlives_the_approval_sends_nothing(harness: Harness) -> None:
    request = operation_request(SMS, body=text(1))
    with permit_for(request) as permit:
        permit.close()
        with pytest.raises(PolicyRefused):
            await harness.account.send_request(request)
    assert harness.spy.writes == []


@pytest.mark.parametrize(("fault", "messages"), [("429@sendWebSms", 1), ("drop-after@sendWebSms", 0)])
async def test_only_a_request_without_effect_is_sent_again(
    harness: Harness, fault: str, messages: int
) -> None:
    request = operation_request(SMS, body=text(1))
    harness.sandbox.faults.add(fault)
    with permit_for(request):
        with pytest.raises(SipgateError):
            await harness.account.send_request(request)
        harness.sandbox.faults.clear()
        before = len(harness.sandbox.outbox()["sms"])
        with nullcontext() if messages else pytest.raises(PolicyRefused):
            await harness.account.send_request(request)
    assert len(harness.sandbox.outbox()["sms"]) == before + messages


def test_the_size_of_an_action_is_that_of_all_its_requests() -> None:
    action = Action(DOCUMENT)
    for number in (1, 2):
        action.add(operation_request(SMS, body={**text(number), "recipient": f"+4917299259{number:02}"}))
    facts = action.facts
    assert facts.amount == 3
    assert facts.recipients == ("+491729925901", "+491729925902")
    assert facts.charged


@pytest.mark.parametrize("recorded_first", [True, False])
def test_the_risk_of_one_request_is_the_risk_of_the_whole_action(recorded_first: bool) -> None:
    starts, stops = (
        record_request("C1", True, announcement=True),
        record_request("C1", False, announcement=True),
    )
    action = Action(DOCUMENT)
    for request in (starts, stops) if recorded_first else (stops, starts):
        action.add(request)
    assert action.facts.risk == "recording"
