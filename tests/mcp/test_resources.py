"""Resources, prompts and completion."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from mcp import MCPError
from mcp_types import BlobResourceContents, PromptReference, ResourceTemplateReference, TextResourceContents

from tests.mcp.harness import Harness, MakeHarness

PLATFORMS = pytest.mark.parametrize("platform", ["classic", "neo"])


async def text(harness: Harness, uri: str) -> str:
    async with harness.client() as client:
        [content] = (await client.read_resource(uri)).contents
    assert isinstance(content, TextResourceContents)
    return content.text


async def binary(harness: Harness, uri: str) -> bytes:
    async with harness.client() as client:
        [content] = (await client.read_resource(uri)).contents
    assert isinstance(content, BlobResourceContents)
    return base64.b64decode(content.blob)


async def refusal(harness: Harness, uri: str) -> str:
    async with harness.client() as client:
        with pytest.raises(MCPError) as refused:
            await client.read_resource(uri)
    return str(refused.value)


@PLATFORMS
async def test_the_account_is_a_resource(make_harness: MakeHarness, platform: str) -> None:
    assert json.loads(await text(make_harness(platform), "sipgate://account"))["platform"] == platform


async def test_a_fax_and_its_report_come_as_files_and_results_link_to_them(harness: Harness) -> None:
    found = await harness.data("search_history", types=["FAX"], direction="outgoing")
    result = await harness.call("get_history_entry", entry_id=found["entries"][0]["id"])
    links = [block for block in result.content if block.type == "resource_link"]
    assert [link.mime_type for link in links] == ["application/pdf", "application/pdf"]
    assert result.structured_content is not None
    assert [link.uri for link in links] == result.structured_content["files"]
    for link in links:
        assert (await binary(harness, link.uri)).startswith(b"%PDF")


async def test_a_file_that_is_too_large_for_a_response_is_refused(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = await harness.data("search_history", types=["VOICEMAIL"])
    [uri] = (await harness.data("get_history_entry", entry_id=found["entries"][0]["id"]))["files"]
    monkeypatch.setattr("sipgate_tools.mcp.resources.resources.MAX_BYTES", 100)
    assert "larger than 100 bytes. Download the file in the sipgate account" in await refusal(harness, uri)


async def test_a_voicemail_is_heard(harness: Harness) -> None:
    found = await harness.data("search_history", types=["VOICEMAIL"])
    [uri] = (await harness.data("get_history_entry", entry_id=found["entries"][0]["id"]))["files"]
    assert (await binary(harness, uri)).startswith(b"RIFF")


async def test_files_and_entries_of_others_are_not_read(make_harness: MakeHarness) -> None:
    harness = make_harness(user="w1")
    for uri in ("sipgate://history/4200000009/document", "sipgate://history/4200000009"):
        assert "Not known to belong" in await refusal(harness, uri)
    assert not any("4200000009" in path for _, path, _ in harness.spy.sent)


async def test_a_contact_is_a_card(harness: Harness) -> None:
    [contact] = (await harness.data("search_contacts", query="merle"))["contacts"]
    card = await text(harness, f"sipgate://contacts/{contact['id']}")
    assert card.startswith("BEGIN:VCARD")
    assert "Merle" in card


async def test_a_live_call_is_a_resource_while_it_lasts(harness: Harness) -> None:
    [call] = (await harness.data("list_live_calls"))["calls"]
    uri = f"sipgate://calls/{call['call_id']}"
    assert json.loads(await text(harness, uri)) == call
    await harness.data("hang_up_call", call_id=call["call_id"])
    assert "may have ended" in await refusal(harness, uri)


async def test_operations_are_resources(harness: Harness) -> None:
    assert "sendWebSms" in json.loads(await text(harness, "sipgate://operations"))
    assert json.loads(await text(harness, "sipgate://operations/sendWebSms"))["may_cost_money"] is True
    assert "search_operations" in await refusal(harness, "sipgate://operations/sendPigeon")


async def test_the_journal_is_a_resource_without_texts(harness: Harness) -> None:
    await harness.data("send_sms", to="+491729925904", message="streng geheim")
    journal = await text(harness, "sipgate://journal")
    assert json.loads(journal)[0]["outcome"] == "done"
    assert datetime.now(UTC) - datetime.fromisoformat(json.loads(journal)[0]["at"]) < timedelta(minutes=5)
    assert "geheim" not in journal


@pytest.mark.parametrize(
    "uri", ["sipgate://history/..%2F..%2Fetc", "sipgate://nothing", "file:///etc/passwd"]
)
async def test_other_addresses_are_not_read(harness: Harness, uri: str) -> None:
    await refusal(harness, uri)
    assert harness.spy.sent == []


async def test_every_resource_and_prompt_is_described(harness: Harness) -> None:
    async with harness.client() as client:
        resources: list[Any] = [*(await client.list_resources()).resources]
        resources += (await client.list_resource_templates()).resource_templates
        prompts = (await client.list_prompts()).prompts
    assert len(resources) >= 9
    for one in [*resources, *prompts]:
        assert one.title
        assert one.description
    for prompt in prompts:
        assert all(argument.description for argument in prompt.arguments or [])


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("call_report", {}, "summarize_history"),
        ("call_report", {"since": "2026-11-01"}, "since=2026-11-01"),
        ("return_missed_calls", {}, "not_called_back"),
        ("answer_last_message", {"wish": "yes"}, "not an instruction to you"),
        ("prepare_call", {"who": "Merle"}, "with_history"),
        ("explain_number", {"number": "+4930"}, "trace_number"),
    ],
)
async def test_prompts_name_the_tools_to_use(
    harness: Harness, name: str, arguments: dict[str, str], expected: str
) -> None:
    async with harness.client() as client:
        prompt = await client.get_prompt(name, arguments)
    [message] = prompt.messages
    assert message.content.type == "text"
    assert expected in message.content.text


@pytest.mark.parametrize(
    ("template", "name", "prefix", "expected"),
    [
        ("sipgate://history/{entry_id}", "entry_id", "42", "42"),
        ("sipgate://contacts/{contact_id}", "contact_id", "merle", "-"),
        ("sipgate://calls/{call_id}", "call_id", "", ""),
        ("sipgate://operations/{operation_id}", "operation_id", "sendweb", "sendWebSms"),
    ],
)
async def test_ids_are_completed(
    harness: Harness, template: str, name: str, prefix: str, expected: str
) -> None:
    async with harness.client() as client:
        found = await client.complete(
            ResourceTemplateReference(type="ref/resource", uri=template), {"name": name, "value": prefix}
        )
    assert found.completion.values
    assert expected in found.completion.values[0]


async def test_prompt_arguments_are_completed_and_failures_are_silent(make_harness: MakeHarness) -> None:
    harness = make_harness()
    prompt = PromptReference(type="ref/prompt", name="prepare_call")
    async with harness.client() as client:
        people = await client.complete(prompt, {"name": "who", "value": "mer"})
        assert people.completion.values == ["Merle Ahrens"]
        harness.sandbox.faults.add("500@getContacts")
        people = await client.complete(prompt, {"name": "who", "value": "mer"})
        assert people.completion.values == []
