"""The policy over every direct tool: what they refuse, and what then has left."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import pytest

from sipgate_tools.mcp.tools.registry import ToolSpec
from sipgate_tools.mcp.tools.snapshot import specs
from sipgate_tools.spec import load
from tests.mcp.harness import Harness, MakeHarness, text_of
from tests.mcp.tools.test_more_tools import PDF

DOCUMENT = load()
MERLE, JANNIS = "+491729925904", "+493023125014"
FAX = base64.b64encode(PDF).decode()
DIRECT = [spec for spec in specs() if spec.toolset != "operations"]
CHANGING = [spec for spec in DIRECT if spec.effect != "read"]

# A call of each changing tool that would work; CALL, ENTRY and CONTACT stand for ids of the account.
GOOD: dict[str, dict[str, Any]] = {
    "mark_history_entries": {"entry_ids": ["ENTRY"], "starred": True},
    "delete_history_entries": {"entry_ids": ["ENTRY"]},
    "send_sms": {"to": MERLE, "message": "Hallo"},
    "send_fax": {"to": JANNIS, "document": FAX},
    "start_call": {"to": JANNIS},
    "control_call": {"call_id": "CALL", "action": "hold"},
    "announce_to_call": {"call_id": "CALL", "url": "https://example.org/a.wav"},
    "send_dtmf": {"call_id": "CALL", "digits": "1"},
    "transfer_call": {"call_id": "CALL", "to": JANNIS},
    "hang_up_call": {"call_id": "CALL"},
    "create_contact": {"given": "Ada", "numbers": ["+4915799912345"]},
    "update_contact": {"contact_id": "CONTACT", "note": "neu"},
    "import_contacts": {"content": "firstname,lastname,number\nA,B,+493023125999\n", "format": "csv"},
    "set_webhook_settings": {"log": True},
}


def filled(harness: Harness, given: dict[str, Any]) -> dict[str, Any]:
    """The arguments with ids of the account, read past the server."""
    state = harness.sandbox.state
    ids = {
        "CALL": next(iter(state.calls)).id,
        "ENTRY": next(one.id for one in state.history if one.connection_ids == ("s0",)),
        "CONTACT": next(one.id for one in state.contacts if one.name == "Merle Ahrens"),
    }
    text = json.dumps(given)
    for name, value in ids.items():
        text = text.replace(f'"{name}"', json.dumps(value))
    return json.loads(text)


def test_every_changing_tool_is_tried() -> None:
    assert set(GOOD) == {spec.name for spec in CHANGING}


@pytest.mark.parametrize("spec", CHANGING, ids=lambda spec: spec.name)
async def test_a_read_only_server_neither_offers_nor_runs_it(
    make_harness: MakeHarness, spec: ToolSpec
) -> None:
    harness = make_harness(environment={"SIPGATE_MCP_READ_ONLY": "ja"}, confirm="never", access="account")
    given = filled(harness, GOOD[spec.name])
    async with harness.client() as client:
        assert spec.name not in {tool.name for tool in (await client.list_tools()).tools}
        result = await client.call_tool(spec.name, given)
    assert result.is_error
    assert "This server is read-only" in text_of(result)
    assert harness.spy.writes == []


@pytest.mark.parametrize("says", ["no", "dismissed", "cannot ask"])
@pytest.mark.parametrize("spec", CHANGING, ids=lambda spec: spec.name)
async def test_what_costs_destroys_or_concerns_the_account_does_not_leave_unconfirmed(
    make_harness: MakeHarness, spec: ToolSpec, says: Any
) -> None:
    harness = make_harness()
    harness.says = says
    main = [DOCUMENT.operations[one] for one in spec.operations]
    must_ask = any(
        one.effect != "read"
        and (one.cost == "charged" or one.effect == "destructive" or one.reach == "account")
        for one in main
    )
    result = await harness.call(spec.name, **filled(harness, GOOD[spec.name]))
    if must_ask:
        assert result.is_error
        assert harness.spy.writes == []
        assert harness.account.audit_log.latest() == []
    else:
        assert not result.is_error, result.content
        assert [entry.tool for entry in harness.account.audit_log.latest()] == [spec.name]


@pytest.mark.parametrize("spec", CHANGING, ids=lambda spec: spec.name)
async def test_every_change_is_asked_about_when_the_operator_wants_it_and_is_in_the_journal(
    make_harness: MakeHarness, spec: ToolSpec
) -> None:
    harness = make_harness(confirm="always")
    await harness.data(spec.name, **filled(harness, GOOD[spec.name]))
    assert len(harness.questions) == 1
    [entry] = harness.account.audit_log.latest()
    assert (entry.tool, entry.confirmed, entry.outcome) == (spec.name, "user", "done")


FOREIGN: list[tuple[str, dict[str, Any], str]] = [
    ("get_history_entry", {"entry_id": "ENTRY"}, "ENTRY"),
    ("mark_history_entries", {"entry_ids": ["ENTRY"], "read": True}, "ENTRY"),
    ("delete_history_entries", {"entry_ids": ["ENTRY"]}, "ENTRY"),
    ("get_fax_status", {"fax_id": "4200000009"}, "4200000009"),
    ("send_sms", {"to": MERLE, "message": "x", "sms_id": "s0"}, "s0"),
    ("send_fax", {"to": JANNIS, "document": FAX, "faxline_id": "f0"}, "f0"),
    ("start_call", {"to": JANNIS, "device_id": "e0"}, "e0"),
    ("start_call", {"to": JANNIS, "device_id": "p0"}, "p0"),
    ("start_call", {"to": JANNIS, "caller_id": "+493023125100"}, "493023125100"),
    *[(name, GOOD[name], "CALL") for name in GOOD if "call_id" in GOOD[name]],
    ("set_webhook_settings", {"extensions": ["p0"]}, "p0"),
    ("trace_number", {"number": "+493023125100"}, "493023125100"),
]


@pytest.mark.parametrize(("name", "given", "foreign"), FOREIGN)
async def test_no_foreign_id_leaves(
    make_harness: MakeHarness, name: str, given: dict[str, Any], foreign: str
) -> None:
    harness = make_harness(user="w1", confirm="never")
    arguments = filled(harness, given)
    value = str(filled(harness, {"one": foreign})["one"])
    await harness.refusal(name, **arguments)
    for _, path, body in harness.spy.sent:
        assert not re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", f"{path} {body}"), path
    assert harness.spy.writes == []


def test_every_direct_tool_that_takes_an_id_is_tried_with_a_foreign_one() -> None:
    """Contacts belong to the account; call ids that only filter events show nothing of others."""
    ids = re.compile(r"(_ids?|^number|extensions)$")
    takes = {spec.name for spec in DIRECT if any(ids.search(name) for name in spec.arguments.model_fields)}
    assert takes - {name for name, _, _ in FOREIGN} == {
        *("update_contact", "search_history", "list_call_events", "wait_for_call_event"),
    }
