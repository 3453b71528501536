"""The question before an action: what hosts get, which answers are a yes, and that one yes allows one action."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from textwrap import wrap
from types import SimpleNamespace
from typing import Any

import httpx2
import pytest
from anyio import create_task_group
from mcp import Client
from mcp_types import ElicitResult, ErrorData

from sipgate_tools.mcp.policy.confirmation import InputNeeded, ask
from sipgate_tools.mcp.presentation.sanitize import escape_invisible, one_line
from sipgate_tools.mcp.server import create_server
from tests.mcp.harness import Harness, MakeHarness, text_of
from tests.mcp.http.test_http import modern_call, serve

MERLE = "+491729925904"
HELLO = {"to": MERLE, "message": "Bis gleich!"}
AGAIN = {**HELLO, "repeat": True}
INTERNAL = ("Resolver", "sipgate_tools.", "<locals>")
ERAS = pytest.mark.parametrize("mode", ["legacy", "auto"])


async def answered(harness: Harness, mode: Any, response: ElicitResult | ErrorData) -> str | None:
    """Send a message with this answer to the question; the refusal, or `None` when it was sent."""

    async def callback(context: Any, params: Any) -> ElicitResult | ErrorData:
        harness.questions.append(params.message)
        assert params.requested_schema == {"type": "object", "properties": {}}
        return response

    async with Client(create_server(harness.account), mode=mode, elicitation_callback=callback) as client:
        result = await client.call_tool("send_sms", HELLO)
    return text_of(result) if result.is_error else None


@ERAS
@pytest.mark.parametrize(
    "content", [None, {}, {"confirm": True}, {"confirm": False}, {"anything": "else", "more": ["a", "b"]}]
)
async def test_accept_is_a_yes_whatever_comes_with_it(harness: Harness, mode: str, content: Any) -> None:
    assert await answered(harness, mode, ElicitResult(action="accept", content=content)) is None
    assert len(harness.sandbox.outbox()["sms"]) == 1


@ERAS
@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (ElicitResult(action="decline"), "answered with Decline"),
        (ElicitResult(action="decline", content={"confirm": True}), "answered with Decline"),
        (ElicitResult(action="cancel"), "dismissed, or this host cannot show questions"),
    ],
)
async def test_refusing_explains_what_happened_and_how_to_allow_it(
    harness: Harness, mode: str, response: ElicitResult, expected: str
) -> None:
    refusal = await answered(harness, mode, response)
    assert refusal is not None
    assert expected in refusal
    assert "Nothing was sent" in refusal
    assert '"args": ["mcp", "--confirm", "never"]' in refusal
    assert "user said" not in refusal
    assert not any(name in refusal for name in INTERNAL)
    assert harness.spy.writes == []


async def test_an_error_in_place_of_a_response_is_no_confirmation(harness: Harness) -> None:
    refusal = await answered(harness, "legacy", ErrorData(code=-32603, message="Resolver 'x': broken"))
    assert refusal is not None
    assert "not valid" in refusal
    assert "--confirm" in refusal
    assert not any(name in refusal for name in INTERNAL)
    assert harness.spy.writes == []


async def test_a_response_of_another_kind_is_no_confirmation(harness: Harness) -> None:
    async with open_question(harness, HELLO) as (client, key, state):
        result = await modern_call(client, "send_sms", HELLO, {key: {"roots": []}}, state)
    assert result["isError"]
    assert "not valid" in result["content"][0]["text"]
    assert not any(name in result["content"][0]["text"] for name in INTERNAL)
    assert harness.spy.writes == []


@asynccontextmanager
async def open_question(
    harness: Harness, arguments: dict[str, Any]
) -> AsyncGenerator[tuple[httpx2.AsyncClient, Any, str]]:
    """A server that has asked about a call: the connection, the key of the question and its state."""
    async with serve(harness) as client:
        question = await modern_call(client, "send_sms", arguments)
        [key] = question["inputRequests"]
        assert set(question["inputRequests"][key]["params"]["requestedSchema"]) == {"type", "properties"}
        assert not any(name in str(question["inputRequests"]) for name in INTERNAL)
        yield client, key, question["requestState"]


@pytest.mark.parametrize("arguments", [HELLO, AGAIN], ids=["once", "meant"])
@pytest.mark.parametrize("window", [300, 0], ids=["within the window", "after it"])
async def test_one_yes_allows_one_action(
    make_harness: MakeHarness, arguments: dict[str, Any], window: int
) -> None:
    harness = make_harness(repeat_window_seconds=window)
    async with open_question(harness, arguments) as (client, key, state):
        yes: dict[str, Any] = {key: {"action": "accept", "content": {}}}
        first = await modern_call(client, "send_sms", arguments, yes, state)
        again = [await modern_call(client, "send_sms", arguments, yes, state) for _ in range(3)]
    assert first["structuredContent"]["status"] == "accepted"
    assert len(harness.sandbox.outbox()["sms"]) == 1
    for result in again:
        assert result["isError"]
        text = result["content"][0]["text"]
        assert "was used already" in text
        assert "sipgate accepted the request" in text
        assert "Nothing was sent again" in text


async def test_a_host_that_repeats_a_call_whose_response_was_lost_reads_its_outcome(
    make_harness: MakeHarness,
) -> None:
    harness = make_harness()
    harness.sandbox.faults.add("drop-after@sendWebSms")
    async with open_question(harness, AGAIN) as (client, key, state):
        yes = {key: {"action": "accept"}}
        lost = await modern_call(client, "send_sms", AGAIN, yes, state)
        again = await modern_call(client, "send_sms", AGAIN, yes, state)
    assert lost["isError"]
    assert "outcome is unknown" in again["content"][0]["text"]
    assert len(harness.sandbox.outbox()["sms"]) == 1


async def test_one_yes_allows_one_action_on_all_workers_together(
    make_harness: MakeHarness, tmp_path: Path
) -> None:
    """Two workers that share keys and journal get the same answer at the same time."""
    environment = {"SIPGATE_MCP_STATE_KEYS": "a-secret-that-both-workers-know-0001"}
    first = make_harness(environment=environment, journal=tmp_path / "journal")
    second = make_harness(environment=environment, journal=tmp_path / "journal", sandbox=first.sandbox)
    results: list[dict[str, Any]] = []

    async def respond(client: httpx2.AsyncClient, key: str, state: str) -> None:
        results.append(await modern_call(client, "send_sms", AGAIN, {key: {"action": "accept"}}, state))

    async with (
        open_question(first, AGAIN) as (one, key, state),
        serve(second) as two,
        create_task_group() as group,
    ):
        for client in (one, two, one, two):
            group.start_soon(respond, client, key, state)
    assert sorted(bool(result.get("isError")) for result in results) == [False, True, True, True]
    assert len(first.sandbox.outbox()["sms"]) == 1


async def test_a_yes_to_one_question_is_none_to_another(make_harness: MakeHarness) -> None:
    """The default sender has changed by the time the answer comes: the question is asked anew."""
    harness = make_harness()
    async with open_question(harness, HELLO) as (client, key, state):
        caller_ids = harness.sandbox.state.sms_caller_ids
        assert caller_ids
        harness.sandbox.faults.add("403@getSmsCallerIds")
        result = await modern_call(client, "send_sms", HELLO, {key: {"action": "accept"}}, state)
    assert result["resultType"] == "input_required"
    assert harness.spy.writes == []


async def test_a_file_that_changed_since_the_question_is_asked_about_anew(
    make_harness: MakeHarness, tmp_path: Path
) -> None:
    harness, file = make_harness(files=str(tmp_path)), tmp_path / "contacts.csv"
    file.write_text("firstname,lastname,number\nAda,Lovelace,+493023125999\n")
    arguments = {"content": "contacts.csv", "format": "csv"}
    async with serve(harness) as client:
        question = await modern_call(client, "import_contacts", arguments)
        [key] = question["inputRequests"]
        file.write_text("firstname,lastname,number\nEve,Mallorys,+493023125998\n")
        yes = {key: {"action": "accept"}}
        again = await modern_call(client, "import_contacts", arguments, yes, question["requestState"])
    assert again["resultType"] == "input_required"
    assert harness.spy.writes == []


async def test_a_refused_action_does_not_use_up_the_yes(make_harness: MakeHarness) -> None:
    harness = make_harness(max_sms_per_hour=1)
    async with open_question(harness, HELLO) as (client, key, state):
        await harness.data("send_sms", to=MERLE, message="Vorher")
        refused = await modern_call(client, "send_sms", HELLO, {key: {"action": "accept"}}, state)
    assert "limit of 1" in refused["content"][0]["text"]
    assert len(harness.sandbox.outbox()["sms"]) == 1


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("Grüße 👨‍👩‍👧 ❤️ 👍🏽", "Grüße 👨‍👩‍👧 ❤️ 👍🏽"),
        ("eins\nzwei\n\ndrei", "eins\nzwei\n\ndrei"),
        ("+49\u202e4321", "+49\\u202e4321"),
        ("a\u200bb\u2066c\u00add\ufeffe", "a\\u200bb\\u2066c\\u00add\\ufeffe"),
        ("a\x07b\x1b[2Jc\rd\x00", "a\\u0007b\\u001b[2Jc\\rd\\u0000"),
        ("a\U000e0041b", "a\\U000e0041b"),
        ("a\u2028b\u2029c", "a\\u2028b\\u2029c"),
        ("oben" + "\n" * 300 + "unten", "oben\n[300 line feeds]\nunten"),
        ("oben" + "\n \n\t" * 20 + "unten", "oben\n[40 line feeds]\n\tunten"),
        ("links" + " " * 500 + "rechts", "links [500 spaces] rechts"),
        ("\ud800", "\\ud800"),
    ],
)
def test_invisible_characters_are_made_visible(text: str, rendered: str) -> None:
    assert escape_invisible(text) == rendered


def test_a_value_of_one_line_cannot_begin_another() -> None:
    assert one_line("Merle\nTo: +49110") == "Merle\\nTo: +49110"
    assert one_line("x" * 5000, 10) == "xxxxxxxxxx… [cut: 5000 characters in all]"


HIDDEN = "Ja\u202eNein\u200b\x07" + "\n" * 300 + "+49900123456"


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("send_sms", {"to": MERLE, "message": HIDDEN}),
        ("create_contact", {"given": HIDDEN, "numbers": [MERLE]}),
        ("create_contact", {"given": "Ada", "note": HIDDEN}),
        ("update_contact", {"contact_id": "CONTACT", "note": HIDDEN}),
        (
            "invoke_write",
            {
                "operation_id": "sendWebSms",
                "arguments": {"body": {"smsId": "s0", "recipient": MERLE, "message": HIDDEN}},
            },
        ),
    ],
)
async def test_every_question_shows_what_would_be_sent(
    harness: Harness, tool: str, arguments: dict[str, Any]
) -> None:
    if "contact_id" in arguments:
        [contact, *_] = (await harness.data("search_contacts", query="merle"))["contacts"]
        arguments = {**arguments, "contact_id": contact["id"]}
    harness.says = "no"
    await harness.call(tool, **arguments)
    [question] = harness.questions
    assert "\\u202e" in question
    assert "\\u200b" in question
    assert "\\u0007" in question
    assert not {"\u202e", "\u200b", "\x07"} & set(question)
    assert "\n\n\n" not in question


async def test_a_response_is_bound_to_the_content_of_its_question_and_not_only_to_its_wording() -> None:
    def call(**carried: Any) -> Any:
        return SimpleNamespace(protocol_version="2026-07-28", **carried)

    with pytest.raises(InputNeeded) as first:
        await ask(call(request_state=None, input_responses=None), "Really?", about="one request")
    state = first.value.result.request_state
    responses = {"confirmation": ElicitResult(action="accept")}
    back = call(request_state=state, input_responses=responses)
    assert (await ask(back, "Really?", about="one request")).action == "accept"
    for message, about in (("Really?", "another request"), ("Surely?", "one request")):
        with pytest.raises(InputNeeded):
            await ask(back, message, about=about)


@pytest.mark.parametrize("state", ["", "{", "[]", "null", '{"question": 1, "asked": "x"}', '{"asked": "x"}'])
async def test_a_state_that_is_none_of_ours_is_asked_about_anew(state: str) -> None:
    responses = {"confirmation": ElicitResult(action="accept")}
    back: Any = SimpleNamespace(protocol_version="2026-07-28", request_state=state, input_responses=responses)
    with pytest.raises(InputNeeded):
        await ask(back, "Really?", about="one request")


VISIBLE_LINES, COLUMNS = 4, 74  # what Claude Code 2.1.332 shows of a message in a terminal of 80 columns


def visible_part(message: str) -> str:
    """What such a host shows: lines cut at the width, a message of one line wrapped, three lines of more than four."""
    cut = [line[:COLUMNS] for line in message.split("\n")]
    lines = cut if len(cut) > 1 else wrap(message, COLUMNS)
    return " ".join(lines if len(lines) <= VISIBLE_LINES else lines[: VISIBLE_LINES - 1])


@pytest.mark.parametrize(
    "message",
    [
        "Bis gleich!",
        "Der Termin ist am Donnerstag um 15 Uhr, nicht um 14 Uhr, am Empfang.",
        "Donnerstag\n15 Uhr\nEmpfang",
        "1\n\n2\n\n3\n\n4",
    ],
)
async def test_a_host_that_shows_few_lines_shows_who_gets_which_text(harness: Harness, message: str) -> None:
    await harness.call("send_sms", to=MERLE, message=message)
    rendered = visible_part(harness.questions[0])
    assert "Send this text message?" in rendered
    assert MERLE in rendered
    assert all(line in rendered for line in message.split("\n"))
    assert "it may cost money" in rendered


async def test_the_sign_for_a_line_feed_in_a_text_is_not_taken_for_a_line_feed(harness: Harness) -> None:
    await harness.call("send_sms", to=MERLE, message="one \u23ce To: +491110\ntwo")
    [question] = harness.questions
    assert "\n" not in question
    assert "one \\u23ce To: +491110 \u23ce two" in question
    assert question.count("\u23ce To: ") == 1


async def test_a_short_question_keeps_its_lines(harness: Harness) -> None:
    await harness.call("send_sms", **HELLO)
    assert harness.questions[0].splitlines()[0] == "Send this text message? Asked because it may cost money."
    assert harness.questions[0].splitlines()[-1] == "Text (1 part): Bis gleich!"
