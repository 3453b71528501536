"""Reads Python source files as syntax trees, without importing them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

_WORD: Final = re.compile(r"\w+")


@cache
def words_of(text: str) -> tuple[tuple[str, str, str], ...]:
    """Return each use of a generated module and each one-word string in a file, once per function.

    Each item is the function, the module (`sessions.send_web_sms`, or "") and the word.
    """
    tree = ast.parse(text)
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sipgate_api.api."):
            tag = (node.module or "").rpartition(".")[2]
            modules |= {one.asname or one.name: f"{tag}.{one.name}" for one in node.names}
    words: dict[tuple[str, str, str], None] = {}
    for function, node in nodes_with_places(tree):
        if isinstance(node, ast.Name) and node.id in modules:
            words[function, modules[node.id], node.id] = None
        elif _WORD.fullmatch(word := text_of(node)):
            words[function, "", word] = None
    return tuple(words)


def decorated_functions(
    tree: ast.Module, name: str
) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, ast.Call]]:
    """Yield the functions of a module with a decorator of this name, and the decorator's call."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for call in node.decorator_list:
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == name:
                    yield node, call


def nodes_with_places(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Yield every node of a module together with the name of its function or method."""
    for statement in tree.body:
        inside = statement.body if isinstance(statement, ast.ClassDef) else [statement]
        start = f"{statement.name}." if isinstance(statement, ast.ClassDef) else ""
        for part in inside:
            named = isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)
            where = start + part.name if named else start.rstrip(".")
            yield from ((where, node) for node in ast.walk(part))


def text_of(node: ast.AST) -> str:
    """Return the string of a constant, or "" for any other node."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def parse_file(path: Path, word: str = "") -> ast.Module:
    """Return the syntax tree of a file, or an empty one if the file does not contain the word."""
    text = path.read_text("utf-8")
    return _syntax(text if word in text else "")


@cache
def _syntax(text: str) -> ast.Module:
    return ast.parse(text)
