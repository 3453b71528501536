"""The draft for the changelog goes where people look for it, once."""

from __future__ import annotations

from typing import Any

from scripts.openapi_build.problems import Problem
from scripts.openapi_build.report.changelog import entry, with_entry
from scripts.openapi_build.report.classify import classify
from scripts.openapi_build.report.compare import compare
from scripts.openapi_build.report.impact import Impact
from scripts.openapi_build.report.report import Finding, Missing, Report

from .published import PRESENT, a_new_operation, an_operation_less, operation, with_changes

HEAD = "# Changelog\n\nAll of it.\n\n"
PAST = "## 0.1.0\n\n### Added\n- Everything.\n"


def report(after: dict[str, Any], *to_edit: Problem) -> Report:
    """Return the report on a document, compared as it is published."""
    found = [Finding(one, classify(one, used_by_a_tool=False), Impact()) for one in compare(PRESENT, after)]
    return Report("a file", "JSON", True, tuple(found), (), to_edit, Missing((), (), (), ()))


MORE = report(with_changes(a_new_operation))
MORE_LINE = (
    "- sipgate's API: new operation `sendMms` (`POST /sessions/mms`); a new operation, which counts as "
    "destructive until its policy is set."
)
LESS = report(with_changes(an_operation_less))
LESS_LINE = (
    "- **Breaking.** sipgate's API: operation `revokePorting` (`DELETE /portings/{portingId}`) is removed; requests "
    "fail."
)


def test_a_line_goes_to_the_end_of_its_section():
    text = f"{HEAD}## Unreleased\n\n### Added\n- This.\n- That.\n\n### Fixed\n- It.\n\n{PAST}"
    assert with_entry(text, MORE) == (
        f"{HEAD}## Unreleased\n\n### Added\n- This.\n- That.\n{MORE_LINE}\n\n### Fixed\n- It.\n\n{PAST}"
    )


def test_a_section_that_is_missing_comes_after_the_others():
    text = f"{HEAD}## Unreleased\n\n### Added\n- This.\n\n{PAST}"
    assert with_entry(text, LESS) == (
        f"{HEAD}## Unreleased\n\n### Added\n- This.\n\n### Removed\n{LESS_LINE}\n\n{PAST}"
    )


def test_a_version_without_sections_gets_one():
    assert (
        with_entry(f"{HEAD}## Unreleased\n\n{PAST}", LESS)
        == f"{HEAD}## Unreleased\n\n### Removed\n{LESS_LINE}\n\n{PAST}"
    )
    assert with_entry(f"{HEAD}## Unreleased\n", LESS) == f"{HEAD}## Unreleased\n\n### Removed\n{LESS_LINE}\n"


def test_what_is_told_already_is_not_repeated():
    once = with_entry(f"{HEAD}## Unreleased\n\n{PAST}", MORE)
    assert with_entry(once, MORE) == once


def test_neutral_changes_are_not_in_the_changelog():
    def deprecated(document: dict[str, Any]) -> None:
        operation(document, "getHistory")["deprecated"] = True

    assert entry(report(with_changes(deprecated))) == ""
    assert with_entry(f"{HEAD}## Unreleased\n", report(with_changes(deprecated))) == f"{HEAD}## Unreleased\n"


def test_without_a_place_for_it_nothing_is_written():
    assert with_entry(HEAD + PAST, MORE) == HEAD + PAST
