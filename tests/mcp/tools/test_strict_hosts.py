"""Hosts that convert schemas: OpenAI's strict form requires every argument, Gemini and Anthropic know few words."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

from sipgate_tools.errors import InvalidInput
from sipgate_tools.mcp.tools import listing
from sipgate_tools.mcp.tools.snapshot import specs
from tests.mcp.harness import Harness, MakeHarness

TOOLS = {tool["name"]: tool for tool in listing()}
SPECS = {spec.name: spec for spec in specs()}
ALLOWED_KEYWORDS = {"type", "properties", "required", "additionalProperties", "items", "enum", "description"}
EXAMPLES: dict[str, Any] = {"string": "x", "integer": 1, "boolean": True, "array": ["x"]}


VALIDATOR: Any = Draft202012Validator  # loosely typed in the library


def types_of(schema: dict[str, Any]) -> list[str]:
    found: Any = schema["type"]
    return [found] if isinstance(found, str) else list(found)


def openai_strict(schema: dict[str, Any], depth: int = 0) -> dict[str, Any]:
    """A schema by OpenAI's rules for strict functions; what may be left out must admit null already.

    https://platform.openai.com/docs/guides/structured-outputs: every object closed and all of its properties
    required, a subset of keywords, at most five levels.
    """
    assert set(schema) <= ALLOWED_KEYWORDS
    assert depth < 5
    types = types_of(schema)
    assert len([one for one in types if one != "null"]) == 1
    if "object" in types:
        assert schema.get("additionalProperties") is False
        properties = schema["properties"]
        optional = properties.keys() - set(schema.get("required", ()))
        assert all("null" in properties[name]["type"] for name in optional)
        return {
            **schema,
            "properties": {name: openai_strict(below, depth + 1) for name, below in properties.items()},
            "required": list(properties),
        }
    if "array" in types:
        return {**schema, "items": openai_strict(schema["items"], depth + 1)}
    assert not ("enum" in schema and "null" in types)
    return schema


def gemini(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema as Gemini's function declarations have it: one type, `nullable`, words of `enum` as texts.

    https://ai.google.dev/api/caching#Schema: an object names its properties, an array its items.
    """
    types = types_of(schema)
    [kind] = [one for one in types if one != "null"]
    made: dict[str, Any] = {"type": kind.upper()}
    if "null" in types:
        made["nullable"] = True
    if "description" in schema:
        made["description"] = schema["description"]
    if "enum" in schema:
        assert kind == "string"
        assert all(isinstance(word, str) for word in schema["enum"])
        made["enum"] = schema["enum"]
    if kind == "object":
        assert schema["properties"]
        made["properties"] = {name: gemini(below) for name, below in schema["properties"].items()}
        made["required"] = schema.get("required", [])
    if kind == "array":
        made["items"] = gemini(schema["items"])
    return made


@pytest.mark.parametrize("name", TOOLS)
def test_every_tool_can_be_made_strict_as_openai_wants_it(name: str) -> None:
    schema = TOOLS[name]["inputSchema"]
    strict = openai_strict(schema)
    VALIDATOR.check_schema(strict)
    assert set(strict["required"]) == set(schema["properties"])


@pytest.mark.parametrize("name", TOOLS)
def test_every_tool_becomes_a_declaration_for_gemini(name: str) -> None:
    schema = TOOLS[name]["inputSchema"]
    if schema["properties"]:  # a function without parameters declares none
        assert gemini(schema)["type"] == "OBJECT"


@pytest.mark.parametrize("name", TOOLS)
def test_every_tool_is_one_of_anthropic(name: str) -> None:
    assert re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", name)
    schema = TOOLS[name]["inputSchema"]
    assert schema["type"] == "object"
    assert all(re.fullmatch(r"[a-zA-Z0-9_.-]{1,64}", parameter) for parameter in schema["properties"])


def least(name: str) -> dict[str, Any]:
    """The required arguments of a tool, with values of their kinds."""
    schema = TOOLS[name]["inputSchema"]
    found: dict[str, Any] = {}
    for parameter in schema.get("required", ()):
        described = schema["properties"][parameter]
        found[parameter] = described["enum"][0] if "enum" in described else EXAMPLES[described["type"]]
    if "arguments" in found:
        found["arguments"] = "{}"
    return found


def optional(name: str) -> list[str]:
    schema = TOOLS[name]["inputSchema"]
    return [one for one in schema["properties"] if one not in schema.get("required", ())]


@pytest.mark.parametrize("name", TOOLS)
def test_null_is_as_good_as_left_out_for_every_optional_argument(name: str) -> None:
    left_out = SPECS[name].checked(least(name))
    nulls = least(name) | dict.fromkeys(optional(name))
    VALIDATOR(TOOLS[name]["inputSchema"]).validate(nulls)
    assert SPECS[name].checked(nulls) == left_out
    for parameter in optional(name):
        assert SPECS[name].checked(least(name) | {parameter: None}) == left_out


@pytest.mark.parametrize("name", TOOLS)
def test_null_is_refused_for_every_required_argument(name: str) -> None:
    for parameter in TOOLS[name]["inputSchema"].get("required", ()):
        with pytest.raises(InvalidInput, match=parameter):
            SPECS[name].checked(least(name) | {parameter: None})


def clearable(name: str) -> set[str]:
    described = TOOLS[name]["inputSchema"]["properties"].get("clear")
    return set(described["items"]["enum"]) if described else set()


@pytest.mark.parametrize("name", TOOLS)
@pytest.mark.parametrize("empty", ["", "  ", [], {}], ids=repr)
def test_an_empty_value_is_left_out_or_refused_and_never_deletes(name: str, empty: Any) -> None:
    left_out = SPECS[name].checked(least(name))
    for parameter in optional(name):
        given = least(name) | {parameter: empty}
        if parameter in clearable(name):
            with pytest.raises(InvalidInput, match=rf'{parameter} is empty.*clear: \["{parameter}"\]'):
                SPECS[name].checked(given)
        else:
            assert SPECS[name].checked(given) == left_out


def words(annotation: Any) -> set[str]:
    if isinstance(annotation, str):
        return {annotation}
    return set[str]().union(*map(words, get_args(annotation)))


@pytest.mark.parametrize("name", TOOLS)
def test_the_words_that_an_argument_allows_reach_the_model(name: str) -> None:
    properties = TOOLS[name]["inputSchema"]["properties"]
    for parameter, field in SPECS[name].arguments.model_fields.items():
        described = properties[field.alias or parameter]
        listed = described.get("enum") or described.get("items", {}).get("enum")
        for word in words(field.annotation):
            assert word in (listed or described["description"]), (parameter, word)


@pytest.mark.parametrize("name", TOOLS)
def test_the_limits_of_a_number_reach_the_model(name: str) -> None:
    properties = TOOLS[name]["inputSchema"]["properties"]
    for parameter, field in SPECS[name].arguments.model_fields.items():
        for rule in field.metadata:
            most = getattr(rule, "le", None) or getattr(rule, "max_length", None)
            if most is not None:
                assert str(most) in properties[parameter]["description"].replace(",", ""), parameter


async def test_a_search_with_every_argument_null_is_a_search_without_any(make_harness: MakeHarness) -> None:
    harness = make_harness()
    nothing = dict.fromkeys(optional("search_history"))
    assert await harness.data("search_history", **nothing) == await harness.data("search_history")


async def test_null_parameters_of_an_operation_are_left_out(harness: Harness) -> None:
    arguments = {"limit": None, "offset": None, "types": None, "body": None}
    without = await harness.data("invoke_read", operation_id="getHistory", arguments={})
    assert await harness.data("invoke_read", operation_id="getHistory", arguments=arguments) == without
    devices = await harness.data("invoke_read", operation_id="getDevices", arguments={"type": None})
    assert devices["answer"]["items"]
    assert "deviceId" in await harness.refusal(
        "invoke_read", operation_id="getDevice", arguments={"deviceId": None}
    )


async def test_the_arguments_of_an_operation_come_as_a_text_or_as_an_object(harness: Harness) -> None:
    as_object = await harness.data("invoke_read", operation_id="getDevice", arguments={"deviceId": "e0"})
    as_text = await harness.data("invoke_read", operation_id="getDevice", arguments='{"deviceId":"e0"}')
    assert as_text == as_object
    for wrong in ("deviceId=e0", "[1]", "7", '{"deviceId":', ""):
        assert "arguments" in await harness.refusal("invoke_read", operation_id="getDevice", arguments=wrong)


async def contact_of(harness: Harness) -> dict[str, Any]:
    found = await harness.data("search_contacts", scope="PRIVATE", limit=100)
    return next(one for one in found["contacts"] if one.get("numbers") and one.get("emails"))


async def test_what_is_to_be_removed_is_named_and_all_else_stays(harness: Harness) -> None:
    contact = await contact_of(harness)
    await harness.data(
        "update_contact", contact_id=contact["id"], note="Ruft gern an", company="Beispiel GmbH"
    )
    changed = await harness.data("update_contact", contact_id=contact["id"], clear=["note", "emails"])
    assert {"note", "emails"} & changed["after"].keys() == set()
    assert changed["after"]["numbers"] == contact["numbers"]
    assert changed["after"]["company"] == "Beispiel GmbH"
    emptied = await harness.data("update_contact", contact_id=contact["id"], clear=["numbers", "company"])
    assert {"numbers", "company"} & emptied["after"].keys() == set()
    assert emptied["after"]["name"] == contact["name"]


async def test_nothing_is_given_and_removed_at_once(harness: Harness) -> None:
    contact = await contact_of(harness)
    [entry, *_] = (await harness.data("search_history", limit=1))["entries"]
    before = len(harness.spy.writes)
    cases: tuple[tuple[str, dict[str, Any]], ...] = (
        ("update_contact", {"contact_id": contact["id"], "note": "x", "clear": ["note"]}),
        ("update_contact", {"contact_id": contact["id"], "clear": ["name"]}),
        ("update_contact", {"contact_id": contact["id"], "emails": []}),
        ("update_contact", {"contact_id": contact["id"], "numbers": [], "name": "Anna"}),
        ("mark_history_entries", {"entry_ids": [entry["id"]], "note": "x", "clear": ["note"]}),
        ("mark_history_entries", {"entry_ids": [entry["id"]], "note": "", "read": True}),
        ("set_webhook_settings", {"incoming_url": "https://example.org/", "clear": ["incoming_url"]}),
        ("set_webhook_settings", {"incoming_url": "", "log": True}),
    )
    for tool, arguments in cases:
        assert "clear" in await harness.refusal(tool, **arguments)
    assert len(harness.spy.writes) == before


async def test_a_note_of_an_entry_is_removed_by_name(harness: Harness) -> None:
    [entry, *_] = (await harness.data("search_history", limit=1))["entries"]
    noted = await harness.data("mark_history_entries", entry_ids=[entry["id"]], note="Termin verschoben")
    assert noted["after"][0]["note"] == "Termin verschoben"
    cleared = await harness.data("mark_history_entries", entry_ids=[entry["id"]], clear=["note"], note=None)
    assert "note" not in cleared["after"][0]


async def test_webhook_urls_are_removed_by_name_and_extensions_by_a_word(harness: Harness) -> None:
    await harness.data(
        "set_webhook_settings", incoming_url="https://example.org/a", outgoing_url="https://example.org/b"
    )
    changed = await harness.data("set_webhook_settings", clear=["incoming_url"], outgoing_url=None)
    assert "incoming_url" not in changed["after"]
    assert changed["after"]["outgoing_url"].startswith("https://example.org")
    assert (await harness.data("set_webhook_settings", extensions=["none"]))["after"]["extensions"] == []
    assert "extensions" not in (await harness.data("set_webhook_settings", extensions=["all"]))["after"]


async def test_ids_as_numbers_and_single_values_for_lists_are_understood(harness: Harness) -> None:
    [entry, *_] = (await harness.data("search_history", types="CALL", limit=1))["entries"]
    assert entry["type"] == "CALL"
    assert (await harness.data("get_history_entry", entry_id=int(entry["id"])))["id"] == entry["id"]
    marked = await harness.data("mark_history_entries", entry_ids=int(entry["id"]), starred=True)
    assert marked["changed"] == [entry["id"]]
    marked = await harness.data("mark_history_entries", entry_ids=[int(entry["id"])], starred=False)
    assert marked["changed"] == [entry["id"]]
    assert "CALLS" not in await harness.refusal("search_history", types="CALLS")
