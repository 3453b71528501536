"""What breaks for us breaks for oasdiff too, which compares interface documents for a living, and the other way round.

It does not know that several tokens may do (`security` with alternatives), so it gets the documents without; nor
that functions are called as operations are; nor that our readers keep values they do not know.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from scripts.openapi_build.build import attempt
from scripts.openapi_build.corrections.correction_set import read_corrections
from scripts.openapi_build.layout import Layout, read_json
from scripts.openapi_build.report.classify import classify
from scripts.openapi_build.report.compare import compare

from .published import with_changes
from .test_reports import BUILT_TO_FIT, WANTING_EDITS

ERROR = 3
CHANGES = {name: change for name, (change, *_) in (*BUILT_TO_FIT.items(), *WANTING_EDITS.items())}
NOT_SEEN_BY_IT = {
    "an operation renamed": "an operationId is a note to it, and a function's name to us",
    "a scope changed": "it gets no security",
}


def without_security(document: dict[str, Any]) -> dict[str, Any]:
    bare = deepcopy(document)
    for item in bare["paths"].values():
        for operation in item.values():
            operation.pop("security", None)
    return bare


@pytest.mark.parametrize("name", CHANGES)
def test_another_judge_says_the_same(name: str, node_program: Callable[[str], str], tmp_path: Path):
    before: dict[str, Any] = read_json(Layout().document)
    after = attempt(with_changes(CHANGES[name]), read_corrections(Layout().corrections)).built.document
    pages = [tmp_path / "before.json", tmp_path / "after.json"]
    for page, document in zip(pages, (before, after), strict=True):
        page.write_text(json.dumps(without_security(document)), "utf-8")
    command = [node_program("oasdiff"), "changelog", "-f", "json", *map(str, pages)]
    output = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    theirs: list[dict[str, Any]] = json.loads(output or "[]")
    ours = [classify(change, used_by_a_tool=True).worst for change in compare(before, after)]
    if name not in NOT_SEEN_BY_IT:
        assert ("breaking" in ours) == any(one["level"] == ERROR for one in theirs)
    assert ours or not theirs, "it sees what we do not"
