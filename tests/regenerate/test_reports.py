"""Each kind of change that sipgate can make: what the report says of it, for whom it breaks, and the exit code."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.openapi_build.corrections.correction_set import read_corrections
from scripts.openapi_build.layout import Layout
from scripts.openapi_build.upstream import PUBLISHED_AT

from .conftest import TakeOver
from .published import (
    PRESENT,
    ROOT,
    Change,
    a_circular_schema,
    a_new_operation,
    an_operation_less,
    anything_everywhere,
    operation,
    parameter,
    properties,
    with_changes,
)

ALL_BREAK = ("breaking", "breaking", "breaking")
ALL_GAIN = ("additive", "additive", "additive")
RESPONSES_BREAK = ("breaking", "breaking", "neutral")
RESPONSES_GAIN = ("additive", "additive", "neutral")
NEUTRAL = ("neutral", "neutral", "neutral")
Levels = dict[str, tuple[str, str, str]]


def a_parameter_required(document: dict[str, Any]) -> None:
    parameter(document, "phonenumber", of="getHistory")["required"] = True


def a_field_renamed(document: dict[str, Any]) -> None:
    fields = properties(document, "SendWebSmsRequest")
    fields["text"] = fields.pop("message")
    document["components"]["schemas"]["SendWebSmsRequest"]["required"] = ["recipient", "smsId", "text"]


def a_type_changed(document: dict[str, Any]) -> None:
    properties(document, "BalanceResponse")["amount"] = {"type": "string"}


def a_value_accepted(document: dict[str, Any]) -> None:
    parameter(document, "types", of="getHistory")["schema"]["items"]["enum"].append("MMS")


def a_value_answered(document: dict[str, Any]) -> None:
    properties(document, "HistoryEntryResponse")["type"]["enum"].append("MMS")


def a_path_moved(document: dict[str, Any]) -> None:
    document["paths"]["/sessions/texts"] = document["paths"].pop("/sessions/sms")


def a_scope_changed(document: dict[str, Any]) -> None:
    operation(document, "getHistory")["security"][1] = {"oauth2": ["history:entries:read"]}


def an_operation_renamed(document: dict[str, Any]) -> None:
    operation(document, "revokePorting")["operationId"] = "cancelPorting"


def a_limit_lowered(document: dict[str, Any]) -> None:
    parameter(document, "limit", of="getHistory")["schema"]["maximum"] = 100


def a_field_more(document: dict[str, Any]) -> None:
    properties(document, "DeviceResponse")["wifi"] = {"type": "boolean"}


def other_prose(document: dict[str, Any]) -> None:
    operation(document, "getHistory")["summary"] = "All about your calls"


def an_unused_schema(document: dict[str, Any]) -> None:
    document["components"]["schemas"]["Leftover"] = {"properties": {"id": {"type": "string"}}}


BUILT_TO_FIT: dict[str, tuple[Change, int, Levels]] = {
    "a parameter made required": (
        a_parameter_required,
        4,
        {"parameter getHistory query phonenumber is now required": ALL_BREAK},
    ),
    "a type changed": (
        a_type_changed,
        4,
        {"type of field BalanceResponse.amount was integer int32 and is string": RESPONSES_BREAK},
    ),
    "an enum extended in a request": (
        a_value_accepted,
        3,
        {"parameter getHistory query types has the value MMS": ALL_GAIN},
    ),
    "an enum extended in an answer": (
        a_value_answered,
        3,
        {"field HistoryEntryResponse.type has the value MMS": RESPONSES_GAIN},
    ),
    "a path moved": (
        a_path_moved,
        4,
        {"operation sendWebSms moved from POST /v2/sessions/sms to POST /v2/sessions/texts": ALL_BREAK},
    ),
    "a scope changed": (
        a_scope_changed,
        4,
        {
            "for operation getHistory the scope oauth2 history:read is no longer sufficient": ALL_BREAK,
            "for operation getHistory the scope oauth2 history:entries:read is now sufficient": ALL_GAIN,
            "new scope history:entries:read": NEUTRAL,
        },
    ),
    "a limit lowered": (
        a_limit_lowered,
        4,
        {"maximum of parameter getHistory query limit was 1000 and is 100": ALL_BREAK},
    ),
    "a field more in an answer": (
        a_field_more,
        3,
        {"new field DeviceResponse.wifi (boolean)": RESPONSES_GAIN},
    ),
    "other prose": (other_prose, 0, {}),
    "an unused schema": (an_unused_schema, 0, {}),
}
EXPECTED: dict[str, tuple[str, int]] = {
    correction["id"]: (file, correction["expect"])
    for file, content in read_corrections(Layout(ROOT).corrections).items()
    for correction in content.get("corrections", [])
}


def places(correction: str, more: int = 0) -> str:
    """Return how a report begins to say that a correction applies to more or fewer places."""
    file, expected = EXPECTED[correction]
    return (
        f"{file}, correction '{correction}': \"expect\" {expected} becomes {expected + more if more else ''}"
    )


WANTING_EDITS: dict[str, tuple[Change, int, Levels, tuple[str, ...]]] = {
    "an operation added": (
        a_new_operation,
        3,
        {"new operation sendMms (POST /v2/sessions/mms)": ALL_GAIN},
        (
            places("paths-carry-version", +1) + " (new: /sessions/mms)",
            places("basic-auth-everywhere", +1) + " (new: sendMms)",
            places("bodies-are-required", +1) + " (new: sendMms)",
            places("success-is-declared", +1) + " (new: sendMms)",
        ),
    ),
    "an operation removed": (
        an_operation_less,
        4,
        {"operation revokePorting (DELETE /v2/portings/{portingId}) is removed": ALL_BREAK},
        (
            places("basic-auth-everywhere", -1) + " (gone: revokePorting)",
            "tags/portings.json: there is no operation revokePorting, delete its entry or correct the name",
        ),
    ),
    "an operation renamed": (
        an_operation_renamed,
        4,
        {"operation revokePorting is now called cancelPorting": ("breaking", "breaking", "neutral")},
        (
            "tags/portings.json: there is no operation revokePorting, delete its entry or correct the name; "
            "it has another name now: cancelPorting",
        ),
    ),
    "a field renamed": (
        a_field_renamed,
        4,
        {"field SendWebSmsRequest.message is now called text": ALL_BREAK},
        (
            "tags/sessions.json: there is no field SendWebSmsRequest.message, delete its entry or correct the name; "
            "it has another name now: SendWebSmsRequest.text",
        ),
    ),
    "a new schema that holds itself": (
        a_circular_schema,
        3,
        {
            "new operation getFolders (GET /v2/folders)": ALL_GAIN,
            "new schema Folder (object)": ("additive", "neutral", "neutral"),
            "new schema FolderOwner (object)": ("additive", "neutral", "neutral"),
        },
        (places("paths-carry-version", +1) + " (new: /folders)",),
    ),
    "*/* everywhere again": (
        anything_everywhere,
        0,
        {},
        (
            places("bodies-are-json"),
            places("responses-are-json"),
        ),
    ),
}


@pytest.mark.parametrize("name", BUILT_TO_FIT)
def test_a_change_is_judged_for_each_kind_of_user_and_gives_its_exit_code(name: str, take_over: TakeOver):
    change, code, levels = BUILT_TO_FIT[name]
    run = take_over(with_changes(change))
    assert (run.code, run.levels()) == (code, levels), run.output
    assert run.report["exit_code"] == code
    assert run.report["to_edit"] == []


@pytest.mark.parametrize("name", WANTING_EDITS)
def test_a_change_that_our_data_does_not_fit_is_taken_over_with_the_edits_that_are_safe(
    name: str, take_over: TakeOver
):
    change, code, levels, edits = WANTING_EDITS[name]
    run = take_over(with_changes(change), "--accept")
    assert (run.code, run.levels()) == (code, levels), run.output
    for edit in edits:
        assert any(accepted.startswith(edit) for accepted in run.report["accepted"]), run.report["accepted"]


def test_without_accept_the_run_stops_and_names_every_edit(take_over: TakeOver):
    run = take_over(with_changes(a_new_operation, an_operation_less))
    assert run.code == 2
    assert "nothing was changed" in run.complained
    assert "Run with --accept to make the safe ones" in run.complained
    named = [one["text"] for one in run.report["to_edit"]]
    assert any("sendMms" in text for text in named)
    assert any("revokePorting" in text for text in named)
    assert all(one["safe"] for one in run.report["to_edit"])
    assert all(text in run.output for text in named)


def test_nothing_new_is_said_in_two_lines(take_over: TakeOver):
    run = take_over(PRESENT)
    assert run.code == 0
    assert run.output.splitlines()[1:] == ["Nothing new."]
    assert run.report["result"] == "nothing"


def test_the_rooms_that_feel_a_change_are_named(take_over: TakeOver):
    run = take_over(with_changes(a_field_renamed), "--accept")
    touched = run.findings["field SendWebSmsRequest.message is now called text"]["touched"]
    assert "sipgate_tools/_async/messages/sms.py: AsyncSms.send" in touched["facades"]
    assert touched["sandbox"] == ["sipgate_tools/sandbox/api/sessions.py: _send_web_sms"]
    assert touched["tools"] == ["send_sms"]
    assert "sipgate_tools/mcp/tools/messages.py" in touched["readers"]
    run = take_over(with_changes(a_path_moved))
    (finding,) = run.report["findings"]
    assert "openapi/corrections/tags/sessions.json: sendWebSms" in finding["touched"]["data"]


def test_a_response_that_no_tool_reads_breaks_no_tool(take_over: TakeOver):
    def a_status_in_words(document: dict[str, Any]) -> None:
        properties(document, "PortingResponse")["status"] = {"type": "string"}

    (finding,) = take_over(with_changes(a_status_in_words)).report["findings"]
    assert (finding["library"], finding["mcp"]) == ("breaking", "neutral")


def test_missing_policies_and_texts_are_listed(take_over: TakeOver):
    run = take_over(with_changes(a_new_operation), "--accept")
    assert run.report["missing"] == {
        "policy": ["sendMms"],
        "words": ['tags/sessions.json, "operations": give sendMms a "summary"'],
        "sandbox": ["sendMms"],
        "facade": ["sendMms"],
    }
    assert "sendMms: no policy, so it counts as destructive, charged and account-wide" in run.output
    assert take_over(with_changes(a_new_operation), "--accept", "--complete").code == 1


def test_a_scope_or_an_area_without_words_is_listed(take_over: TakeOver):
    words = take_over(with_changes(a_scope_changed)).report["missing"]["words"]
    assert words == ['shared.json, "scopes": describe history:entries:read']
    words = take_over(with_changes(a_circular_schema), "--accept").report["missing"]["words"]
    assert 'tags/folders.json: write a "description" of the tag' in words


def test_an_entry_whose_target_may_have_been_renamed_is_left_to_people(take_over: TakeOver):
    def renamed_and_retyped(document: dict[str, Any]) -> None:
        a_field_renamed(document)
        properties(document, "SendWebSmsRequest")["text"] = {"type": "array", "items": {"type": "string"}}

    run = take_over(with_changes(renamed_and_retyped), "--accept")
    assert run.code == 2
    (left,) = run.report["to_edit"]
    assert left["text"].startswith("tags/sessions.json: there is no field SendWebSmsRequest.message")
    assert not left["safe"]


def test_a_correction_that_names_what_is_gone_is_left_to_people(take_over: TakeOver):
    def without_export(document: dict[str, Any]) -> None:
        del document["paths"]["/history/export"]

    run = take_over(with_changes(without_export), "--accept")
    assert run.code == 2
    assert any(
        "'history-export-is-csv': there is no operation 'getHistoryCSV'" in one["text"]
        for one in run.report["to_edit"]
    )


def test_a_correction_that_sipgate_has_made_is_removed_without_impact(take_over: TakeOver):
    def make(document: dict[str, Any]) -> None:
        content = {"text/csv": {"schema": {"type": "string"}}}
        operation(document, "getHistoryCSV")["responses"]["200"]["content"] = content

    run = take_over(with_changes(make), "--accept")
    assert (run.code, run.levels()) == (0, {})
    assert run.report["accepted"] == [
        "tags/history.json, correction 'history-export-is-csv': it expects 1 places and finds none because the "
        "published document is now correct: delete this correction."
    ]


def test_an_addition_that_sipgate_publishes_as_we_wrote_it_is_removed_without_impact(take_over: TakeOver):
    def published(document: dict[str, Any]) -> None:
        properties(document, "CreateContactRequest")["note"] = {"type": "string"}
        properties(document, "ContactResponse")["note"] = {"type": "string"}

    run = take_over(with_changes(published), "--accept")
    assert (run.code, run.levels()) == (0, {}), run.output
    assert (
        "tags/contacts.json: the field ContactResponse.note is published like this by now: delete it here"
        in run.report["accepted"]
    )
    assert (
        'tags/contacts.json: the "reason" of ContactResponse.note belongs to nothing: delete it'
        in run.report["accepted"]
    )


def test_a_field_that_we_override_and_sipgate_changes_is_left_to_people(take_over: TakeOver):
    def more_devices(document: dict[str, Any]) -> None:
        properties(document, "DeviceResponse")["type"]["enum"].append("WATCH")

    run = take_over(with_changes(more_devices), "--accept")
    assert run.code == 2
    (left,) = run.report["to_edit"]
    assert "the field DeviceResponse.type is published as" in left["text"]
    assert "WATCH" in left["text"]


def test_the_report_is_told_as_markdown_and_text_too(take_over: TakeOver, tmp_path: Any):
    pages = [tmp_path / "report.md", tmp_path / "report.txt"]
    options = [option for page in pages for option in ("--report", str(page))]
    run = take_over(with_changes(a_scope_changed, a_field_more), *options)
    markdown, text = (page.read_text("utf-8") for page in pages)
    assert text == run.output
    assert "**Breaking: 1 breaking, 2 additive, 1 neutral.**" in markdown
    assert "- for operation `getHistory` the scope `oauth2 history:read` is no longer sufficient" in markdown
    assert "  - MCP tool: `" in markdown
    assert "- **Breaking.** sipgate's API: for operation `getHistory` the scope" in markdown
    assert run.report["changelog"] in markdown


def test_a_report_is_only_written_in_a_form_there_is(take_over: TakeOver, tmp_path: Any):
    run = take_over(PRESENT, "--report", str(tmp_path / "report.pdf"))
    assert run.code == 2
    assert "the ending must be one of .json, .md, .txt" in run.complained


def test_the_address_is_the_live_one_unless_another_is_named():
    assert PUBLISHED_AT == "https://api.sipgate.com/v2/swagger.json"
