"""What leaves: seen by a spy between the server and an embedded account with several users."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from sipgate_tools._async._http.transports import AsyncHttpxTransport
from sipgate_tools.errors import PolicyRefused, SipgateError
from sipgate_tools.mcp.policy.request_facts import Id
from sipgate_tools.requests.operations import operation_request
from sipgate_tools.spec import Operation, load
from tests.mcp.harness import Harness, MakeHarness, permit_for
from tests.mcp.operations import Arguments, arguments, slots, with_id

DOCUMENT = load()
OPERATIONS = [DOCUMENT.operations[name] for name in sorted(DOCUMENT.operations)]

# What belongs to the signed-in user (w1) and to another one (w0) of the embedded account, by kind of id.
OWN = {
    "user": "w1",
    "device": "e1",
    "phoneline": "p1",
    "faxline": "f1",
    "sms": "s1",
    "extension": "e1",
    "connection": "p1",
}
FOREIGN = {
    "user": ("w0", "w2", "w77"),
    "device": ("e0", "y0", "x0", "e77"),
    "phoneline": ("p0", "p2", "p77"),
    "faxline": ("f0", "f77"),
    "sms": ("s0", "s77"),
    "smsCallerId": ("1001", "99901"),
    "number": ("5001", "99902"),
    "routedNumber": ("5001", "5004", "5007", "+493023125100", "99902"),
    "voicemail": ("v0", "v77"),
    "greeting": ("701", "99903"),
    "notification": ("301", "99904"),
    "parallelForwarding": ("101", "99905"),
    "group": ("g77",),
    "entry": ("4200000007", "4299999999"),
    "data": ("4200000007", "4299999999"),
    "call": ("2ADC72852FECFD0B65E85AA3DC930CEC", "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"),
    "channel": ("10a3d0d3-0000-4000-8000-000000000000",),
    "extension": ("e0", "p0", "q77", "t1"),
    "connection": ("p0", "g77", "q77"),
}


async def force(harness: Harness, operation: Operation, given: Arguments) -> None:
    """Send a request as a faulty tool would: with a permit for exactly this, nothing asked or checked before."""
    request = operation_request(operation, path=given.path, query=given.query, body=given.body)
    with permit_for(request):
        await harness.account.send_request(request)


def foreign_requests() -> Iterator[tuple[Operation, Arguments, str]]:
    for operation in OPERATIONS:
        for slot in slots(DOCUMENT, operation):
            if DOCUMENT.id_kinds[slot.kind] == "user":
                for value in FOREIGN[slot.kind]:
                    yield operation, with_id(arguments(DOCUMENT, operation, OWN), slot, value), value


async def test_no_request_with_a_foreign_id_leaves_in_user_access_whatever_the_operation(
    make_harness: MakeHarness,
) -> None:
    harness = make_harness(user="w1")
    tried = 0
    for operation, given, value in foreign_requests():
        before = len(harness.spy.sent)
        with pytest.raises(PolicyRefused):
            await force(harness, operation, given)
        for method, path, body in harness.spy.sent[before:]:
            assert not re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", f"{path} {body}"), (
                operation.id,
                method,
                path,
            )
        tried += 1
    assert tried > 300


async def test_own_ids_leave(make_harness: MakeHarness) -> None:
    harness = make_harness(user="w1")
    devices = DOCUMENT.operations["getDevices"]
    await harness.account.send(devices, path={"userId": "w1"})
    assert harness.spy.sent[-1][1].endswith("/w1/devices")
    with pytest.raises(PolicyRefused):
        await harness.account.send(devices, path={"userId": "w0"})


async def test_in_account_access_foreign_ids_leave(make_harness: MakeHarness) -> None:
    harness = make_harness(user="w0", access="account")
    await harness.account.send(DOCUMENT.operations["getDevices"], path={"userId": "w1"})
    assert harness.spy.sent[-1][1].endswith("/w1/devices")


async def test_account_access_is_for_administrators_only(make_harness: MakeHarness) -> None:
    harness = make_harness(user="w1", access="account")
    with pytest.raises(PolicyRefused):
        await harness.account.send(DOCUMENT.operations["getDevices"], path={"userId": "w0"})
    assert not any("w0" in path for _, path, _ in harness.spy.sent)
    assert "only what belongs to the user" in (await harness.data("get_overview"))["rules"]


async def test_an_id_that_was_created_meanwhile_is_found_by_looking_again(make_harness: MakeHarness) -> None:
    harness = make_harness()
    assert await harness.account.ownership.connections() == ["f0", "f2", "g0", "p0", "s0"]
    started = await harness.data("start_call", to="+493023125014")
    assert (await harness.data("hang_up_call", call_id=started["call_id"]))["done"] == "Hung up"


@pytest.mark.parametrize("spelling", ["1", "true", "yes", "on", "", "ture"])
async def test_a_read_only_server_sends_nothing_but_reads_whatever_the_operation(
    make_harness: MakeHarness, spelling: str
) -> None:
    harness = make_harness(
        environment={"SIPGATE_MCP_READ_ONLY": spelling, "SIPGATE_MCP_ACCESS": "account"}, confirm="never"
    )
    for operation in OPERATIONS:
        if operation.effect != "read":
            with pytest.raises(PolicyRefused, match="read-only"):
                await force(harness, operation, arguments(DOCUMENT, operation, OWN))
    assert harness.spy.sent == []


@pytest.mark.parametrize("says", ["no", "dismissed", "cannot ask"])
async def test_nothing_paid_or_destructive_leaves_unconfirmed_whatever_the_operation(
    make_harness: MakeHarness, says: Any
) -> None:
    harness = make_harness(access="account", max_recipients_per_hour=1000, max_recipients_per_day=1000)
    harness.says = says
    tools = {"write": "invoke_write", "destructive": "invoke_destructive"}
    async with harness.client() as client:
        for operation in OPERATIONS:
            if operation.effect == "read" or (operation.effect == "write" and operation.cost == "none"):
                continue
            path, query, body = arguments(DOCUMENT, operation, OWN)
            given = {**path, **query, **({} if body is None else {"body": body})}
            result = await client.call_tool(
                tools[operation.effect], {"operation_id": operation.id, "arguments": given}
            )
            assert result.is_error, operation.id
    assert harness.spy.writes == []
    assert harness.account.audit_log.latest() == []


async def test_a_change_without_a_permit_is_stopped_at_the_door(make_harness: MakeHarness) -> None:
    harness = make_harness(confirm="never")
    with pytest.raises(PolicyRefused):
        await harness.account.client.sms.send(to="+4915799912345", message="Hallo", sms_id="s0")
    assert harness.spy.writes == []


async def test_a_permit_for_one_number_does_not_let_another_through(make_harness: MakeHarness) -> None:
    harness = make_harness()
    sending = DOCUMENT.operations["sendWebSms"]
    body = {"smsId": "s0", "recipient": "+4915799912345", "message": "Hallo"}
    with permit_for(operation_request(sending, body=body)):
        with pytest.raises(PolicyRefused):
            await harness.account.send(sending, body={**body, "recipient": "+4915799954321"})
        await harness.account.send(sending, body=body)
        with pytest.raises(PolicyRefused):
            await harness.account.send(sending, body=body)
    assert len(harness.spy.writes) == 1


async def test_a_request_that_is_no_operation_is_stopped(make_harness: MakeHarness) -> None:
    harness = make_harness()
    network = harness.account.client.api.transport
    assert isinstance(network, AsyncHttpxTransport)
    with pytest.raises(PolicyRefused, match="matches no operation"):
        await network.transport.handle_async_request(
            httpx2.Request("GET", "https://sandbox.sipgate.invalid/v2/unheard/of")
        )
    assert harness.spy.sent == []


async def test_listing_failures_mean_that_nothing_is_owned(make_harness: MakeHarness) -> None:
    harness = make_harness(user="w1")
    harness.sandbox.faults.add("403@getDevices")
    with pytest.raises(SipgateError):
        await harness.account.send(DOCUMENT.operations["getDevice"], path={"deviceId": "e1"})
    assert not any(path.endswith("/devices/e1") for _, path, _ in harness.spy.sent)


async def test_a_user_without_any_extension_sees_no_history_and_never_everybodys(
    make_harness: MakeHarness,
) -> None:
    harness = make_harness(user="w2")
    lists = ("getPhonelines", "getUserFaxlines", "getGroupFaxlinesForUser", "getSmsExtensions", "getGroups")
    for operation in (*lists, "getVoicemails"):
        harness.sandbox.faults.add(f"403@{operation}")
    await harness.call("search_history")
    requests = [path for _, path, _ in harness.spy.sent if path.startswith("/v2/history")]
    assert requests
    assert all("connectionIds=w2" in path for path in requests)


async def test_own_entries_are_found_on_later_pages_and_in_the_archive(make_harness: MakeHarness) -> None:
    harness = make_harness(confirm="never")
    state = harness.sandbox.state
    model = next(entry for entry in state.history if entry.connection_ids == ("s0",) and not entry.archived)
    for number in range(1100):
        state.history.put(replace(model, id=str(4_300_000_000 + number), archived=number % 2 == 0))
    state.commit()
    ids = [str(4_300_000_000 + number) for number in range(1100)]
    await harness.account.ownership.unowned({Id("entry", ids[0])})
    assert await harness.account.ownership.unowned({Id("entry", one) for one in ids}) == set()
    assert await harness.account.ownership.unowned({Id("entry", "4399999999")}) == {Id("entry", "4399999999")}
