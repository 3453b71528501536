"""Reads the project's Python files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
AREAS: Final = ("sipgate_tools", "scripts", "tests")
PACKAGE: Final = "sipgate_tools"
GENERATED: Final = ("sipgate_tools/_sync/", "tests/client/_sync/")
"""Folders of twins: what is measured in the source holds for them too."""

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One Python file.

    Attributes:
        path: The path below the root, with slashes.
        text: The content of the file.
    """

    path: str
    text: str

    @property
    def area(self) -> str:
        """The top-level folder."""
        return self.path.partition("/")[0]

    @property
    def folder(self) -> str:
        """The folder of the file, relative to the root."""
        return self.path.rpartition("/")[0]

    @property
    def module(self) -> str:
        """The dotted name of the module."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def lines(self) -> int:
        """The number of lines."""
        return self.text.count("\n") + (not self.text.endswith("\n"))

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return ast.parse(self.text, self.path)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """All nodes of the tree."""
        return list(ast.walk(self.tree))

    def functions(self) -> Iterator[FunctionNode]:
        """Yield every function and method, including nested ones."""
        return (node for node in self.nodes if isinstance(node, FunctionNode))

    def classes(self) -> Iterator[ast.ClassDef]:
        """Yield every class, including nested ones."""
        return (node for node in self.nodes if isinstance(node, ast.ClassDef))


def read_sources(root: Path = ROOT) -> list[Source]:
    """Return the Python files of the package, the scripts and the tests, without the generated twins."""
    return [
        Source(name, path.read_text(encoding="utf-8"))
        for area in AREAS
        for path in sorted((root / area).rglob("*.py"))
        if not (name := path.relative_to(root).as_posix()).startswith(GENERATED)
        and "node_modules" not in path.parts
    ]
