"""Every operation of the document is in the generated client, judged, answered by the sandbox, and has a facade or
a reason not to."""

from __future__ import annotations

import ast
import json
from typing import Any

import pytest

from scripts.openapi_build.corrections.correction_set import (
    correction_files,
    read_corrections,
    render_file,
)
from scripts.openapi_build.corrections.entries import SHARED
from scripts.openapi_build.corrections.operations import without_facade
from scripts.openapi_build.layout import Layout, read_json
from scripts.openapi_build.report.impact import Consumers, read_consumers
from scripts.openapi_build.report.report import missing
from sipgate_tools.sandbox.dispatch.registry import handlers
from sipgate_tools.spec import load

from .published import ROOT

LAYOUT = Layout(ROOT)
OURS = read_corrections(LAYOUT.corrections)
DOCUMENT: dict[str, Any] = read_json(LAYOUT.document)
WITHOUT_FACADE = without_facade(OURS)
CATALOGUE = load().operations


@pytest.fixture(scope="module")
def rooms() -> Consumers:
    """The code of this checkout, by what it speaks of."""
    return read_consumers(ROOT, DOCUMENT, OURS)


def test_every_operation_is_in_the_generated_client_once():
    found: list[str] = []
    for path in (ROOT / "generated" / "sipgate_api" / "api").glob("*/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.keyword)
                and node.arg == "operation_id"
                and isinstance(node.value, ast.Constant)
            ):
                found.append(str(node.value.value))
    assert sorted(found) == sorted(CATALOGUE)


def test_every_operation_has_a_policy_and_a_text(rooms: Consumers):
    assert [one.id for one in CATALOGUE.values() if one.raw.get("x-policy") == "default"] == []
    assert all(one.effect and one.cost and one.reach and one.platforms for one in CATALOGUE.values())
    assert all("not described yet" not in one.summary for one in CATALOGUE.values())


def test_every_id_in_a_path_has_a_kind():
    assert [
        f"{one.id}.{parameter.name}"
        for one in CATALOGUE.values()
        for parameter in one.parameters
        if parameter.name.endswith(("Id", "Ids")) and parameter.id_kind is None
    ] == []


def test_every_operation_is_answered_by_the_sandbox_and_the_report_finds_its_handler(rooms: Consumers):
    assert set(handlers()) == set(CATALOGUE) == set(rooms.sandbox)


def test_every_operation_has_a_facade_or_a_reason_why_not(rooms: Consumers):
    left = missing(DOCUMENT, [], rooms)
    assert left.sandbox == ()
    assert left.facade == (), (
        'write a facade, or give their entries in openapi/corrections/tags a "no_facade"'
    )


def test_an_operation_with_a_facade_has_no_reason_not_to(rooms: Consumers):
    both = sorted(set(WITHOUT_FACADE) & set(rooms.facades))
    assert both == [], (
        'these have a facade by now: delete the "no_facade" of their entries in openapi/corrections/tags'
    )


def test_every_reason_is_a_sentence_and_used():
    reasons: dict[str, str] = OURS[SHARED]["no_facade"]
    assert set(WITHOUT_FACADE.values()) == set(reasons)
    assert all(len(text) > 40 and text.endswith(".") for text in reasons.values())


def test_the_operations_that_tools_say_they_send_exist(rooms: Consumers):
    assert set(rooms.tools) - set(CATALOGUE) == set()
    assert "send_sms" in rooms.tools["sendWebSms"]


def test_our_data_is_written_as_an_accepted_edit_would_write_it():
    for name, content in OURS.items():
        assert (LAYOUT.corrections / name).read_text("utf-8") == render_file(name, content), name
    assert json.loads(render_file(correction_files(OURS)[0], OURS[correction_files(OURS)[0]]))
