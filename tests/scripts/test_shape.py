"""What `scripts/shape` measures, on small projects made for the purpose."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scripts.shape_report.command import main, measure
from scripts.shape_report.source import ROOT, read_sources
from scripts.shape_report.words import read_rules


def report_on(folder: Path, **files: str) -> dict[str, Any]:
    """Measure a project with these files; `__` in a name is a slash."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return measure(read_sources(folder))


def refused(report: dict[str, Any], kind: str) -> list[str]:
    return [
        one["name" if kind == "names" else "words"] for one in report["refused_words"]["sipgate_tools"][kind]
    ]


def test_a_folder_with_more_than_fifteen_files_is_crowded_unless_it_has_one_file_per_subject(
    tmp_path: Path,
) -> None:
    files = {
        f"sipgate_tools__{room}__m{number}": ""
        for room in ("mcp", "models", "mcp__tools")
        for number in range(16)
    }
    crowded = [each["folder"] for each in report_on(tmp_path, **files)["folders"] if each["crowded"]]
    assert crowded == ["sipgate_tools/mcp"]


def test_long_files_and_functions_are_listed_with_their_lines(tmp_path: Path) -> None:
    body = "    pass\n"
    text = f"def short():\n{body * 29}\ndef long():\n{body * 30}"
    report = report_on(tmp_path, sipgate_tools__a=text, sipgate_tools__b="x = 1\n" * 301)
    assert report["functions"]["sipgate_tools"]["over"] == [
        {"lines": 31, "where": "sipgate_tools/a.py:32 long"}
    ]
    assert report["files"]["sipgate_tools"]["over"] == [{"lines": 301, "where": "sipgate_tools/b.py"}]
    assert report["functions"]["sipgate_tools"] | {"over": []} == {
        "count": 2, "median": 30, "p90": 31, "max": 31, "limit": 30, "over": [],
    }  # fmt: skip


def test_public_names_without_a_docstring_are_listed_and_private_ones_are_not(tmp_path: Path) -> None:
    text = '"""Doc."""\nclass A:\n    """Doc."""\n    def b(self): ...\n    def __len__(s): ...\n    def _c(s): ...\n'
    docstrings = report_on(tmp_path, sipgate_tools__a=text)["docstrings"]
    assert docstrings == {"names": 3, "percent": 66.7, "missing": ["sipgate_tools/a.py:4 A.b"]}


def test_a_class_name_is_a_duplicate_within_the_package_but_not_between_package_and_sandbox(
    tmp_path: Path,
) -> None:
    report = report_on(
        tmp_path,
        sipgate_tools__a="class Same: ...\nclass Mirror: ...\n",
        sipgate_tools__b="class Same: ...\n",
        sipgate_tools___sync__a="class Same: ...\n",
        sipgate_tools__sandbox__a="class Mirror: ...\n",
    )
    assert report["duplicate_classes"] == {"Same": ["sipgate_tools/a.py:1", "sipgate_tools/b.py:1"]}


def test_imports_inside_functions_are_counted_own_and_foreign(tmp_path: Path) -> None:
    text = (
        "import os\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import json\n"
        "def f():\n    import re\n    from . import b\n    from sipgate_tools.c import d\n"
    )
    inline = report_on(tmp_path, sipgate_tools__a=text)["inline_imports"]
    assert inline == {
        "own": 2,
        "foreign": 1,
        "files": [{"path": "sipgate_tools/a.py", "own": 2, "foreign": 1}],
    }


def test_circles_count_imports_for_types_and_in_functions_but_not_of_parent_packages(tmp_path: Path) -> None:
    report = report_on(
        tmp_path,
        sipgate_tools____init__="from .a import f\n",
        sipgate_tools__a="from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from sipgate_tools.b import g\n",
        sipgate_tools__b="def g():\n    from .c import h\n",
        sipgate_tools__c="from . import a\n",
        sipgate_tools__d="from .c import h\n",
    )
    assert [each["modules"] for each in report["import_circles"]] == [
        ["sipgate_tools.a", "sipgate_tools.b", "sipgate_tools.c"]
    ]
    assert report["import_circles"][0]["circle"] == [
        "sipgate_tools.a -> sipgate_tools.b (type)",
        "sipgate_tools.b -> sipgate_tools.c (inline)",
        "sipgate_tools.c -> sipgate_tools.a (top)",
    ]


def test_exec_and_eval_are_found_wherever_they_are_used(tmp_path: Path) -> None:
    report = report_on(tmp_path, sipgate_tools__a="exec('1')\nrun = eval\nself.eval('x')\n")
    assert report["executions"] == ["sipgate_tools/a.py:1 exec", "sipgate_tools/a.py:2 eval"]


@pytest.mark.parametrize(
    "text",
    [
        "def told(): ...",
        "def f(shown): ...",
        "settled = 1",
        "for known in []: ...",
        "def looked_for(): ...",
        "def said_clearly(): ...",
        "class UnexpectedAnswer: ...",
        "self.last_answer = 1",
        "def tell_nobody(): ...",
    ],
)
def test_refused_names_are_found(tmp_path: Path, text: str) -> None:
    assert len(refused(report_on(tmp_path, sipgate_tools__a=text), "names")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "def checked_number(): ...",
        "response = 1",
        "def on_answer(): ...",
        "answered = True",
        "known_ids = set()",
        "def tell(): ...",
        "saddle = 1",
    ],
)
def test_names_that_are_right_are_not_refused(tmp_path: Path, text: str) -> None:
    assert refused(report_on(tmp_path, sipgate_tools__a=text), "names") == []


@pytest.mark.parametrize(
    "words",
    [
        "Nobody",
        "somebody",
        "in so many words",
        "is told",
        "begins anew",
        "stands there",
        "mass sending",
        "the user's yes",
    ],
)
@pytest.mark.parametrize("template", ['"""Doc of it: {}."""', 'raise E(f"{{x}} or {} it is")'])
def test_refused_words_are_found_in_docstrings_and_messages(
    tmp_path: Path, words: str, template: str
) -> None:
    found = refused(report_on(tmp_path, sipgate_tools__a=template.format(words)), "texts")
    assert found == [words.removeprefix("the ")]


def test_a_word_can_be_right_in_some_files(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    path.write_text(
        "[[name]]\npattern = '^x$'\ninstead = 'y'\nexcept_in = ['sipgate_tools/a.py', 'sipgate_tools/b/']\n"
        "[[text]]\npattern = 'x'\ninstead = 'y'\n"
    )
    (rule,) = read_rules(path).names
    report_on(tmp_path, sipgate_tools__a="", sipgate_tools__b__c="", sipgate_tools__d="")
    assert [each.path for each in read_sources(tmp_path) if rule.applies_to(each)] == ["sipgate_tools/d.py"]


def test_the_command_needs_nothing_but_python(tmp_path: Path) -> None:
    command = [sys.executable, "-I", "-S", str(ROOT / "scripts" / "shape"), "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert "--json" in done.stdout


def test_the_report_for_people_has_every_part(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], tmp_path) == 0
    printed = capsys.readouterr().out
    for title in (
        "Files per folder",
        "Lines per file",
        "docstring",
        "more than once",
        "Inline",
        "circles",
        "exec",
    ):
        assert title in printed
