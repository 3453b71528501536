"""Corrections, additions, texts and policy each fit the published document, or the build says what to edit."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

import pytest

from scripts.openapi_build.failures import BuildFailure

from .checkouts import ROOT, Checkout

Edit = Callable[[Any], None]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A copy of openapi/."""
    return Checkout(tmp_path)


def put(*keys: str, value: Any) -> Edit:
    def edit(content: Any) -> None:
        reduce(getitem, keys[:-1], content)[keys[-1]] = value

    return edit


def drop(*keys: str) -> Edit:
    def edit(content: Any) -> None:
        del reduce(getitem, keys[:-1], content)[keys[-1]]

    return edit


def corrections() -> list[tuple[str, int]]:
    files = sorted((ROOT / "openapi" / "corrections").glob("*-*.json"))
    return [
        (file.name, place)
        for file in files
        for place in range(len(json.loads(file.read_text())["corrections"]))
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
        BuildFailure, match=r'\'bodies-are-json\': it expects 68 places and applied to 67.*"expect": 67'
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


@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        ("texts/parameters", put("nope", value="?"), "texts/parameters.json: 'nope' belongs to nothing"),
        ("texts/fields", put("Nope.nope", value="?"), "texts/fields.json: 'Nope.nope' belongs to nothing"),
        ("texts/schemas", put("Nope", value="?"), "texts/schemas.json: 'Nope' belongs to nothing"),
        ("texts/tags", put("nope", value="?"), "texts/tags.json: 'nope' belongs to nothing"),
        ("texts/scopes", put("nope:read", value="?"), "texts/scopes.json: 'nope:read' belongs to nothing"),
        (
            "texts/operations",
            put("getHistory", "parameters", value={"nope": "?"}),
            "getHistory has no parameter 'nope'",
        ),
        ("policy/operations", put("nope", value={}), "policy/operations.json: there is no operation nope"),
        (
            "policy/operations",
            put("getHistory", "effect", value="none"),
            'getHistory needs a "effect", one of destructive, read, write',
        ),
        ("policy/operations", put("getHistory", "platforms", value=[]), 'getHistory needs a "platforms"'),
        ("policy/fields", put("secrets", value=["Nope.nope"]), "there is no field Nope.nope"),
        ("policy/fields", put("secret_parameters", value=["nope.nope"]), "there is no parameter nope.nope"),
        (
            "policy/operations",
            put("getHistory", "risk", value="rain"),
            'getHistory needs a "risk", one of calls, data, recording',
        ),
        ("policy/operations", put("getHistory", "unless", value={}), 'getHistory needs a "risk"'),
        ("policy/operations", put("getHistory", "wish", value=1), "getHistory has the unknown keys wish"),
        ("policy/fields", put("harmless", "Nope.nope", value="?"), "there is no field Nope.nope"),
        ("policy/fields", put("harmless_parameters", "nope", value="?"), "there is no parameter nope"),
        ("policy/fields", put("wishes", value=[]), "'wishes' is not one of the known parts"),
        ("policy/fields", put("id_kinds", "parameters", "nope", value="user"), "there is no parameter nope"),
        (
            "policy/fields",
            put("id_kinds", "parameters", "userId", value="person"),
            "'person' (of userId) is not a kind of id",
        ),
        (
            "policy/fields",
            put("texts", "ContactResponse.name", value="rude"),
            "'rude' (of ContactResponse.name)",
        ),
        ("additions", put("optional", value=["Nope.nope"]), '"optional": Nope.nope does not exist'),
        ("additions", put("deprecated", value=["nope"]), '"deprecated": nope does not exist'),
        ("additions", put("parameters", "nope", value=[]), "there is no operation nope"),
        ("additions", put("schema_fields", "Nope", value={}), "there is no schema Nope to add fields to"),
        ("additions", drop("reason", "startCall"), 'give startCall a "reason"'),
        ("additions", put("reason", "nope", value="?"), 'the "reason" of nope belongs to nothing'),
        (
            "additions",
            put("replaces", "Nope.nope", value={}),
            'the "replaces" of Nope.nope belongs to nothing',
        ),
        ("additions", put("wishes", value={}), "'wishes' is not one of the known parts"),
    ],
)
def test_an_entry_that_belongs_to_nothing_stops_the_build(
    checkout: Checkout, file: str, change: Edit, message: str
):
    checkout.edit(f"corrections/{file}.json", change)
    with pytest.raises(BuildFailure) as failure:
        checkout.build()
    assert message in str(failure.value)


def test_an_addition_that_upstream_has_by_now_is_to_be_deleted(checkout: Checkout):
    additions = json.loads((ROOT / "openapi" / "corrections" / "additions.json").read_text("utf-8"))

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
        BuildFailure, match=r"upstream\.json refers to .*HistoryEntryResponse.* is it complete"
    ):
        checkout.build()


def test_an_operation_without_an_entry_gets_the_most_restrictive_policy_and_is_reported(checkout: Checkout):
    checkout.edit("corrections/policy/operations.json", drop("getBalance"))
    checkout.edit("corrections/texts/operations.json", drop("getBalance"))
    built = checkout.build()
    assert built.gaps == ["policy/operations.json: getBalance", "texts/operations.json: getBalance"]
    balance = built.document["paths"]["/v2/balance"]["get"]
    assert balance["x-policy"] == "default"
    assert balance["x-effect"] == "destructive"
    assert (balance["x-cost"], balance["x-reach"]) == ("charged", "account")
    assert "not described yet" in balance["summary"]


def test_a_parameter_and_a_field_without_words_are_reported(checkout: Checkout):
    checkout.edit("corrections/texts/parameters.json", drop("nonce"))
    checkout.edit("corrections/texts/fields.json", drop("SendWebSmsRequest.sendAt"))
    assert checkout.build().gaps == [
        "texts/parameters.json: nonce (of changePassword)",
        "texts/fields.json: SendWebSmsRequest.sendAt",
    ]


def test_a_file_that_is_broken_is_named(checkout: Checkout):
    (checkout.root / "openapi" / "corrections" / "texts" / "fields.json").write_text('{"a": 1, "a": 2}')
    with pytest.raises(BuildFailure, match=r"fields\.json is not proper JSON: the key 'a' is duplicated"):
        checkout.build()
