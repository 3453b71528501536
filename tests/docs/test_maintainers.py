"""What maintainers read: paths that exist, and questions with their answers."""

import re

import pytest

from scripts.shape_report.source import ROOT

PAGES = ("docs/ARCHITECTURE.md", "tests/docs/questions.md", "CONTRIBUTING.md", "AGENTS.md")
# A file or folder in backticks, from the root of the checkout or from `sipgate_tools/`.
PATH = re.compile(r"`((?:[\w.-]+/)+[\w.-]*)`")


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_the_page_names_exists(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    roots = (ROOT, ROOT / "sipgate_tools")
    missing = [name for name in PATH.findall(text) if not any((folder / name).exists() for folder in roots)]
    assert PATH.findall(text)
    assert missing == []


def test_there_are_twelve_questions_with_their_answers() -> None:
    rows = [
        line.strip("|").split("|")
        for line in (ROOT / "tests" / "docs" / "questions.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and "?" in line
    ]
    assert len(rows) == 12
    assert all(answer.strip() for _, answer in rows)
