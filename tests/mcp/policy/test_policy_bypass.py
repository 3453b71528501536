"""Ways around the policy, tried through the operation tools as a model would that was talked into it."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from sipgate_tools.errors import PolicyRefused
from sipgate_tools.mcp.policy.request_facts import UNREADABLE_PAGES, read_request
from sipgate_tools.mcp.policy.rules import Allowed, PolicyRules, Refused, evaluate
from sipgate_tools.requests.operations import operation_request
from sipgate_tools.spec import load
from tests.mcp.harness import Harness, MakeHarness, permit_for
from tests.mcp.operations import arguments
from tests.mcp.tools.test_more_tools import PDF

DOCUMENT = load()
MERLE = "+491729925904"
BERTA, ALEX = "w1", "w0"


@pytest.fixture
def berta(make_harness: MakeHarness) -> Harness:
    return make_harness(user=BERTA, confirm="never")


async def tried(harness: Harness, tool: str, operation: str, **arguments: Any) -> str:
    return await harness.refusal(tool, operation_id=operation, arguments=arguments)


@pytest.mark.parametrize(
    "user_id",
    [
        *(
            "w0",
            "W0",
            "w0 ",
            "%77%30",
            "w1/../w0",
            "..%2Fw0",
            "..",
            ".",
            "",
            "w1?x=w0",
            "w1#",
            "w1;w0",
            "w1,w0",
        ),
        *("w1\x00", "\uff570", ["w0"], 0, None, {"id": "w0"}, True),
    ],
)
async def test_no_spelling_of_an_id_reaches_what_belongs_to_other_users(berta: Harness, user_id: Any) -> None:
    await tried(berta, "invoke_read", "getDevices", userId=user_id)
    assert {path for _, path, _ in berta.spy.sent} <= {"/v2/authorization/userinfo"}


@pytest.mark.parametrize(
    "device", ["e0", "E0", "../devices/e0", "e1/../e0", "e0/callerid", "../users/w0", "e1,e0"]
)
async def test_no_path_leads_from_an_own_thing_to_another(berta: Harness, device: str) -> None:
    await tried(berta, "invoke_read", "getDevice", deviceId=device)
    assert not any("/v2/devices/" in path or "/users" in path for _, path, _ in berta.spy.sent)


@pytest.mark.parametrize(
    "connections",
    [["p0"], ["p1", "p0"], ["p1,p0"], ["P0"], ["all"], ["4930"], ["+493023125100"], ["%70%30"]],
)
async def test_no_filter_shows_the_history_of_others(berta: Harness, connections: list[str]) -> None:
    for operation in ("getHistory", "getHistoryCSV"):
        await tried(berta, "invoke_read", operation, connectionIds=connections)
    await tried(berta, "invoke_read", "v3GetEvents", connectionIds=",".join(connections))
    assert not any("/history" in path or "/v3/events" in path for _, path, _ in berta.spy.sent)


async def test_an_empty_id_in_a_filter_is_nobodys(berta: Harness) -> None:
    assert "an empty id" in await tried(berta, "invoke_read", "getGroups", userId="")


async def test_a_list_that_is_one_text_is_read_id_by_id(berta: Harness) -> None:
    await berta.data("invoke_read", operation_id="v3GetEvents", arguments={"connectionIds": "p1,s1"})
    await berta.data("invoke_read", operation_id="v3GetEvents", arguments={})
    requests = [path for _, path, _ in berta.spy.sent if "/v3/events" in path]
    assert requests == [
        "/v3/events?connectionIds=p1%2Cs1",
        "/v3/events?connectionIds=f1%2Cf2%2Cg0%2Cp1%2Cs1",
    ]


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("newCall", {"caller": "e0", "callee": MERLE}),
        ("newCall", {"caller": "E0", "callee": MERLE}),
        ("newCall", {"caller": "e1 ", "callee": MERLE}),
        ("newCall", {"caller": "w0", "callee": MERLE}),
        ("newCall", {"caller": "e1", "callee": MERLE, "deviceId": "e0"}),
        ("newCall", {"caller": "e1", "callee": MERLE, "callerId": "+493023125100"}),
        ("newCall", {"caller": "e1", "callee": MERLE, "userId": "w0"}),
        ("sendWebSms", {"smsId": "s0", "recipient": MERLE, "message": "x"}),
        ("sendWebSms", {"smsId": " s0", "recipient": MERLE, "message": "x"}),
        ("sendWebSms", {"smsId": "s1", "recipient": MERLE, "message": "x", "extension": "s0"}),
        ("sendWebSms", {"smsId": "s1", "recipient": f"{MERLE};110", "message": "x"}),
        ("sendWebSms", {"smsId": "s1", "recipient": f"{MERLE},+491729925905", "message": "x"}),
        ("sendWebSms", {"smsId": "s1", "recipient": [MERLE], "message": "x"}),
        ("resendFax", {"faxId": "4200000009", "faxlineId": "f1"}),
        ("setSipgateIoUrls", {"incomingUrl": "", "outgoingUrl": "", "whitelist": ["p0"]}),
        ("v3RegisterDevice", {"owner": "w0", "alias": "x"}),
        ("v3AttachLabel", {"eventIds": ["4200000007"], "labelIds": ["a"]}),
    ],
)
async def test_no_body_acts_for_others(berta: Harness, operation: str, body: dict[str, Any]) -> None:
    await tried(berta, "invoke_write", operation, body=body)
    assert berta.spy.writes == []


@pytest.mark.parametrize("members", [[["w0"], {"u": "w2"}], "dzA=", ["w1"]])
async def test_bodies_that_are_not_published_are_refused(berta: Harness, members: Any) -> None:
    sentence = await tried(
        berta, "invoke_write", "v3SetGroupMembers", groupId="g0", body={"members": members}
    )
    assert "published API" in sentence
    assert berta.spy.writes == []


@pytest.mark.parametrize("operation_id", sorted(DOCUMENT.operations))
def test_what_sipgate_does_for_anyone_who_asks_is_not_done_in_user_access(operation_id: str) -> None:
    operation = DOCUMENT.operations[operation_id]
    path, query, body = arguments(DOCUMENT, operation, {})
    facts = read_request(DOCUMENT, operation, path=path, query=query, body=body)
    rules = PolicyRules(confirm="never")
    verdict = evaluate(facts, rules, access="user", confirmed=True)
    refused = isinstance(verdict, Refused) and verdict.reason == "public"
    assert refused == (not operation.secured and operation.effect != "read")
    if refused:
        assert isinstance(evaluate(facts, rules, access="account"), Allowed)


@pytest.mark.parametrize(
    ("tool", "operation", "arguments"),
    [
        ("invoke_write", "requestPasswordReset", {"body": {"username": "alex@example.org"}}),
        ("invoke_write", "requestPasswordReset", {"body": {}}),
        (
            "invoke_destructive",
            "changePassword",
            {"nonce": "made-up", "body": {"password": "Another-1", "passwordRepeat": "Another-1"}},
        ),
    ],
)
async def test_no_password_of_another_user_is_reset(
    berta: Harness, tool: str, operation: str, arguments: dict[str, Any]
) -> None:
    assert "without credentials" in await tried(berta, tool, operation, **arguments)
    assert berta.spy.writes == []


async def test_what_is_published_of_a_body_can_be_sent_and_nothing_beside_it(
    make_harness: MakeHarness,
) -> None:
    harness = make_harness(confirm="never")
    change = {"operation_id": "v3SetGroupAlias"}
    alias = {"alias": "Vertrieb Nord"}
    await harness.refusal(
        "invoke_write", **change, arguments={"groupId": "g0", "body": {**alias, "users": "dzA="}}
    )
    assert harness.spy.writes == []
    await harness.data("invoke_write", **change, arguments={"groupId": "g0", "body": alias})
    assert len(harness.spy.writes) == 1


@pytest.mark.parametrize(
    "number",
    [
        *("110", "0110", "+49110", "49110", "00 49 112", "+49 (0) 112", "tel:110", "+4930110", "+4989 19222"),
        *("\uff11\uff11\uff10", "+49\uff11\uff11\uff10", "0900 1234567", "+49 0900 1234567", "9001234567"),
    ],
)
@pytest.mark.parametrize(
    ("operation", "body", "field"),
    [
        ("newCall", {"caller": "e1"}, "callee"),
        ("sendWebSms", {"smsId": "s1", "message": "x"}, "recipient"),
        ("setPhonelineForwardingSettings", {}, "forwardings"),
    ],
)
async def test_no_spelling_reaches_emergency_and_premium_numbers(
    berta: Harness, operation: str, body: dict[str, Any], field: str, number: str
) -> None:
    forwarded = [{"destination": number, "active": True, "timeout": 10}]
    given: dict[str, Any] = {"body": {**body, field: forwarded if field == "forwardings" else number}}
    if field == "forwardings":
        given |= {"phonelineId": "p1"}
    assert "never" in await tried(berta, "invoke_write", operation, **given)
    assert berta.spy.writes == []


async def test_forbidden_beginnings_hold_however_a_number_is_written(make_harness: MakeHarness) -> None:
    harness = make_harness(forbid_recipients="+49172", confirm="never")
    for number in (MERLE, "00491729925904", "+49 172/9925904", "01729925904", "491729925904"):
        await tried(harness, "invoke_write", "newCall", body={"caller": "e0", "callee": number})
    assert harness.spy.writes == []


async def test_the_same_number_written_otherwise_is_a_double(make_harness: MakeHarness) -> None:
    harness = make_harness(confirm="never")
    await harness.data("send_sms", to=MERLE, message="Hallo")
    body = {"smsId": "s0", "recipient": "0049 172 9925904", "message": "Hallo"}
    given: dict[str, Any] = {"operation_id": "sendWebSms", "arguments": {"body": body}}
    assert "repeat=true" in await harness.refusal("invoke_write", **given)
    await harness.data("invoke_write", **given, repeat=True)
    assert len(harness.sandbox.outbox()["sms"]) == 2


@pytest.mark.parametrize(
    "content", [base64.b64encode(PDF).decode(), base64.b64encode(b"%PDF-1.4 what?").decode()]
)
async def test_pages_count_against_the_limit_whichever_tool_sends_them(
    make_harness: MakeHarness, content: str
) -> None:
    harness = make_harness(max_fax_pages_per_hour=0, confirm="never")
    body = {"faxlineId": "f0", "recipient": "+493023125014", "filename": "x", "base64Content": content}
    assert "fax pages per hour" in await tried(harness, "invoke_write", "sendFax", body=body)
    assert harness.spy.writes == []


def test_pages_that_cannot_be_counted_are_many() -> None:
    body = {"faxlineId": "f0", "recipient": MERLE, "filename": "x", "base64Content": "eA=="}
    assert read_request(DOCUMENT, DOCUMENT.operations["sendFax"], body=body).amount == UNREADABLE_PAGES


async def test_sending_a_fax_again_counts_its_pages(make_harness: MakeHarness) -> None:
    harness = make_harness(max_fax_pages_per_hour=1, confirm="never")
    [fax, *_] = (await harness.data("search_history", types=["FAX"], direction="outgoing"))["entries"]
    assert fax["pages"] > 1
    again = {"faxId": fax["id"], "faxlineId": "f0"}
    assert "fax pages per hour" in await tried(harness, "invoke_write", "resendFax", body=again)
    assert harness.spy.writes == []


async def test_transfers_count_as_calls(make_harness: MakeHarness) -> None:
    harness = make_harness(max_calls_per_hour=0, confirm="never")
    call_id = (await harness.data("list_live_calls"))["calls"][0]["call_id"]
    assert "calls per hour" in await harness.refusal("transfer_call", call_id=call_id, to="+493023125014")


async def test_a_permit_for_one_thing_does_not_let_another_through(make_harness: MakeHarness) -> None:
    harness = make_harness(confirm="never")
    rename = DOCUMENT.operations["changeDeviceAlias"]
    approved = operation_request(rename, path={"deviceId": "e0"}, body={"value": "x"})
    with permit_for(approved), pytest.raises(PolicyRefused):
        await harness.account.send(rename, path={"deviceId": "y0"}, body={"value": "x"})
    assert harness.spy.writes == []


async def test_a_long_text_does_not_hide_the_number_from_the_user(make_harness: MakeHarness) -> None:
    harness = make_harness()
    body = {"message": "M" * 1900, "smsId": "s0", "recipient": MERLE}
    await harness.data("invoke_write", operation_id="sendWebSms", arguments={"body": body})
    assert MERLE in harness.questions[0]


async def test_deleting_names_what_will_be_gone(harness: Harness) -> None:
    [entry] = (await harness.data("search_history", types=["SMS"], limit=1))["entries"]
    gone = await harness.data("delete_history_entries", entry_ids=[entry["id"]])
    assert entry["other"] in harness.questions[0]
    assert gone["before"] == [entry]
