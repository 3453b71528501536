"""What maintainers read: paths that exist, and questions with their answers."""

import re

import pytest

from scripts.shape_report.source import ROOT

MAINTAINERS = ("docs/ARCHITECTURE.md", "tests/docs/questions.md", "CONTRIBUTING.md", "AGENTS.md")
READMES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("openapi", "sipgate_tools")
    for path in (ROOT / folder).rglob("README.md")
)
# A file or folder in backticks; `application/json` is neither.
PATH = re.compile(r"`((?:[\w.-]+/)+(?:[\w-]+\.\w+)?)`")
# A file of the folder that the page is in.
FILE = re.compile(r"`(\w+\.(?:py|js))`")


@pytest.mark.parametrize("page", [*MAINTAINERS, "docs/regenerate.md", *READMES])
def test_every_file_that_the_page_names_exists(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    above = (ROOT / page).parent
    roots = (ROOT, ROOT / "sipgate_tools", above, above.parent, ROOT / "openapi" / "corrections")
    missing = [name for name in PATH.findall(text) if not any((folder / name).exists() for folder in roots)]
    assert missing == []


@pytest.mark.parametrize("page", READMES)
def test_every_file_that_the_page_names_without_a_folder_is_in_its_folder(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    above = (ROOT / page).parent
    inside = {path.name for folder in (above, above / "page") for path in folder.glob("*")}
    assert [name for name in FILE.findall(text) if name not in inside] == []


@pytest.mark.parametrize("page", MAINTAINERS)
def test_the_page_names_files(page: str) -> None:
    assert PATH.findall((ROOT / page).read_text(encoding="utf-8"))


def test_there_are_twelve_questions_with_their_answers() -> None:
    rows = [
        line.strip("|").split("|")
        for line in (ROOT / "tests" / "docs" / "questions.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and "?" in line
    ]
    assert len(rows) == 12
    assert all(reply.strip() for _, reply in rows)
