"""The rules, over every operation of the document."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from sipgate_tools.mcp.policy.request_facts import Id, RequestFacts, read_request
from sipgate_tools.mcp.policy.rules import Allowed, AskUser, PolicyRules, Refused, Usage, evaluate
from sipgate_tools.mcp.tools.snapshot import specs
from sipgate_tools.spec import Meter, load
from tests.mcp.harness import MakeHarness
from tests.mcp.operations import OWNED_KINDS, arguments, slots, with_id

DOCUMENT = load()
EVERY = sorted(DOCUMENT.operations)


def facts_of(operation_id: str, **changes: Any) -> RequestFacts:
    operation = DOCUMENT.operations[operation_id]
    path, query, body = arguments(DOCUMENT, operation, {"extension": "e0", "connection": "p0"})
    return read_request(DOCUMENT, operation, path=path, query=query, body=changes.get("body", body))


@pytest.mark.parametrize("operation_id", EVERY)
def test_read_only_lets_reading_through_and_nothing_else(operation_id: str) -> None:
    facts = facts_of(operation_id)
    verdict = evaluate(
        facts,
        PolicyRules(read_only=True, confirm="never", access="account"),
        confirmed=True,
        repeat_intended=True,
    )
    assert isinstance(verdict, Allowed) == (DOCUMENT.operations[operation_id].effect == "read")


@pytest.mark.parametrize("operation_id", EVERY)
def test_what_costs_destroys_records_leads_elsewhere_or_concerns_the_account_needs_a_yes(
    operation_id: str,
) -> None:
    operation = DOCUMENT.operations[operation_id]
    needs = operation.effect != "read" and (
        operation.cost == "charged"
        or operation.effect == "destructive"
        or operation.reach == "account"
        or operation.risk is not None
    )
    facts = facts_of(operation_id)
    assert isinstance(evaluate(facts, PolicyRules(), access="account"), AskUser) == needs
    assert isinstance(evaluate(facts, PolicyRules(), access="account", confirmed=True), Allowed)
    assert isinstance(evaluate(facts, PolicyRules(confirm="never"), access="account"), Allowed)
    always = evaluate(facts, PolicyRules(confirm="always"), access="account")
    assert isinstance(always, AskUser) == (operation.effect != "read")


@pytest.mark.parametrize("operation_id", EVERY)
def test_every_id_of_every_operation_is_seen(operation_id: str) -> None:
    operation = DOCUMENT.operations[operation_id]
    for slot in slots(DOCUMENT, operation):
        path, query, body = with_id(
            arguments(DOCUMENT, operation, {}), slot, "w9" if slot.kind == "user" else "77"
        )
        seen = read_request(DOCUMENT, operation, path=path, query=query, body=body).ids
        values = {one.value for one in seen}
        expected = "w9" if slot.kind == "user" else "77"
        # Where an extension may stand, digits are a telephone number.
        assert expected in values or (slot.kind in ("extension", "connection") and expected.isdigit())


@pytest.mark.parametrize("operation_id", EVERY)
def test_a_foreign_id_is_refused_in_user_access_even_when_confirmed(operation_id: str) -> None:
    foreign = [Id("device", "e99")]
    verdict = evaluate(facts_of(operation_id), PolicyRules(access="user"), unowned=foreign, confirmed=True)
    assert isinstance(verdict, Refused)
    assert verdict.reason == "unowned_id"
    assert "e99" in verdict.message


def test_every_kind_of_id_is_either_owned_by_a_user_or_known_not_to_be() -> None:
    kinds = {slot.kind for operation in DOCUMENT.operations.values() for slot in slots(DOCUMENT, operation)}
    resolved_by_letter = {"extension", "connection", "data"}
    of_the_account = {kind for kind, owner in DOCUMENT.id_kinds.items() if owner == "account"}
    assert kinds <= OWNED_KINDS | of_the_account | resolved_by_letter


@pytest.mark.parametrize(
    ("extension", "kind"),
    [
        ("p0", "phoneline"),
        ("e1", "device"),
        ("y1", "device"),
        ("a0", "device"),
        ("g2", "group"),
        ("q1", "extension"),
    ],
)
def test_an_extension_is_what_its_letter_says_and_unknown_letters_have_no_owner(
    extension: str, kind: str
) -> None:
    body = {"caller": extension, "callee": "+4915799912345"}
    assert Id(kind, extension) in facts_of("newCall", body=body).ids


def test_every_contacted_number_is_a_recipient_however_the_platform_writes_it() -> None:
    neo = facts_of("startCall", body={"deviceId": "e0", "targetNumber": "4915799912345"})
    classic = facts_of(
        "newCall", body={"caller": "+493023125014", "callee": "+4915799912345", "deviceId": "e0"}
    )
    assert neo.recipients == ("+4915799912345",)
    assert set(classic.recipients) == {"+4915799912345", "+493023125014"}
    assert facts_of("transferCall", body={"phoneNumber": "+49900123456"}).recipients == ("+49900123456",)


def test_a_long_message_counts_its_parts() -> None:
    body = {"smsId": "s0", "recipient": "+4915799912345", "message": "ä" * 320}
    assert facts_of("sendWebSms", body=body).amount == 3


def test_the_fingerprint_is_the_same_for_the_same_arguments_only_and_shows_none() -> None:
    body = {"smsId": "s0", "recipient": "+4915799912345", "message": "Hallo"}
    same = {"message": "Hallo", "recipient": "+4915799912345", "smsId": "s0"}
    first, second = facts_of("sendWebSms", body=body), facts_of("sendWebSms", body=same)
    other = facts_of("sendWebSms", body={**body, "message": "Hallo!"})
    assert first.fingerprint == second.fingerprint != other.fingerprint
    assert "Hallo" not in first.fingerprint


LIMITS: dict[Meter, tuple[int, int]] = {"sms": (5, 8), "fax": (5, 8), "call": (5, 8)}


@pytest.mark.parametrize(
    ("counted", "amount", "refused"),
    [((0, 0), 1, False), ((4, 4), 1, False), ((5, 5), 1, True), ((4, 4), 2, True), ((0, 8), 1, True)],
)
@pytest.mark.parametrize("operation_id", ["sendWebSms", "newCall", "startCall", "sendFax"])
def test_limits_per_hour_and_day_hold(
    operation_id: str, counted: tuple[int, int], amount: int, refused: bool
) -> None:
    operation = DOCUMENT.operations[operation_id]
    path, query, body = arguments(DOCUMENT, operation, {"extension": "e0"})
    facts = read_request(DOCUMENT, operation, path=path, query=query, body=body, amount=amount)
    verdict = evaluate(facts, PolicyRules(limits=LIMITS), usage=Usage(counted=counted), confirmed=True)
    assert isinstance(verdict, Refused) == refused


@pytest.mark.parametrize("earlier", [19, 20])
def test_only_so_many_different_recipients(earlier: int) -> None:
    numbers = frozenset(f"+4915799900{number:03}" for number in range(earlier))
    usage = Usage(recipients=(numbers, numbers))
    facts = facts_of("sendWebSms", body={"smsId": "s0", "recipient": "+4915799912345", "message": "Hallo"})
    assert isinstance(evaluate(facts, PolicyRules(), usage=usage, confirmed=True), Refused) == (earlier == 20)
    to_a_known_one = facts_of(
        "sendWebSms", body={"smsId": "s0", "recipient": "+4915799900001", "message": "Hallo"}
    )
    assert isinstance(evaluate(to_a_known_one, PolicyRules(), usage=usage, confirmed=True), Allowed)


@pytest.mark.parametrize(("repeat_intended", "kind"), [(False, Refused), (True, Allowed)])
def test_a_duplicate_is_refused_unless_it_is_intended(repeat_intended: bool, kind: type) -> None:
    verdict = evaluate(
        facts_of("newCall"),
        PolicyRules(),
        usage=Usage(repeated=True),
        confirmed=True,
        repeat_intended=repeat_intended,
    )
    assert isinstance(verdict, kind)


@pytest.mark.parametrize("confirm", ["ask", "always", "never"])
@pytest.mark.parametrize("number", ["110", "+49112", "+499001234567", "+881612345678"])
@pytest.mark.parametrize(
    ("operation_id", "name"),
    [
        ("sendWebSms", "recipient"),
        ("newCall", "callee"),
        ("startCall", "targetNumber"),
        ("transferCall", "phoneNumber"),
    ],
)
def test_no_setting_allows_emergency_and_premium_numbers(
    operation_id: str, name: str, number: str, confirm: Literal["ask", "always", "never"]
) -> None:
    verdict = evaluate(
        facts_of(operation_id, body={name: number}),
        PolicyRules(confirm=confirm),
        confirmed=True,
        repeat_intended=True,
    )
    assert isinstance(verdict, Refused)
    assert verdict.reason == "recipient"


BOUNDLESS = {
    "deleteHistoryEntries",
    "deleteAllContacts",
    "getHistory",
    "getHistoryCSV",
    "getCallRestrictions",
    "v3GetEvents",
}


@pytest.mark.parametrize("operation_id", EVERY)
def test_without_ids_nothing_is_deleted_or_read_for_the_whole_account(operation_id: str) -> None:
    operation = DOCUMENT.operations[operation_id]
    facts = read_request(DOCUMENT, operation, path=arguments(DOCUMENT, operation, {}).path)
    verdict = evaluate(facts, PolicyRules(), access="user", confirmed=True)
    unscoped = isinstance(verdict, Refused) and verdict.reason == "unscoped"
    assert unscoped == (operation_id in BOUNDLESS)
    assert isinstance(verdict, Refused) == (unscoped or (facts.public and not facts.reads))
    whole = evaluate(facts, PolicyRules(), access="account", confirmed=True)
    assert isinstance(whole, Refused) == (operation_id in BOUNDLESS and operation.effect == "destructive")


NOTIFICATIONS = {operation_id for operation_id in EVERY if "Notification" in operation_id}


def test_what_sends_messages_events_or_calls_elsewhere_is_marked() -> None:
    marked = {one.id: one.risk for one in DOCUMENT.operations.values() if one.risk}
    adding = {one for one in NOTIFICATIONS if DOCUMENT.operations[one].method == "POST"}
    assert len(adding) == 8
    assert {one for one in marked if marked[one] == "data"} == adding | {"setSipgateIoUrls"}
    forwarding = {
        one.id
        for one in DOCUMENT.operations.values()
        if one.effect == "write" and ("forwarding" in one.path or "routings" in one.path)
    }
    steering = {one for one in marked if marked[one] == "calls"}
    assert forwarding | {"setSipgateIoSettings", "changeNumberSettings"} <= steering
    assert {one for one in marked if marked[one] == "recording"} == {"setCallRecording", "updateSetting"}


@pytest.mark.parametrize(
    ("operation_id", "body", "asks"),
    [
        ("setCallRecording", {"value": True, "announcement": False}, True),
        ("setCallRecording", {"value": True, "announcement": True}, True),
        ("setCallRecording", {"value": True}, True),
        ("setCallRecording", {"value": False}, False),
        ("setCallRecording", {"value": 0}, True),
        ("setCallRecording", {"value": "false"}, True),
        ("setCallRecording", {"value": None}, True),
        ("setCallRecording", {}, True),
        ("setCallRecording", None, True),
        ("setCallRecording", [False], True),
        ("updateSetting", {"active": True}, True),
        ("updateSetting", {"active": False}, False),
    ],
)
def test_ending_a_recording_is_the_only_thing_about_recordings_that_needs_no_yes(
    operation_id: str, body: Any, asks: bool
) -> None:
    operation = DOCUMENT.operations[operation_id]
    path = arguments(DOCUMENT, operation, {}).path
    facts = read_request(DOCUMENT, operation, path=path, body=body)
    assert isinstance(evaluate(facts, PolicyRules(access="account"), access="account"), AskUser) == asks


CALLER_IDS: list[tuple[str, set[str]]] = [
    ("+493023125102", {"+493023125102"}),
    ("anonymous", set()),
    ("", set()),
]


@pytest.mark.parametrize(
    "operation_id", ["changeCallerIdSettings", "changeFaxlineCallerIdSettings", "newCall"]
)
@pytest.mark.parametrize(("value", "ids"), CALLER_IDS)
def test_a_caller_id_is_a_number_or_none(operation_id: str, value: str, ids: set[str]) -> None:
    name = "callerId" if operation_id == "newCall" else "value"
    facts = facts_of(operation_id, body={name: value})
    assert {one.value for one in facts.ids if one.kind == "number"} == ids


HIDING: list[Any] = [
    "w0",
    "dzA=",
    "%77%30",
    "Vertrieb",
    ["w0"],
    {"w0": True},
    {"members": [["p1", {"deep": "ZzI="}]]},
    {"name": "Vertrieb"},
    {"": None},
    0,
]


@pytest.mark.parametrize("body", HIDING)
def test_a_body_whose_fields_are_not_published_is_refused_in_user_access_whatever_it_holds(body: Any) -> None:
    facts = facts_of("v3SetGroupMembers", body=body)
    verdict = evaluate(facts, PolicyRules(), access="user", confirmed=True)
    assert isinstance(verdict, Refused)
    assert "published API" in verdict.message
    assert isinstance(
        evaluate(facts, PolicyRules(access="account"), access="account", confirmed=True), Allowed
    )


async def test_a_field_that_is_not_published_is_refused_in_user_access(make_harness: MakeHarness) -> None:
    """By the rules where a body takes any field, and else by the check of the arguments."""
    harness = make_harness(confirm="never")
    tried = 0
    for operation in DOCUMENT.operations.values():
        described = DOCUMENT.inline(operation.body) if operation.body is not None else {}
        if "object" not in described.get("type", ()):
            continue
        path, query, body = arguments(DOCUMENT, operation, {})
        given = {**path, **query, "body": {**body, "also": "dzA="}}
        if described.get("additionalProperties") is True:
            assert facts_of(operation.id, body=given["body"]).unpublished, operation.id
        assert not facts_of(operation.id, body=body).unpublished, operation.id
        await harness.refusal(f"invoke_{operation.effect}", operation_id=operation.id, arguments=given)
        assert not harness.spy.writes, operation.id
        tried += 1
    assert tried > 50


def test_only_bodies_that_sipgate_has_not_published_are_hit() -> None:
    """Everyday tools never send one; the published part of the others can still be sent."""
    without = {
        one.id
        for one in DOCUMENT.operations.values()
        if one.body is not None and facts_of(one.id, body={"name": "x"}).unpublished
        if not {"properties", "items"} & DOCUMENT.inline(one.body).keys()
    }
    labels = {"v3AttachLabel", "v3CreateLabel", "v3DetachLabel", "v3UpdateLabel"}
    assert without == {*labels, "v3CreateGroup", "v3SetGroupMembers"}
    assert not without & {operation for spec in specs() for operation in spec.operations}
