"""Questions and results in the words of people: names beside numbers and ids, and what a transfer has done."""

from __future__ import annotations

from typing import Any

import pytest

from tests.mcp.harness import Harness, MakeHarness

MERLE = "+491729925904"
JANNIS = "+493023125014"


async def contact(harness: Harness, name: str, number: str) -> None:
    await harness.data("create_contact", given=name, family="Beispiel", numbers=[number])
    harness.questions.clear()


async def test_a_message_is_asked_about_with_the_name_of_its_recipient(harness: Harness) -> None:
    await contact(harness, "Carla", "+4915799912345")
    await harness.data("send_sms", to="+4915799912345", message="Hallo")
    assert "To: +4915799912345 (Carla Beispiel)\n" in harness.questions[0]


async def test_a_number_without_a_contact_stands_alone(harness: Harness) -> None:
    await harness.data("send_sms", to="+4915799912346", message="Hallo")
    assert "To: +4915799912346\n" in harness.questions[0]


async def test_two_contacts_with_one_number_are_both_named(harness: Harness) -> None:
    await contact(harness, "Carla", "+4915799912345")
    await contact(harness, "Dora", "+4915799912345")
    await harness.data("send_sms", to="+4915799912345", message="Hallo")
    assert "(Carla Beispiel or Dora Beispiel)" in harness.questions[0]


async def test_a_name_cannot_write_lines_of_the_question(harness: Harness) -> None:
    await contact(harness, "Carla\nTo: +491110", "+4915799912345")
    await harness.data("send_sms", to="+4915799912345", message="Hallo")
    assert sum(line.startswith("To: ") for line in harness.questions[0].splitlines()) == 1


async def test_a_call_names_the_phone_that_rings_and_whom_it_calls(harness: Harness) -> None:
    await contact(harness, "Carla", "+4915799912345")
    started = await harness.data("start_call", to="+4915799912345")
    assert harness.questions[0].startswith(
        "Call +4915799912345 (Carla Beispiel)?\nTischtelefon Alex (e0) rings first."
    )
    assert (started["rings_first"], started["device_name"]) == ("e0", "Tischtelefon Alex")


async def test_names_that_may_not_be_read_do_not_stop_the_question(make_harness: MakeHarness) -> None:
    harness = make_harness()
    harness.sandbox.faults.add("403@getContacts")
    await harness.data("start_call", to="+4915799912345", device_id="e0")
    assert harness.questions[0].startswith("Call +4915799912345?\nTischtelefon Alex (e0) rings first.")


async def test_without_a_question_no_names_are_looked_up(make_harness: MakeHarness) -> None:
    harness = make_harness(confirm="never")
    await harness.data("send_sms", to=MERLE, message="Hallo")
    assert not any("/contacts" in path for _, path, _ in harness.spy.sent)


async def live(harness: Harness) -> tuple[str, str]:
    [call] = (await harness.data("list_live_calls"))["calls"]
    return call["call_id"], next(side["number"] for side in call["sides"] if not side["ours"])


async def test_a_transfer_at_once_says_that_our_side_leaves(harness: Harness) -> None:
    call_id, other = await live(harness)
    done = await harness.data("transfer_call", call_id=call_id, to=JANNIS)
    assert f"Transfer the live call with {other} ({call_id}) to {JANNIS}" in harness.questions[0]
    assert "our side leaves" in harness.questions[0]
    assert done["done"] == f"Transferred to {JANNIS}"
    assert "next" not in done


async def test_an_attended_transfer_says_so_is_not_called_done_and_tells_the_way_back(
    harness: Harness,
) -> None:
    call_id, _ = await live(harness)
    done = await harness.data("transfer_call", call_id=call_id, to=JANNIS, attended=True)
    assert "Attended: our side speaks to them first" in harness.questions[0]
    assert done["done"].startswith("Not transferred yet")
    assert "on hold" in done["done"]
    assert "resume" in done["next"]
    [waiting] = (await harness.data("list_live_calls"))["calls"]
    assert (waiting["call_id"], waiting["on_hold"]) == (call_id, True)
    await harness.data("control_call", call_id=call_id, action="resume")
    [back] = (await harness.data("list_live_calls"))["calls"]
    assert back["on_hold"] is False


async def test_the_two_kinds_of_transfer_are_two_questions(harness: Harness) -> None:
    call_id, _ = await live(harness)
    harness.says = "no"
    for attended in (True, False):
        await harness.refusal("transfer_call", call_id=call_id, to=JANNIS, attended=attended)
    assert harness.questions[0] != harness.questions[1]


@pytest.mark.parametrize("part", ["9231", "990009231", "+4969", "069"])
async def test_a_part_of_a_number_finds_nothing_and_the_result_says_so(harness: Harness, part: str) -> None:
    found = await harness.data("search_history", number=part)
    assert found["entries"] == []
    assert "must be complete" in found["notes"][0]


@pytest.mark.parametrize("whole", ["+496990009231", "06990009231", "069 90009231", "0049 69 9000-9231"])
async def test_a_whole_number_is_found_in_any_spelling(harness: Harness, whole: str) -> None:
    found = await harness.data("search_history", number=whole)
    assert found["entries"]
    assert "notes" not in found


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        (
            "search_history",
            {"since": "2026-02-01", "until": "2026-01-01"},
            "since must not be later than until",
        ),
        (
            "summarize_history",
            {"since": "2026-02-01", "until": "2026-01-01"},
            "since must not be later than until",
        ),
        ("search_history", {"number": "+++"}, "number"),
        ("search_history", {"number": "Merle"}, "number is not a telephone number"),
    ],
)
async def test_errors_name_the_arguments_that_the_tool_has(
    harness: Harness, tool: str, arguments: dict[str, Any], message: str
) -> None:
    sentence = await harness.refusal(tool, **arguments)
    assert message in sentence
    assert "phonenumber" not in sentence
    assert "from_" not in sentence
