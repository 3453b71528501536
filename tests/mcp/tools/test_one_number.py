"""One number, one form: what is judged, counted, shown and recorded is what reaches sipgate, by every tool."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sipgate_tools.mcp.policy.numbers.canonical import canonical_arguments
from sipgate_tools.spec import load
from tests.client.test_phone_numbers import MERLE, REFUSED, SPELLINGS
from tests.mcp.harness import Harness, MakeHarness

DOCUMENT = load()
SEND = {"smsId": "s0", "message": "Hallo"}


def invoke(operation: str, **arguments: Any) -> dict[str, Any]:
    return {"operation_id": operation, "arguments": arguments}


def sms(recipient: str) -> dict[str, Any]:
    return invoke("sendWebSms", body={**SEND, "recipient": recipient})


@pytest.mark.parametrize("written", SPELLINGS)
async def test_every_spelling_is_shown_sent_and_recorded_as_one_number(
    make_harness: MakeHarness, written: str
) -> None:
    harness = make_harness()
    assert (await harness.data("send_sms", to=written, message="Guten Tag"))["to"] == MERLE
    await harness.data("invoke_write", **sms(written))
    await harness.data("start_call", to=written)
    assert all(MERLE in question for question in harness.questions)
    assert len(harness.questions) == 3
    sent = harness.sandbox.outbox()
    assert [one["recipient"] for one in sent["sms"]] == [MERLE, MERLE]
    assert [one["callee"] for one in sent["calls"]] == [MERLE]
    bodies = [json.loads(body) for _, path, body in harness.spy.writes if path.endswith("/sessions/sms")]
    assert [body["recipient"] for body in bodies] == [MERLE, MERLE]
    recorded = harness.account.audit_log.latest(3)
    assert {entry.recipients for entry in recorded} == {(MERLE,)}


@pytest.mark.parametrize("written", SPELLINGS)
@pytest.mark.parametrize("rules", [{"forbid_recipients": "+49172"}, {"allow_recipients": "+43,+49173"}])
async def test_prefix_rules_hold_for_every_spelling(
    make_harness: MakeHarness, written: str, rules: dict[str, str]
) -> None:
    harness = make_harness(confirm="never", **rules)
    forwarding = [{"destination": written, "active": True, "timeout": 10}]
    refusals = [
        await harness.refusal("send_sms", to=written, message="Hallo"),
        await harness.refusal("start_call", to=written),
        await harness.refusal("invoke_write", **sms(written)),
        await harness.refusal("invoke_write", **invoke("newCall", body={"caller": "e0", "callee": written})),
        await harness.refusal(
            "invoke_write",
            **invoke("setPhonelineForwardingSettings", phonelineId="p0", body={"forwardings": forwarding}),
        ),
    ]
    assert all("-recipients)" in refusal for refusal in refusals), refusals
    assert harness.spy.writes == []


@pytest.mark.parametrize("written", SPELLINGS)
async def test_the_same_to_another_spelling_is_a_double(make_harness: MakeHarness, written: str) -> None:
    harness = make_harness(confirm="never")
    await harness.data("send_sms", to=MERLE, message="Hallo", sms_id="s0")
    assert "repeat=true" in await harness.refusal("invoke_write", **sms(written))
    assert "repeat=true" in await harness.refusal("send_sms", to=written, message="Hallo", sms_id="s0")
    assert len(harness.sandbox.outbox()["sms"]) == 1
    await harness.data("invoke_write", **sms(written), repeat=True)
    assert [one["recipient"] for one in harness.sandbox.outbox()["sms"]] == [MERLE, MERLE]


async def test_spellings_count_as_one_recipient(make_harness: MakeHarness) -> None:
    harness = make_harness(confirm="never", max_recipients_per_hour=1)
    for index, written in enumerate(SPELLINGS[:5]):
        await harness.data(
            "invoke_write", **invoke("sendWebSms", body={**SEND, "recipient": written, "message": f"{index}"})
        )
    assert "different recipients" in await harness.refusal("send_sms", to="+4915799912345", message="Hallo")


@pytest.mark.parametrize("what", REFUSED)
async def test_what_could_be_another_number_leaves_by_no_tool(make_harness: MakeHarness, what: str) -> None:
    harness = make_harness(confirm="never")
    written = REFUSED[what]
    await harness.refusal("send_sms", to=written, message="Hallo")
    await harness.refusal("start_call", to=written)
    await harness.refusal("create_contact", given="Ada", numbers=[written])
    await harness.refusal("invoke_write", **sms(written))
    await harness.refusal("invoke_write", **invoke("newCall", body={"caller": "e0", "callee": written}))
    assert harness.spy.writes == []


async def test_neo_gets_the_one_form_without_its_plus(make_harness: MakeHarness) -> None:
    harness = make_harness("neo", confirm="never")
    for written in ("+49 (0) 172 9925904", "491729925904"):
        body = {"deviceId": "e0", "targetNumber": written}
        await harness.data("invoke_write", **invoke("startCall", body=body), repeat=True)
    sent = [
        json.loads(body)["targetNumber"] for _, path, body in harness.spy.writes if path.endswith("/calls")
    ]
    assert sent == ["491729925904", "491729925904"]
    for wrong in ("01729925904", "49110", "+49 172 9925904 ext. 3"):
        body = {"deviceId": "e0", "targetNumber": wrong}
        assert "never" in await harness.refusal("invoke_write", **invoke("startCall", body=body))
    assert len(harness.spy.writes) == 2


async def test_filters_contacts_and_blocked_numbers_get_the_one_form(harness: Harness) -> None:
    await harness.data(
        "invoke_read", **invoke("getHistory", phonenumber="+49 (0)172 9925904", connectionIds=["p0"])
    )
    await harness.data(
        "invoke_read", **invoke("getHistory", phonenumber="0172/9925904", connectionIds=["p0"])
    )
    await harness.data("invoke_read", **invoke("getContacts", phonenumbers=["0049 172 9925904"]))
    await harness.data("search_history", number="+49(0)1729925904")
    lookups = [path for _, path, _ in harness.spy.sent if "phonenumber" in path]
    assert ["%2B491729925904" in path for path in lookups] == [True, False, True, True]
    await harness.data(
        "invoke_write",
        **invoke("addIncomingEntry", body={"phoneNumber": "+49 (0)172 9925904", "isBlock": True}),
    )
    await harness.data("invoke_write", **invoke("removeIncomingEntry", phoneNumber="0049 172 9925904"))
    contact = {"given": "Ada", "family": "Byron", "scope": "PRIVATE", "name": "Ada Byron"}
    numbers = [{"number": "+49 (0)172 9925904", "type": ["cell"]}]
    await harness.data("invoke_write", **invoke("createContact", body={**contact, "numbers": numbers}))
    block, unblock, create = harness.spy.writes
    assert json.loads(block[2])["phoneNumber"] == MERLE
    assert unblock[1].endswith("/%2B491729925904")
    assert json.loads(create[2])["numbers"][0]["number"] == MERLE
    refusal = await harness.refusal(
        "invoke_write", **invoke("createContact", body={**contact, "numbers": [{"number": "0211 App. 12"}]})
    )
    assert "letters" in refusal
    assert len(harness.spy.writes) == 3


@pytest.mark.parametrize("value", ["0302312510", "+49 30 2312510 ext. 3", "123"])
async def test_no_caller_id_leaves_that_is_no_number(make_harness: MakeHarness, value: str) -> None:
    for access in ("user", "account"):
        harness = make_harness(confirm="never", access=access)
        setting = invoke("changeCallerIdSettings", deviceId="e0", body={"value": value})
        await harness.refusal("invoke_write", **setting)
        assert harness.spy.writes == []


async def test_a_caller_id_leaves_in_the_one_form(make_harness: MakeHarness) -> None:
    harness = make_harness(confirm="never")
    written = invoke("changeCallerIdSettings", deviceId="e0", body={"value": "0049 (30) 23125-100"})
    await harness.data("invoke_write", **written)
    assert [json.loads(body) for _, _, body in harness.spy.writes] == [{"value": "+493023125100"}]


async def test_a_contact_is_shown_as_it_is_written_down(harness: Harness) -> None:
    created = await harness.data("create_contact", given="Ada", numbers=["0049 (172) 9925904"])
    assert created["after"]["numbers"] == [MERLE]
    assert MERLE in harness.questions[0]


def test_extensions_and_what_shows_no_number_stay_as_they_are() -> None:
    operation = DOCUMENT.operations["newCall"]
    body = {"caller": "e0", "callee": "+49 (0)172 9925904", "callerId": "anonymous", "deviceId": "e0"}
    given = canonical_arguments(DOCUMENT, operation, {"body": body})
    assert given == {"body": {**body, "callee": MERLE}}


def test_every_number_that_something_is_sent_to_is_marked_with_its_form() -> None:
    fields = [
        (name, field, schema)
        for name, held in DOCUMENT.schemas.items()
        for field, schema in held.get("properties", {}).items()
    ]
    recipients = [(name, field) for name, field, schema in fields if schema.get("x-recipient")]
    assert recipients
    assert all(
        DOCUMENT.schemas[name]["properties"][field].get("x-phone-number") for name, field in recipients
    )
    numbers = {field for _, field, schema in fields if schema.get("x-id-kind") == "number"}
    marked = {field for _, field, schema in fields if schema.get("x-phone-number")}
    assert numbers <= marked
