"""Measures files per folder, lines per file and function, and public names with a docstring."""

from __future__ import annotations

import ast
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from .source import FunctionNode, Source

FILES_PER_FOLDER: Final = 15
LINES_PER_FILE: Final = 300
LINES_PER_FUNCTION: Final = 30
EXEMPT_FOLDERS: Final = (
    "sipgate_tools/models",
    "sipgate_tools/mcp/tools",
    "sipgate_tools/sandbox/api",
    "sipgate_tools/sandbox/operations",
)
"""Folders with one file per subject of sipgate's interface: as many as there are subjects."""

_NO_DOCSTRING_NEEDED: Final = {"overload", "setter", "deleter"}


def count_files(sources: Iterable[Source]) -> list[dict[str, Any]]:
    """Return the number of Python files in each folder, largest first, and the folders with too many files."""
    counts = Counter(source.folder for source in sources)
    return [
        {
            "folder": folder,
            "files": count,
            "crowded": count > FILES_PER_FOLDER and folder not in EXEMPT_FOLDERS,
        }
        for folder, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def measure_files(sources: Iterable[Source]) -> dict[str, Any]:
    """Return the distribution of lines per file and the files that are too long."""
    return _distribution([(source.lines, source.path) for source in sources], LINES_PER_FILE)


def measure_functions(sources: Iterable[Source]) -> dict[str, Any]:
    """Return the distribution of lines per function, including docstrings, and the functions that are too long."""
    sizes = [
        ((node.end_lineno or node.lineno) - node.lineno + 1, f"{source.path}:{node.lineno} {node.name}")
        for source in sources
        for node in source.functions()
    ]
    return _distribution(sizes, LINES_PER_FUNCTION)


def measure_docstrings(sources: Iterable[Source]) -> dict[str, Any]:
    """Return the number of public names, the number with a docstring, and the names without one."""
    documented = 0
    missing: list[str] = []
    for source in sources:
        for name, node in _public_names(source):
            if ast.get_docstring(node, clean=False) is None:
                missing.append(name)
            else:
                documented += 1
    total = documented + len(missing)
    return {
        "names": total,
        "percent": round(100 * documented / total, 1) if total else 100.0,
        "missing": missing,
    }


def _distribution(sizes: list[tuple[int, str]], limit: int) -> dict[str, Any]:
    numbers = sorted(size for size, _ in sizes) or [0]
    return {
        "count": len(sizes),
        "median": round(statistics.median(numbers)),
        "p90": numbers[min(len(numbers) - 1, len(numbers) * 9 // 10)],
        "max": numbers[-1],
        "limit": limit,
        "over": [
            {"lines": size, "where": where} for size, where in sorted(sizes, reverse=True) if size > limit
        ],
    }


def _public_names(source: Source) -> Iterator[tuple[str, ast.Module | ast.ClassDef | FunctionNode]]:
    """Yield the module, its public classes and functions, and their public methods.

    The class documents its magic methods. Overloads and setters are documented by the function or property.
    """
    yield source.path, source.tree

    def below(node: ast.AST, prefix: str) -> Iterator[tuple[str, ast.ClassDef | FunctionNode]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, (ast.If, ast.Try)):
                yield from below(child, prefix)
            elif isinstance(child, ast.ClassDef | FunctionNode) and not child.name.startswith("_"):
                if not _decorators(child) & _NO_DOCSTRING_NEEDED:
                    yield f"{source.path}:{child.lineno} {prefix}{child.name}", child
                if isinstance(child, ast.ClassDef):
                    yield from below(child, f"{prefix}{child.name}.")

    yield from below(source.tree, "")


def _decorators(node: ast.ClassDef | FunctionNode) -> set[str]:
    """Return the last part of the name of each decorator."""
    return {
        each.attr if isinstance(each, ast.Attribute) else each.id
        for each in node.decorator_list
        if isinstance(each, (ast.Attribute, ast.Name))
    }
