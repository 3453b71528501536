"""What belongs to the user: forgotten in time, read anew, and the only thing that lists of the account show."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from sipgate_tools.mcp.policy.ownership import CACHE_SECONDS, REREAD_SECONDS, Ownership
from sipgate_tools.mcp.policy.ownership_queries import account_list
from sipgate_tools.mcp.policy.request_facts import Id
from sipgate_tools.sandbox.state import State
from sipgate_tools.spec import load
from tests.mcp.harness import Harness, MakeHarness
from tests.mcp.operations import OWNED_KINDS, arguments

DOCUMENT = load()
OF_W0 = "+493023125100"


class Numbered(NamedTuple):
    id: str
    number: str


class Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def give_number_away(state: State) -> None:
    number = next(one for one in state.numbers if one.number == OF_W0)
    state.numbers.put(replace(number, endpoint_id="p2"))


def give_device_away(state: State) -> None:
    state.devices.put(replace(state.devices["y0"], owner="w2"))
    for line in list(state.phonelines):
        state.phonelines.put(replace(line, device_ids=tuple(one for one in line.device_ids if one != "y0")))


def leave_group(state: State) -> None:
    state.groups.put(replace(state.groups["g0"], user_ids=("w1",)))


def give_phoneline_away(state: State) -> None:
    state.phonelines.put(replace(state.phonelines["p0"], owner="w2"))


MOVES: list[tuple[Callable[[State], None], Id]] = [
    (give_number_away, Id("number", OF_W0)),
    (give_number_away, Id("number", "5001")),
    (give_device_away, Id("device", "y0")),
    (leave_group, Id("group", "g0")),
    (leave_group, Id("voicemail", "v3")),
    (give_phoneline_away, Id("phoneline", "p0")),
    (give_phoneline_away, Id("voicemail", "v0")),
]


@pytest.mark.parametrize(("move", "moved"), MOVES)
async def test_what_was_moved_is_no_longer_the_users_after_some_minutes(
    make_harness: MakeHarness, move: Callable[[State], None], moved: Id
) -> None:
    harness = make_harness(monotonic=(time := Time()))
    owned = harness.account.ownership
    assert await owned.unowned({moved}) == set()
    move(harness.sandbox.state)
    harness.sandbox.state.commit()
    time.now += CACHE_SECONDS - 1
    assert await owned.unowned({moved}) == set()
    time.now += CACHE_SECONDS
    assert await owned.unowned({moved}) == {moved}
    time.now += 86_400
    assert await owned.unowned({moved}) == {moved}


@pytest.mark.parametrize(("move", "moved"), MOVES)
async def test_being_used_all_the_time_does_not_keep_what_was_moved(
    make_harness: MakeHarness, move: Callable[[State], None], moved: Id
) -> None:
    """Each use, each search for a stranger's id and each narrowing may refresh what is known, not what is gone."""
    harness = make_harness(monotonic=(time := Time()))
    owned = harness.account.ownership
    await owned.unowned({moved})
    move(harness.sandbox.state)
    harness.sandbox.state.commit()
    for _ in range(40):
        time.now += CACHE_SECONDS / 20
        await owned.unowned({moved, Id("greeting", "99903"), Id("voicemail", "v77"), Id(moved.kind, "77")})
        await owned.connections()
    assert await owned.unowned({moved}) == {moved}


async def test_what_was_moved_is_refused_by_the_tools_and_left_out_of_the_history(
    make_harness: MakeHarness,
) -> None:
    harness = make_harness(confirm="never", monotonic=(time := Time()))
    calling = {"caller": "e0", "callee": "+491729925904", "callerId": OF_W0}
    renaming = {"deviceId": "y0", "body": {"value": "x"}}
    await harness.data("invoke_write", operation_id="newCall", arguments={"body": calling})
    await harness.data("invoke_write", operation_id="changeDeviceAlias", arguments=renaming)
    await harness.data("search_history")
    for move in (give_number_away, give_device_away, leave_group):
        move(harness.sandbox.state)
    harness.sandbox.state.commit()
    time.now += CACHE_SECONDS
    again: dict[str, Any] = {"arguments": {"body": calling}, "repeat": True}
    assert "number" in await harness.refusal("invoke_write", operation_id="newCall", **again)
    assert "y0" in await harness.refusal(
        "invoke_write", operation_id="changeDeviceAlias", arguments={**renaming, "body": {"value": "y"}}
    )
    before = len(harness.spy.sent)
    await harness.data("search_history")
    searches = [path for _, path, _ in harness.spy.sent[before:] if path.startswith("/v2/history")]
    assert searches
    assert not any("g0" in path for path in searches)


async def test_ids_of_a_response_are_cached_for_some_minutes(make_harness: MakeHarness) -> None:
    harness = make_harness(monotonic=(time := Time()))
    owned, ringing = harness.account.ownership, Id("call", "0000000000000000000000000000RING")
    owned.learn("call", [ringing.value])
    time.now += CACHE_SECONDS - 1
    assert await owned.unowned({ringing, Id("call", "unknown")}) == {Id("call", "unknown")}
    time.now += 1
    assert await owned.unowned({ringing}) == {ringing}


async def test_unknown_ids_make_no_one_read_lists_at_their_senders_pace(make_harness: MakeHarness) -> None:
    harness = make_harness(monotonic=(time := Time()))
    owned = harness.account.ownership
    for number in range(50):
        await owned.unowned({Id("device", f"e{number + 50}")})
    assert sum(path.startswith("/v2/w0/devices") for _, path, _ in harness.spy.sent) == 1
    time.now += REREAD_SECONDS
    await owned.unowned({Id("device", "e99")})
    assert sum(path.startswith("/v2/w0/devices") for _, path, _ in harness.spy.sent) == 2


async def test_entries_are_known_one_by_one_and_for_some_minutes(make_harness: MakeHarness) -> None:
    harness = make_harness(monotonic=(time := Time()))
    owned = harness.account.ownership
    mine = next(one.id for one in harness.sandbox.state.history if one.connection_ids == ("s0",))
    assert await owned.unowned({Id("entry", mine)}) == set()
    history = harness.sandbox.state.history
    history.put(replace(history[mine], connection_ids=("s1",)))
    harness.sandbox.state.commit()
    time.now += CACHE_SECONDS
    assert await owned.unowned({Id("entry", mine)}) == {Id("entry", mine)}


async def test_a_former_administrator_does_not_reach_the_account_any_more(
    make_harness: MakeHarness,
) -> None:
    harness = make_harness(access="account", monotonic=(time := Time()))
    owned, users = harness.account.ownership, harness.sandbox.state.users
    assert await owned.unowned({Id("device", "e1")}) == set()
    users.put(replace(users["w0"], admin=False))
    harness.sandbox.state.commit()
    assert await owned.access() == "account"
    time.now += CACHE_SECONDS
    assert await owned.access() == "user"
    assert await owned.unowned({Id("device", "e1")}) == {Id("device", "e1")}


WORKSHOP = "67da9104-b9e6-4457-a9b6-e8b27291383e"
CARLAS = Numbered("5003", "+493023125102")
CHANGES_OF_NUMBERS: dict[str, Callable[[Numbered], dict[str, Any]]] = {
    "changeNumberSettings": lambda one: {"numberId": one.id, "body": {"releaseForMnp": True}},
    "changeQuickDialNumber": lambda one: {"numberId": one.id, "body": {"userId": "w2", "number": "77"}},
    "deleteQuickDialNumber": lambda one: {"numberId": one.id},
    "deleteRoutings": lambda one: {"body": {"e164Numbers": [one.number]}},
    "setChannelRouting": lambda one: {"body": {"e164Numbers": [one.number], "channelId": WORKSHOP}},
    "setRoutings": lambda one: {"body": {"e164Numbers": [one.number], "extension": "w2"}},
}


def nothing(state: State) -> None:
    """Leave all as it is: the number leads to the user's own channel."""


def share(state: State) -> None:
    state.channels.put(
        replace(state.channels[WORKSHOP], users=state.channels["10a3d0d3-9bea-4b29-a176-04f1a8ac3e84"].users)
    )


def join(state: State) -> None:
    workshop = state.channels[WORKSHOP]
    others = state.channels["10a3d0d3-9bea-4b29-a176-04f1a8ac3e84"].users
    state.channels.put(replace(workshop, users=(*workshop.users, *others)))


def lead_nowhere(state: State) -> None:
    state.numbers.put(replace(state.numbers[CARLAS.id], channel_id="", endpoint_id=""))


def lead_to_another(state: State) -> None:
    state.numbers.put(replace(state.numbers[CARLAS.id], channel_id="", quick_dial_user="w0"))


def lead_to_the_user(state: State) -> None:
    state.numbers.put(replace(state.numbers[CARLAS.id], channel_id="", quick_dial_user="w2"))


@pytest.mark.parametrize(
    ("change", "changes", "shows"),
    [
        (nothing, True, True),
        (lead_to_the_user, True, True),
        (join, False, True),
        (share, False, False),
        (lead_nowhere, False, False),
        (lead_to_another, False, False),
    ],
)
async def test_a_number_is_changed_only_by_whom_it_leads_to_alone_and_shown_by_whom_it_leads_to(
    make_harness: MakeHarness, change: Callable[[State], None], changes: bool, shows: bool
) -> None:
    """On sipgate neo numbers lead to channels, which several users may share."""
    for operation_id, arguments_of in CHANGES_OF_NUMBERS.items():
        harness = make_harness("neo", user="w2", confirm="never")
        change(harness.sandbox.state)
        harness.sandbox.state.commit()
        tool = f"invoke_{DOCUMENT.operations[operation_id].effect}"
        if operation_id == "setChannelRouting" and change is share:
            continue
        await harness.call(tool, operation_id=operation_id, arguments=arguments_of(CARLAS))
        assert bool(harness.spy.writes) == changes, operation_id
        owned = harness.account.ownership
        assert (await owned.unowned({Id("number", CARLAS.number)}) == set()) == shows


@pytest.mark.parametrize("listed", ["", "p9", "g0", "q1", "w0", "10a3d0d3-0000-4000-8000-000000000000"])
async def test_a_number_that_leads_nowhere_or_to_others_is_not_the_users_although_it_is_listed(
    listed: str,
) -> None:
    async def read(operation_id: str, path: Mapping[str, str], query: Mapping[str, Any]) -> Any:
        return {
            "userinfo": {"sub": "w2"},
            "getUserNumbers": {"items": [{"id": "7", "number": CARLAS.number, "endpointId": listed}]},
        }.get(operation_id, {"items": []})

    of_a_number = {Id("number", CARLAS.number), Id("routedNumber", "7")}
    assert await Ownership(DOCUMENT, read).unowned(of_a_number) == of_a_number


ACCOUNT_LISTS = {one.id: lists for one in DOCUMENT.operations.values() if (lists := account_list(one))}
FOREIGN = {
    "user": {"w1", "w2"},
    "number": {"+493023125101", "+493023125102", "+493023125150", "+493023125200"},
    "voicemail": {"v1", "v2"},
    "group": {"g1"},
    "device": {"e1", "e2"},
    "faxline": {"f1"},
    "call": set[str](),
    "channel": set[str](),
}


@pytest.mark.parametrize("platform", ["classic", "neo"])
@pytest.mark.parametrize("operation_id", ACCOUNT_LISTS)
async def test_lists_of_the_account_show_an_administrator_only_what_is_their_own(
    make_harness: MakeHarness, platform: str, operation_id: str
) -> None:
    """User w0 administers the account: sipgate would show everything."""
    operation = DOCUMENT.operations[operation_id]
    ids = {name: str(value) for name, value in arguments(DOCUMENT, operation, {"address": "1"}).path.items()}
    own = make_harness(platform)
    result = await own.call("invoke_read", operation_id=operation_id, arguments=ids)
    if result.is_error:  # not on this platform
        return
    content: Any = result.structured_content
    text = json.dumps(content["answer"])
    foreign = FOREIGN[ACCOUNT_LISTS[operation_id].kind]
    if platform == "neo":
        foreign = foreign - {"+493023125101"}  # it rings in a channel of w0
    assert not {one for one in foreign if f'"{one}"' in text}, text
    assert "Only items that are known to belong" in " ".join(content["notes"])


@pytest.mark.parametrize(
    ("operation_id", "mine"),
    [
        ("getNumbers", {"+493023125100", "+4915228817386"}),
        ("v3GetPhoneNumbers", {"+493023125100"}),
        ("getVoicemails", {"v0", "v3"}),
        ("v3GetVoicemails", {"v0", "v3"}),
        ("v3GetGroups", {"g0"}),
        ("getAllUsers", {"w0"}),
    ],
)
async def test_narrowed_lists_still_show_what_is_ones_own_and_all_of_it_in_account_access(
    make_harness: MakeHarness, operation_id: str, mine: set[str]
) -> None:
    kind = ACCOUNT_LISTS[operation_id].kind
    own = await make_harness().data("invoke_read", operation_id=operation_id, arguments={})
    everything = await make_harness(access="account").data(
        "invoke_read", operation_id=operation_id, arguments={}
    )
    assert all(f'"{one}"' in json.dumps(own["answer"]) for one in mine)
    assert all(f'"{one}"' in json.dumps(everything["answer"]) for one in FOREIGN[kind] - {"+493023125200"})


async def test_what_a_change_was_about_is_shown_without_what_belongs_to_others(harness: Harness) -> None:
    """The state before it is read from the list above it, which names the numbers of everybody."""
    routing = {"numberId": "5001", "body": {"endpointId": "p0"}}
    changed = await harness.data("invoke_write", operation_id="changeNumberSettings", arguments=routing)
    assert "+493023125100" in json.dumps(changed)
    assert "+493023125101" not in json.dumps(changed)


ACCOUNT_KINDS = {
    "getAddresses": "addresses belong to the account",
    "getAllContacts": "contacts belong to the account",
    "getClients": "OAuth clients belong to the account",
    "getContacts": "contacts belong to the account",
    "getContactsVcard": "contacts belong to the account",
    "getHistory": "narrowed by its own filter",
    "getIncomingEntries": "the blacklist belongs to the account",
    "getPortings": "portings belong to the account",
    "getRestrictions": "of the user who is named, by default the user's own",
    "getWebhooksLog": "names no ids; requests and addresses in it are secret",
    "v3GetEvents": "narrowed by its own filter",
    "v3GetLabel": "labels belong to the account",
    "v3GetLabels": "labels belong to the account",
}


def test_every_list_of_the_account_is_narrowed_or_holds_nothing_of_single_users() -> None:
    lists: set[str] = set()
    for operation in DOCUMENT.operations.values():
        if operation.effect != "read" or operation.reach != "account":
            continue
        schema = DOCUMENT.inline(operation.success) if operation.success else {}
        inside = schema.get("properties", {})
        if not schema or schema.get("type") == "array" or {"items", "data", "contacts"} & inside.keys():
            lists.add(operation.id)
    lists -= {"validateQuickDialNumber"}
    assert lists - ACCOUNT_LISTS.keys() == ACCOUNT_KINDS.keys()
    assert {one.kind for one in ACCOUNT_LISTS.values()} <= OWNED_KINDS
