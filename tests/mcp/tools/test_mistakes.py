"""Impossible actions: the error comes before any question, with a hint that helps."""

from __future__ import annotations

from typing import Any

import pytest

from tests.mcp.harness import Harness, MakeHarness, text_of

SOON = {"to": "+4915799912345", "message": "Hallo"}


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        ("send_sms", {**SOON, "send_at": "2020-01-31T09:00"}, "in the past"),
        ("send_sms", {**SOON, "send_at": "2199-01-31"}, "30 days"),
        ("send_sms", {**SOON, "message": " "}, "blank"),
        ("send_sms", {**SOON, "sender": "+4915799900000"}, "verified senders: +4915228817386"),
        ("create_contact", {"company": "Example Ltd"}, "neither a given nor a family name"),
        ("create_contact", {"given": "Ada", "numbers": ["none"]}, "telephone number"),
        ("set_webhook_settings", {"incoming_url": "nowhere"}, "not a usable URL"),
        ("set_webhook_settings", {"extensions": ["w0"]}, "extensions is not"),
        ("import_contacts", {"content": "a,b\n1,2\n", "format": "csv"}, "first line"),
    ],
)
async def test_an_impossible_action_asks_no_question(
    harness: Harness, tool: str, arguments: dict[str, Any], message: str
) -> None:
    assert message in await harness.refusal(tool, **arguments)
    assert harness.questions == []
    assert harness.spy.writes == []


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        ("search_history", {"number": "Merle"}, "search_contacts"),
        ("get_fax_status", {"fax_id": "4200000018"}, "fax_id of send_fax"),
    ],
)
async def test_a_mistake_names_the_tool_that_helps(
    harness: Harness, tool: str, arguments: dict[str, Any], message: str
) -> None:
    assert message in await harness.refusal(tool, **arguments)


async def test_who_searches_operations_in_vain_is_told_how_to(harness: Harness) -> None:
    assert "English" in (await harness.data("search_operations", query="Weiterleitung"))["note"]


@pytest.mark.parametrize(
    ("flags", "tool", "message"),
    [
        ({"read_only": True}, "send_sms", "read-only"),
        ({"toolsets": "sms"}, "send_fax", "--toolsets"),
        ({"exclude_tools": "send_sms"}, "send_sms", "--exclude-tools"),
        ({}, "wait_for_call_event", "--events"),
        ({}, "send_pigeon", "Unknown tool: send_pigeon"),
    ],
)
async def test_a_tool_that_is_not_offered_says_why(
    make_harness: MakeHarness, flags: dict[str, Any], tool: str, message: str
) -> None:
    harness = make_harness(**flags)
    async with harness.client() as client:
        result = await client.call_tool(tool, {})
    assert result.is_error
    assert message in text_of(result)
    assert harness.spy.sent == []
