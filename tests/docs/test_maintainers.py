"""What maintainers read: paths that exist, and words that the glossary refuses."""

import re

import pytest

from scripts.shape_report.command import measure
from scripts.shape_report.source import ROOT, read_sources

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


# Names with a word that the glossary refuses, and why they stay: what users type, what is stored, and calls that are
# answered.
KEPT = {
    "stored": "AsyncOAuth.stored(), public",
    "seen": "Timeline.seen(), public",
    "put": "Table.put(), a verb",
    "Served": "sandbox.Served, public",
    "check_answers": "Sandbox(check_answers=), public",
    "answer": "the result field of the invoke tools; and a call that is answered",
    "answers": "the option of `sandbox call`: when the callee answers",
    "no_answer": "the option of `sandbox call`",
    "answer_after": "the option of `sandbox call`",
    "answer_last_message": "the name of an MCP prompt",
    "asked": "a field of stored rows",
    "queue_answer": "the event `answer`",
    "safe_answer": "WebhookApp(safe_answer=), public",
    "NO_ANSWER": "the cause `noAnswer` of a hang-up",
    "Answer": "the event `answer`",
    "AnswerHandler": "a handler of the event `answer`",
    "i_know_that_anybody_can_forge_calls": "NoVerification(...=True), public",
}


def test_names_docstrings_and_messages_hold_no_refused_word() -> None:
    refused = measure(read_sources())["refused_words"]["sipgate_tools"]
    names = {one["name"] for one in refused["names"]}
    assert names == KEPT.keys()
    assert refused["texts"] == []
