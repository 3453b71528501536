"""What a client sees of the tools: fixed, small, complete."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sipgate_tools.errors import InvalidInput
from sipgate_tools.mcp import tools
from sipgate_tools.mcp.settings import load_settings
from sipgate_tools.mcp.tools import AREAS, listing, offered_tools
from sipgate_tools.mcp.tools.snapshot import render, specs
from sipgate_tools.spec import load
from tests.mcp.harness import MakeHarness

TOOLS = listing()
BY_NAME = {entry["name"]: entry for entry in TOOLS}
SPECS = {spec.name: spec for spec in specs()}
SEEN_BY_MODELS = ("name", "title", "description", "inputSchema")
EFFECTS = ("read", "write", "destructive")


def size(tools: list[dict[str, Any]], *keys: str) -> int:
    """Bytes of compact JSON."""
    visible = [
        {key: tool[key] for key in keys or (*SEEN_BY_MODELS, "outputSchema", "annotations")} for tool in tools
    ]
    return len(json.dumps(visible, ensure_ascii=False, separators=(",", ":")).encode())


def test_the_file_of_the_tools_is_what_the_code_says() -> None:
    """If not: python -m sipgate_tools.mcp.tools.snapshot --write, and look at the difference."""
    assert json.dumps(TOOLS, ensure_ascii=False, indent=1) + "\n" == render()


def test_the_default_set_fits_into_its_budget() -> None:
    tools = offered_tools(load_settings({}, {}))
    assert size(tools, *SEEN_BY_MODELS) <= 20_000
    assert size(tools) <= 32_000


def test_the_read_only_set_fits_into_its_budget() -> None:
    tools = offered_tools(load_settings({"read_only": True}, {}))
    assert size(tools, *SEEN_BY_MODELS) <= 12_000
    assert size(tools) <= 20_000


@pytest.mark.parametrize("name", BY_NAME)
def test_a_tool_is_named_by_verb_and_noun_in_at_most_28_characters(name: str) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)+", name)
    assert len(name) <= 28


@pytest.mark.parametrize("name", BY_NAME)
def test_a_tool_has_title_description_annotations_and_schemas(name: str) -> None:
    tool = BY_NAME[name]
    assert tool["title"]
    assert len(tool["description"]) > 20
    assert set(tool["annotations"]) == {"readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"}
    assert tool["annotations"]["readOnlyHint"] == (tool["effect"] == "read")
    assert tool["annotations"]["destructiveHint"] == (tool["effect"] == "destructive")
    assert tool["outputSchema"]["type"] == "object"


@pytest.mark.parametrize("name", BY_NAME)
def test_every_parameter_is_described_and_unknown_ones_are_excluded(name: str) -> None:
    schema = BY_NAME[name]["inputSchema"]
    assert schema["additionalProperties"] is False
    for parameter, described in schema["properties"].items():
        assert len(described["description"]) > 3, parameter


@pytest.mark.parametrize("name", BY_NAME)
def test_schemas_have_nothing_that_only_costs(name: str) -> None:
    text = json.dumps([BY_NAME[name]["inputSchema"], BY_NAME[name]["outputSchema"]])
    assert '"title": "' not in text
    assert '"null"' not in json.dumps(BY_NAME[name]["outputSchema"])
    for keyword in ("$ref", "$defs", "anyOf", "oneOf", "allOf", "default", "minimum", "maxLength"):
        assert f'"{keyword}": ' not in text


@pytest.mark.parametrize("name", BY_NAME)
def test_a_tool_is_not_weaker_than_the_strongest_operation_it_sends(name: str) -> None:
    operations = load().operations
    strongest = max([EFFECTS.index(operations[one].effect) for one in SPECS[name].operations], default=0)
    assert EFFECTS.index(SPECS[name].effect) >= strongest


def test_a_read_only_server_offers_reading_tools_only() -> None:
    tools = offered_tools(load_settings({}, {"SIPGATE_MCP_READ_ONLY": "ture"}))
    assert tools
    assert {tool["effect"] for tool in tools} == {"read"}


def test_toolsets_and_tools_choose_and_exclusion_wins() -> None:
    def names(**flags: str) -> list[str]:
        return [tool["name"] for tool in offered_tools(load_settings(flags, {}))]

    assert names(toolsets="sms") == ["send_sms"]
    assert names(tools="hang_up_call") == ["hang_up_call"]
    assert names(toolsets="sms", tools="get_overview") == ["get_overview", "send_sms"]
    assert names(toolsets="sms,fax", exclude_tools="send_sms") == ["send_fax", "get_fax_status"]
    assert "send_sms" not in names(exclude_tools="send_sms")


@pytest.mark.parametrize(
    "flags",
    [
        {"toolsets": "sms", "exclude_tools": "send_sms"},
        {"tools": "send_sms", "read_only": "yes"},
        {"toolsets": "events"},
    ],
    ids=str,
)
def test_a_choice_that_leaves_no_tool_stops_the_start(flags: dict[str, str]) -> None:
    with pytest.raises(InvalidInput, match="no tool to offer"):
        offered_tools(load_settings(flags, {}))


@pytest.mark.parametrize("flag", ["toolsets", "tools", "exclude_tools"])
def test_a_misspelt_name_stops_the_start_and_names_what_there_is(flag: str) -> None:
    with pytest.raises(InvalidInput, match=r"There is no tool.*'sned_sms'.*sms"):
        offered_tools(load_settings({flag: "sned_sms"}, {}))


@pytest.mark.parametrize("mode", ["legacy", "auto"])
async def test_the_list_is_the_same_in_both_eras_in_the_same_order_at_any_time(
    make_harness: MakeHarness, mode: str
) -> None:
    async with make_harness().client(mode) as client:
        before = [tool.name for tool in (await client.list_tools()).tools]
        await client.call_tool("get_overview", {})
        after = [tool.name for tool in (await client.list_tools()).tools]
    assert before == after == [tool["name"] for tool in offered_tools(load_settings({}, {}))]


def test_every_tool_of_the_other_server_has_a_counterpart_that_exists() -> None:
    table = (Path(__file__).parents[3] / "docs" / "mcp-counterparts.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", table, re.MULTILINE)
    assert len(rows) >= 130
    effects = {"invoke_read": "read", "invoke_write": "write", "invoke_destructive": "destructive"}
    for _, ours in rows:
        for counterpart in ours.split(" or "):
            found = re.fullmatch(r"`(\w+)`(?: (\w+))?", counterpart)
            assert found is not None, counterpart
            assert found[1] in BY_NAME
            if found[2]:
                assert load().operations[found[2]].effect == effects[found[1]]


def test_no_file_of_tools_is_missing_from_the_areas() -> None:
    folder = Path(tools.__file__).parent
    with_tools = {path.stem for path in folder.glob("*.py") if "@tool(" in path.read_text(encoding="utf-8")}
    assert with_tools - {"registry"} == set(AREAS)
