"""Corrections, additions, texts and policy each fit the published document, or the build says what to edit."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

import pytest

from scripts.openapi_build.corrections.correction_set import correction_files, read_corrections
from scripts.openapi_build.failures import BuildFailure

from .checkouts import ROOT, Checkout

Edit = Callable[[Any], None]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A copy of openapi/."""
    return Checkout(tmp_path)


def setting(*keys: str, value: Any) -> Edit:
    def edit(content: Any) -> None:
        reduce(getitem, keys[:-1], content)[keys[-1]] = value

    return edit


def drop(*keys: str) -> Edit:
    def edit(content: Any) -> None:
        del reduce(getitem, keys[:-1], content)[keys[-1]]

    return edit


def corrections() -> list[tuple[str, int]]:
    ours = read_corrections(ROOT / "openapi" / "corrections")
    return [
        (file, place) for file in correction_files(ours) for place in range(len(ours[file]["corrections"]))
    ]


def test_the_data_builds_the_committed_document_without_gaps(checkout: Checkout):
    built = checkout.build()
    assert built.gaps == []
    assert built.document == json.loads((ROOT / "openapi" / "sipgate.json").read_text("utf-8"))


@pytest.mark.parametrize(("file", "place"), corrections())
def test_a_correction_that_applies_more_or_less_often_than_it_expects_stops_the_build(
    checkout: Checkout, file: str, place: int
):
    def expect_one_more(content: dict[str, Any]) -> None:
        content["corrections"][place]["expect"] += 1

    checkout.edit(f"corrections/{file}", expect_one_more)
    identifier = json.loads((ROOT / "openapi" / "corrections" / file).read_text())["corrections"][place]["id"]
    with pytest.raises(
        BuildFailure, match=rf"{file}, correction '{identifier}': it expects \d+ places and applied to"
    ):
        checkout.build()


def test_a_correction_that_upstream_made_itself_is_to_be_deleted(checkout: Checkout):
    def made_by_upstream(document: dict[str, Any]) -> None:
        document["openapi"] = "3.0.3"

    checkout.edit("upstream.json", made_by_upstream)
    with pytest.raises(
        BuildFailure, match=r"'openapi-version': it expects 1 places and finds none.*delete this"
    ):
        checkout.build()


def test_one_body_less_that_is_declared_wrongly_is_named_with_the_number_to_write(checkout: Checkout):
    def corrected_by_upstream(document: dict[str, Any]) -> None:
        content = document["paths"]["/sessions/sms"]["post"]["requestBody"]["content"]
        content["application/json"] = content.pop("*/*")

    checkout.edit("upstream.json", corrected_by_upstream)
    with pytest.raises(
        BuildFailure,
        match=r'\'bodies-are-json\': it expects (\d+) places and applied to (\d+) .*"expect": \2',
    ):
        checkout.build()


def test_all_corrections_that_fail_are_named_at_once(checkout: Checkout):
    def without_sms(document: dict[str, Any]) -> None:
        del document["paths"]["/sessions/sms"]

    checkout.edit("upstream.json", without_sms)
    with pytest.raises(BuildFailure) as failure:
        checkout.build()
    named = str(failure.value)
    assert all(name in named for name in ("paths-carry-version", "bodies-are-json", "success-is-declared"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"reason": None}, 'write its "reason"'),
        ({"expect": "68"}, 'write its "expect"'),
        ({"id": "bodies-are-required"}, "its id is not unique"),
        ({"do": {"step": "wish"}}, "name one of these steps"),
        ({"do": {"step": "rename_key", "at": []}}, "the step 'rename_key' needs from, to"),
        ({"do": {"step": "set_keys", "operations": ["nope"], "value": {}}}, "there is no operation 'nope'"),
        ({"do": {"step": "set_keys", "schemas": ["Nope"], "value": {}}}, "there is no schema 'Nope'"),
    ],
)
def test_a_correction_that_is_badly_written_is_refused(
    checkout: Checkout, change: dict[str, Any], message: str
):
    def spoil(content: dict[str, Any]) -> None:
        content["corrections"][0].update(change)

    checkout.edit("corrections/20-requests.json", spoil)
    with pytest.raises(BuildFailure) as failure:
        checkout.build()
    assert message in str(failure.value)


HISTORY, CONTACTS, RTCM = "tags/history", "tags/contacts", "tags/rtcm"


@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        ("shared", setting("parameters", "nope", value={}), "shared.json: there is no parameter nope"),
        ("shared", setting("scopes", "nope:read", value="?"), "shared.json: there is no scope nope:read"),
        ("shared", setting("wishes", value={}), "'wishes' is not one of the known parts"),
        ("shared", setting("id_kinds", "user", value={}), 'user needs an "owner", one of account, user'),
        (
            "shared",
            setting("id_kinds", "user", "owner", value="account"),
            'user needs a "reason" why no user owns',
        ),
        (
            "shared",
            setting("parameters", "userId", "id_kind", value="person"),
            'userId needs as "id_kind" one of address,',
        ),
        ("shared", setting("fields", "*.nope", value={}), "there is no field *.nope"),
        ("shared", setting("parameters", "userId", "wish", value=1), "userId has the unknown keys wish"),
        (HISTORY, setting("fields", "Nope.nope", value={}), "tags/history.json: there is no field Nope.nope"),
        (HISTORY, setting("schemas", "Nope", value="?"), "tags/history.json: there is no schema Nope"),
        (
            HISTORY,
            setting("parameters", "getHistory.nope", value={}),
            "there is no parameter getHistory.nope",
        ),
        (HISTORY, setting("operations", "nope", value={}), "tags/history.json: there is no operation nope"),
        (
            HISTORY,
            setting("operations", "getHistory", "effect", value="none"),
            'getHistory needs a "effect", one of destructive, read, write',
        ),
        (
            HISTORY,
            setting("operations", "getHistory", "platforms", value=[]),
            'getHistory needs a "platforms"',
        ),
        (
            HISTORY,
            setting("operations", "getHistory", "risk", value="rain"),
            'getHistory needs a "risk", one of calls, data, recording',
        ),
        (HISTORY, setting("operations", "getHistory", "unless", value={}), 'getHistory needs a "risk"'),
        (
            HISTORY,
            setting("operations", "getHistory", "meter_field", value="x"),
            'getHistory needs a "meter"',
        ),
        (HISTORY, setting("operations", "getHistory", "role", value="king"), 'needs a "role", one of admin'),
        (
            HISTORY,
            setting("operations", "getHistory", "lists", value={}),
            'getHistory needs in "lists" a "kind"',
        ),
        (HISTORY, setting("operations", "getHistory", "no_facade", value="?"), 'needs in "no_facade" one of'),
        (
            HISTORY,
            setting("operations", "getHistory", "wish", value=1),
            "getHistory has the unknown keys wish",
        ),
        (RTCM, setting("operations", "getHistory", value={}), "getHistory is in tags/history.json as well"),
        (
            CONTACTS,
            setting("fields", "ContactResponse.name", "text", value="rude"),
            'ContactResponse.name needs as "text" one of message, outsider',
        ),
        (
            CONTACTS,
            setting("additions", "optional", value=["Nope.nope"]),
            '"optional": Nope.nope does not exist',
        ),
        (CONTACTS, setting("additions", "deprecated", value=["nope"]), '"deprecated": nope does not exist'),
        (CONTACTS, setting("additions", "parameters", "nope", value=[]), "there is no operation nope"),
        (
            CONTACTS,
            setting("additions", "schema_fields", "Nope", value={}),
            "there is no schema Nope to add fields",
        ),
        (RTCM, drop("additions", "reason", "startCall"), 'give startCall a "reason"'),
        (RTCM, setting("additions", "reason", "startCall", value=""), 'give startCall a "reason"'),
        (RTCM, setting("additions", "reason", "nope", value="?"), 'the "reason" of nope belongs to nothing'),
        (
            CONTACTS,
            setting("additions", "replaces", "Nope.nope", value={}),
            'the "replaces" of Nope.nope belongs to nothing',
        ),
        (CONTACTS, setting("additions", "wishes", value={}), "'wishes' is not one of the known parts"),
    ],
)
def test_an_entry_that_belongs_to_nothing_stops_the_build(
    checkout: Checkout, file: str, change: Edit, message: str
):
    checkout.edit(f"corrections/{file}.json", change)
    with pytest.raises(BuildFailure) as failure:
        checkout.build()
    assert message in str(failure.value)


def test_a_file_of_a_tag_that_no_operation_has_stops_the_build(checkout: Checkout):
    path = checkout.root / "openapi" / "corrections" / "tags" / "nope.json"
    path.write_text('{"description": "?"}')
    with pytest.raises(BuildFailure, match=r"tags/nope\.json: no operation has this tag"):
        checkout.build()


def test_an_addition_that_upstream_has_by_now_is_to_be_deleted(checkout: Checkout):
    channels = json.loads((ROOT / "openapi" / "corrections" / "tags" / "channels.json").read_text("utf-8"))
    additions = channels["additions"]

    def publish(document: dict[str, Any]) -> None:
        document["paths"]["/users/{userId}/name"] = {"get": additions["paths"]["/v2/channels"]["get"]}
        document["paths"]["/channels"] = additions["paths"]["/v2/channels"]
        document["components"]["schemas"] |= additions["schemas"]
        document["components"]["schemas"]["ContactResponse"]["properties"]["note"] = {"type": "string"}
        document["components"]["schemas"]["DeviceResponse"]["properties"]["type"]["enum"].append("WATCH")

    def also_of_what_is_published(content: dict[str, Any]) -> None:
        for correction in content["corrections"]:
            if correction["id"] == "paths-carry-version":
                correction["expect"] += 2

    checkout.edit("upstream.json", publish)
    checkout.edit("corrections/10-interface.json", also_of_what_is_published)
    with pytest.raises(BuildFailure) as failure:
        checkout.build()
    named = str(failure.value)
    assert "GET /v2/channels is published by now, just like here: delete it here" in named
    assert "the schema ChannelsResponse is published by now, just like here" in named
    assert "the field ContactResponse.note is published like this by now: delete it here" in named
    assert "the field DeviceResponse.type is published as" in named
    assert 'then write what is published into "replaces"' in named


def test_a_published_document_that_points_to_nothing_is_refused(checkout: Checkout):
    checkout.edit("upstream.json", drop("components", "schemas", "HistoryEntryResponse"))
    with pytest.raises(
        BuildFailure, match=r"upstream\.json refers to .*HistoryEntryResponse.*it may be incomplete"
    ):
        checkout.build()


def test_an_operation_without_an_entry_gets_the_most_restrictive_policy_and_is_reported(checkout: Checkout):
    checkout.edit("corrections/tags/account.json", drop("operations", "getBalance"))
    built = checkout.build()
    assert [(gap.name, gap.policy) for gap in built.gaps] == [("getBalance", True), ("getBalance", False)]
    balance = built.document["paths"]["/v2/balance"]["get"]
    assert balance["x-policy"] == "default"
    assert balance["x-effect"] == "destructive"
    assert (balance["x-cost"], balance["x-reach"]) == ("charged", "account")
    assert "not described yet" in balance["summary"]


@pytest.mark.parametrize(
    ("file", "change", "text"),
    [
        (
            "tags/account",
            setting("operations", "getBalance", "summary", value=""),
            'tags/account.json, "operations": give getBalance a "summary"',
        ),
        (
            "tags/account",
            setting("description", value=""),
            'tags/account.json: write a "description" of the tag',
        ),
        (
            "tags/authorization",
            drop("parameters", "nonce", "description"),
            'tags/authorization.json, "parameters": give "changePassword.nonce" a "description"',
        ),
        (
            "shared",
            drop("parameters", "userId", "id_kind"),
            'tags/users.json, "parameters": give "getUser.userId" an "id_kind"',
        ),
        (
            "tags/sessions",
            drop("fields", "SendWebSmsRequest.sendAt", "description"),
            'tags/sessions.json, "fields": give "SendWebSmsRequest.sendAt" a "description"',
        ),
        (
            "tags/sessions",
            drop("fields", "SendWebSmsRequest.sendAt", "harmless"),
            'tags/sessions.json, "fields": to "SendWebSmsRequest.sendAt" add "id_kind", "recipient"',
        ),
        (
            "shared",
            drop("parameters", "limit", "harmless"),
            'tags/history.json, "parameters": to "getHistory.limit" add "id_kind", "recipient"',
        ),
        (
            "shared",
            setting("scopes", "balance:read", value=""),
            'shared.json, "scopes": describe balance:read',
        ),
    ],
)
def test_what_is_missing_is_reported_with_what_to_write_where(
    checkout: Checkout, file: str, change: Edit, text: str
):
    checkout.edit(f"corrections/{file}.json", change)
    assert [gap.text for gap in checkout.build().gaps if gap.text.startswith(text)]


def test_what_is_known_to_be_harmless_is_not_in_the_document(checkout: Checkout):
    assert "harmless" not in json.dumps(checkout.build().document)


def test_a_file_that_is_broken_is_named(checkout: Checkout):
    (checkout.root / "openapi" / "corrections" / "shared.json").write_text('{"a": 1, "a": 2}')
    with pytest.raises(BuildFailure, match=r"shared\.json is not proper JSON: the key 'a' is duplicated"):
        checkout.build()
