"""Long work tells how far it is and can be cancelled, in both protocol eras; answers are short unless all is wanted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import pytest

from sipgate_tools.mcp.tools import listing
from tests.mcp.harness import Harness, MakeHarness

ERAS = pytest.mark.parametrize("mode", ["legacy", "auto"])
ROWS = "firstname,lastname,number,email\n" + "".join(
    f"Nr{number},Muster,+4930231{number:05},nr{number}@example.org\n" for number in range(120)
)
SHORTENED = {
    *("get_overview", "search_history", "get_history_entry", "mark_history_entries", "summarize_history"),
    *("search_contacts", "import_contacts", "invoke_read", "invoke_write", "invoke_destructive"),
}


def test_every_tool_whose_result_is_shortened_offers_all_of_it() -> None:
    offers = {tool["name"]: tool["inputSchema"]["properties"].get("detail") for tool in listing()}
    assert {name for name, detail in offers.items() if detail} == SHORTENED
    for detail in filter(None, offers.values()):
        assert detail["type"] == ["string", "null"]
        assert detail["description"].startswith("concise (default) or full")


def many_entries(harness: Harness, count: int) -> list[str]:
    state = harness.sandbox.state
    model = next(one for one in state.history if one.connection_ids == ("s0",) and not one.archived)
    ids = [str(4_300_000_000 + number) for number in range(count)]
    for one in ids:
        state.history.put(replace(model, id=one))
    state.commit()
    return ids


async def progress_of(
    harness: Harness, mode: str, tool: str, **arguments: Any
) -> list[tuple[float, float | None]]:
    """What a client hears of a call that must succeed."""
    heard: list[tuple[float, float | None]] = []

    async def hear(progress: float, total: float | None, message: str | None) -> None:
        assert message
        heard.append((progress, total))

    with anyio.fail_after(60):
        async with harness.client(mode) as client:
            result = await client.call_tool(tool, arguments, progress_callback=hear)
    assert not result.is_error, result.content
    return heard


@ERAS
async def test_an_import_tells_how_far_it_is(make_harness: MakeHarness, mode: str) -> None:
    harness = make_harness(confirm="never")
    heard = await progress_of(harness, mode, "import_contacts", content=ROWS, format="csv", scope="PRIVATE")
    assert heard
    assert heard == sorted(heard, key=lambda one: one[0])
    assert {total for _, total in heard} == {120}


@ERAS
async def test_an_export_tells_how_far_it_is(make_harness: MakeHarness, mode: str, tmp_path: Path) -> None:
    harness = make_harness(files=str(tmp_path))
    assert await progress_of(harness, mode, "export_contacts", path="all.csv")
    assert (tmp_path / "all.csv").exists()


@ERAS
async def test_changing_and_deleting_many_entries_tells_how_far_it_is(
    make_harness: MakeHarness, mode: str
) -> None:
    harness = make_harness(confirm="never")
    ids = many_entries(harness, 200)
    assert await progress_of(harness, mode, "mark_history_entries", entry_ids=ids, starred=True)
    heard = await progress_of(harness, mode, "delete_history_entries", entry_ids=ids)
    assert heard
    assert {total for _, total in heard} == {200}


@ERAS
async def test_an_import_that_the_host_cancels_ends_soon_and_is_of_unknown_outcome(
    make_harness: MakeHarness, mode: str
) -> None:
    harness = make_harness(confirm="never")
    started = anyio.Event()
    pass_on = harness.spy.handle_async_request

    async def slow(request: Any) -> Any:
        response = await pass_on(request)
        if request.method == "POST" and len(harness.spy.writes) >= 10:
            started.set()
            await anyio.sleep_forever()
        return response

    harness.spy.handle_async_request = slow  # type: ignore[method-assign]
    with anyio.fail_after(20):
        async with harness.client(mode) as client, anyio.create_task_group() as group:
            rows = {"content": ROWS, "format": "csv", "scope": "PRIVATE"}
            group.start_soon(client.call_tool, "import_contacts", rows)
            await started.wait()
            group.cancel_scope.cancel()
    assert len(harness.spy.writes) < 30
    assert [entry.outcome for entry in harness.account.audit_log.latest()] == ["unknown"]


@ERAS
async def test_waiting_for_a_fax_is_cancelled_at_once(make_harness: MakeHarness, mode: str) -> None:
    harness = make_harness()
    harness.sandbox.faults.add("404@getHistoryById")
    [fax, *_] = (await harness.data("search_history", types=["FAX"]))["entries"]
    with anyio.move_on_after(0.5) as scope:
        async with harness.client(mode) as client:
            await client.call_tool("get_fax_status", {"fax_id": fax["id"], "wait_seconds": 120})
    assert scope.cancelled_caught


def write_long(harness: Harness) -> None:
    for entry in list(harness.sandbox.state.history):
        harness.sandbox.state.history.put(replace(entry, text="Wort " * 2000))
    harness.sandbox.state.commit()


async def test_texts_in_the_history_are_cut_unless_all_is_wanted(harness: Harness) -> None:
    write_long(harness)
    lengths: list[int] = []
    for detail in ("concise", "full"):
        [entry] = (await harness.data("search_history", types=["SMS"], limit=1, detail=detail))["entries"]
        one = await harness.data("get_history_entry", entry_id=entry["id"], detail=detail)
        lengths += [len(entry["text"]), len(one["text"])]
    assert lengths[0] < 400 < 3000 < lengths[1] < 5000 < lengths[3]
    assert 3000 < lengths[2] < 5000


async def test_the_history_in_full_names_the_files_of_each_entry(harness: Harness) -> None:
    result = await harness.call("search_history", types=["FAX"], detail="full")
    assert result.structured_content is not None
    files = [uri for entry in result.structured_content["entries"] for uri in entry.get("files", [])]
    assert files
    assert [block.uri for block in result.content if block.type == "resource_link"] == files


async def test_marking_many_compares_the_first_and_all_when_all_is_wanted(make_harness: MakeHarness) -> None:
    harness = make_harness()
    ids = many_entries(harness, 15)
    short = await harness.data("mark_history_entries", entry_ids=ids, starred=True)
    assert len(short["before"]) == len(short["after"]) == 10
    assert "10 of 15" in short["notes"][0]
    assert "starred" not in short["before"][0]
    assert short["after"][0]["starred"] is True
    full = await harness.data("mark_history_entries", entry_ids=ids, starred=False, detail="full")
    assert [entry["id"] for entry in full["before"]] == ids
    assert "notes" not in full


async def test_what_was_marked_is_marked_even_when_it_cannot_be_read_again(make_harness: MakeHarness) -> None:
    harness = make_harness()
    [entry] = (await harness.data("search_history", types=["SMS"], limit=1))["entries"]
    pass_on = harness.spy.handle_async_request

    async def fail_afterwards(request: Any) -> Any:
        if harness.spy.writes:
            harness.sandbox.faults.add("500@getHistoryById")
        return await pass_on(request)

    harness.spy.handle_async_request = fail_afterwards  # type: ignore[method-assign]
    marked = await harness.data("mark_history_entries", entry_ids=[entry["id"]], starred=True)
    assert marked["changed"] == [entry["id"]]
    assert "could not be read again" in marked["notes"][0]


async def test_rows_of_an_import_that_were_refused_are_cut_unless_all_are_wanted(
    make_harness: MakeHarness,
) -> None:
    harness = make_harness(confirm="never")
    rows = "firstname,lastname,number\n" + "".join(f"Nr{n},Muster,keine Nummer\n" for n in range(30))
    short = await harness.data("import_contacts", content=rows, format="csv")
    full = await harness.data("import_contacts", content=rows, format="csv", detail="full")
    assert len(short["refused"]) == 20
    assert "10 more" in short["notes"][0]
    assert len(full["refused"]) == 30


async def test_the_overview_and_the_summary_cut_long_lists_and_say_so(make_harness: MakeHarness) -> None:
    harness = make_harness()
    state = harness.sandbox.state
    number = next(one for one in state.numbers if one.endpoint_id == "p0")
    for count in range(40):
        state.numbers.put(replace(number, id=str(7000 + count), number=f"+49302399{count:04}"))
    missed = next(one for one in state.history if one.source == "+494066969112" and one.type == "CALL")
    for count in range(20):
        state.history.put(replace(missed, id=str(4_300_000_000 + count), source=f"+493099{count:05}"))
    state.commit()
    short, full = [await harness.data("get_overview", detail=detail) for detail in ("concise", "full")]
    assert len(short["numbers"]) < len(full["numbers"])
    assert any("numbers: 30 of" in note for note in short["notes"])
    short, full = [
        await harness.data("summarize_history", since="2020-01-01", top=5, detail=detail)
        for detail in ("concise", "full")
    ]
    assert len(short["not_called_back"]) == 5 < len(full["not_called_back"])
    assert any("more were not called back" in note for note in short["notes"])
