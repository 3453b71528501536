"""What the pages say can be pasted and run: all of it runs here, against the sandbox."""

from __future__ import annotations

import re
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

from sipgate_tools import Sipgate, errors
from tests.docs.conftest import Desk
from tests.docs.pages import ROOT, TABLE_PAGE, Row, Snippet, links, pages, rows, snippets
from tests.wire.reference_functions import functions_of

SNIPPETS = [snippet for page in pages() for snippet in snippets(page)]
RUNNABLE = [snippet for snippet in SNIPPETS if snippet.reason_not_to_run is None]
ROWS = list(rows())
NOT_HERE = "(none)"


def run(snippet: Snippet) -> None:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    try:
        exec(compile(snippet.source, snippet.place, "exec"), namespace)
    finally:
        # The program would end here, and its connections with it.
        for value in namespace.values():
            if isinstance(value, Sipgate):
                value.close()


@pytest.mark.parametrize("snippet", RUNNABLE, ids=attrgetter("place"))
def test_the_snippet_runs_as_it_stands(snippet: Snippet, desk: Desk) -> None:
    desk("neo" if "neo" in snippet.remark.split() else "classic")
    run(snippet)


@pytest.mark.parametrize("row", [row for row in ROWS if row.ours != NOT_HERE], ids=attrgetter("function"))
def test_the_example_in_the_table_runs(row: Row, desk: Desk) -> None:
    desk("classic")
    run(row.snippet)


@pytest.mark.parametrize("row", ROWS, ids=attrgetter("function"))
def test_the_example_in_the_table_uses_our_name(row: Row) -> None:
    if row.ours == NOT_HERE:
        assert len(row.example.split()) > 3, "it says why there is none"
    else:
        assert re.search(rf"\b{re.escape(row.ours)}\b", row.example)


def test_every_function_of_the_reference_is_in_the_table(node_modules: Path) -> None:
    listed = {row.function for row in ROWS}
    existing = {f"{module}.{name}" for module, name in functions_of(node_modules / "sipgateio")}
    assert existing - listed == set()
    assert listed - existing == {"sipgateIO"}


def test_every_factory_of_the_reference_is_on_the_page(node_modules: Path) -> None:
    page = TABLE_PAGE.read_text(encoding="utf-8")
    exported = "".join(
        (node_modules / "sipgateio" / "dist" / name).read_text(encoding="utf-8")
        for name in ("index.d.ts", "browser.d.ts")
    )
    factories = set(re.findall(r"\b(?:create\w+Module|sipgateIO)\b", exported))
    assert factories
    assert {name for name in factories if name not in page} == set()


def test_every_error_is_on_the_page_about_errors() -> None:
    page = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| (?:- )?`(\w+)` \|", page, flags=re.M)
    assert sorted(set(listed) & set(errors.__all__)) == sorted(errors.__all__)


def test_every_page_is_in_the_index() -> None:
    listed = set(links(ROOT / "docs" / "index.md"))
    assert {page.name for page in (ROOT / "docs").glob("*.md")} - listed == {"index.md"}


@pytest.mark.parametrize("snippet", SNIPPETS, ids=attrgetter("place"))
def test_the_remark_on_the_snippet_is_one_we_know(snippet: Snippet) -> None:
    assert snippet.source.strip()
    assert snippet.remark in {"", "neo"} or snippet.reason_not_to_run, "what is not run says why"


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_of_the_page_lead_to_files(page: Path) -> None:
    lost = [target for target in links(page) if not (page.parent / target).exists()]
    assert lost == []
