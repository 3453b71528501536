"""The benchmarks start programs whose code is in strings, which no type checker reads."""

from __future__ import annotations

import ast
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted((ROOT / "scripts").rglob("*.py"))
IMPORT = re.compile(r"\b(?:from|import) (sipgate_tools[\w.]*)")


def modules_in_strings(path: Path) -> set[str]:
    strings = (
        node.value
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return {name for text in strings for name in IMPORT.findall(text)}


def missing(name: str) -> bool:
    try:
        return find_spec(name) is None
    except ModuleNotFoundError:  # a parent is missing
        return True


def test_code_in_strings_imports_modules_that_exist() -> None:
    found = {path: modules_in_strings(path) for path in SCRIPTS}
    assert any(found.values())
    assert {(path.name, name) for path, names in found.items() for name in names if missing(name)} == set()


@pytest.mark.parametrize("name", ["sipgate_tools.sandbox.connections", "sipgate_tools.nowhere.at_all"])
def test_a_module_that_was_moved_is_noticed(name: str) -> None:
    assert missing(name)
