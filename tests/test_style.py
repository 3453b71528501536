"""One style: what CONTRIBUTING.md says under "Rules" and ruff has no rule for, and words that the glossary refuses."""

import pytest

from scripts.shape_report.source import PACKAGE, Source, read_sources
from scripts.shape_report.structure import find_circles, find_executions
from scripts.shape_report.style import find_style_faults
from scripts.shape_report.words import find_refused_words


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    """Return the files of the package and the scripts; they are parsed once for all tests of this file."""
    return [source for source in read_sources() if source.area != "tests"]


def faults(text: str, path: str = "sipgate_tools/mcp/policy/a.py") -> list[str]:
    return [fault.partition(" ")[2] for fault in find_style_faults([Source(path, text)])]


def test_the_code_has_one_style(sources: list[Source]) -> None:
    assert find_style_faults(sources) == []


def test_no_modules_import_each_other_not_even_for_types(sources: list[Source]) -> None:
    assert [each["circle"] for each in find_circles(sources)] == []


def test_no_text_is_run_as_code(sources: list[Source]) -> None:
    assert find_executions(sources) == []


@pytest.mark.parametrize(
    "line",
    [
        "from ..settings import A",
        "from .rules import A",
        "from sipgate_tools import A",
        "from sipgate_tools.errors import A",
        "from sipgate_tools.mcp_other import A",
    ],
)
def test_imports_are_relative_inside_a_room_and_absolute_across_rooms(line: str) -> None:
    assert faults(line) == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("from sipgate_tools.mcp.settings import A", "absolute import inside a room"),
        ("from sipgate_tools.mcp import settings", "absolute import inside a room"),
        ("from ...errors import A", "relative import of another room"),
        ("from ... import errors", "relative import of another room"),
    ],
)
def test_other_imports_are_faults(line: str, fault: str) -> None:
    assert faults(line) == [fault]
    assert faults(f"if TYPE_CHECKING:\n    {line}") == [fault]


@pytest.mark.parametrize(
    "body",
    [
        "    import uvicorn  # optional",
        "    # Optional.\n    import uvicorn",
        "    # Optional.\n    from uvicorn import a\n    from starlette import b",
        "    import uvicorn  # optional\n    a()\n    from uvicorn.b import c",
        "    from ..a import b  # slow\n\ndef g():\n    from .c import d",
        "    try:\n        import uvicorn  # optional\n    except ImportError:\n        pass",
    ],
)
def test_an_import_inside_a_function_has_its_reason_once_in_a_file(body: str) -> None:
    assert faults(f"def f():\n{body}\n") == []


@pytest.mark.parametrize(
    "body",
    [
        "    import uvicorn",
        "    import uvicorn  # optional\n    a()\n    import starlette",
        "    from sipgate_tools.spec import a  # slow\n    b()\n    from sipgate_tools.formats import c",
        "    if a:\n        import uvicorn",
        "    try:\n        a()\n    except B:\n        import uvicorn",
        "    a = lambda: 1\n    # A comment about something else.\n\n    import uvicorn",
    ],
)
def test_an_import_inside_a_function_without_a_reason_is_a_fault(body: str) -> None:
    assert faults(f"def f():\n{body}\n") == ["import inside a function without a reason beside it"]


def test_constants_are_final_and_type_variables_are_not() -> None:
    assert (
        faults('A: Final = 1\nB: Final[int] = 2\nT = TypeVar("T")\nPair = tuple[int, int]\nlog = get()\n')
        == []
    )
    assert faults("_A = 1\nB: int = 2\n") == ["_A is not Final", "B is not Final"]


def test_only_the_faces_of_packages_list_their_names() -> None:
    assert faults('__all__ = ["A"]', "sipgate_tools/mcp/__init__.py") == []
    assert faults('__all__ = ["A"]', "sipgate_tools/mcp/server.py") == [
        "__all__ outside the face of a package"
    ]


def test_descriptions_of_arguments_begin_with_a_capital() -> None:
    docstring = 'def f():\n    """Do it.\n\n    Args:\n        a: {}\n    """\n'
    assert faults(docstring.format("The id.")) == []
    assert faults(docstring.format("sipgate's id.")) == []
    assert faults(docstring.format("the id.")) == ["a: begin its description with a capital"]


def test_docstrings_mark_code_with_one_backtick() -> None:
    assert faults('"""Use `a`."""') == []
    assert faults('"""Use ``a``."""') == ["two backticks in a docstring: one is enough"]


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


def test_names_docstrings_and_messages_hold_no_refused_word(sources: list[Source]) -> None:
    refused = find_refused_words(source for source in sources if source.area == PACKAGE)
    assert {one["name"] for one in refused["names"]} == KEPT.keys()
    assert refused["texts"] == []
