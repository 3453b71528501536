"""Finds violations of the style rules in CONTRIBUTING.md for which ruff has no rule."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from inspect import cleandoc
from itertools import groupby
from typing import Final, cast

from .source import PACKAGE, FunctionNode, Source
from .structure import ImportNode

FACES: Final = (
    "sipgate_tools/errors.py",
    "sipgate_tools/_backends/async_.py",
    "sipgate_tools/_backends/sync.py",
)
"""Modules that may define `__all__` as a package does: the errors, and the two backends with the same names."""

_INDENTED_IMPORT: Final = re.compile(r"^[ \t]+(from|import) ", re.MULTILINE)
_FINAL: Final = re.compile(r"\b(Final|TypeAlias)\b")
_CHECKED_PART: Final = re.compile("``|Args:|Attributes:")
_SECTION: Final = re.compile(r"(\w+):")
_ENTRY: Final = re.compile(r"    \*{0,2}\w+(?: \(.*?\))?: (?P<first>\S+)")
# Words that are written in lower case at the beginning of a sentence too.
_LOWER_CASE: Final = re.compile(r"sipgate\b|xcid\b|e\.g\.")


def find_style_faults(sources: Iterable[Source]) -> list[str]:
    """Return each violation as `path:line description`."""
    return [f"{source.path}:{line} {what}" for source in sources for line, what in sorted(_faults(source))]


def _faults(source: Source) -> Iterator[tuple[int, str]]:
    yield from _import_faults(source)
    yield from _late_import_faults(source)
    yield from _constant_faults(source)
    yield from _docstring_faults(source)


def _import_faults(source: Source) -> Iterator[tuple[int, str]]:
    """Yield imports that are absolute inside a room, or relative across rooms."""
    folders = source.path.split("/")[:-1]
    room = folders[:2]
    for node in source.nodes:
        if not isinstance(node, ast.ImportFrom):
            continue
        if node.level:
            if len(folders) - node.level + 1 < len(room):
                yield node.lineno, "relative import of another room"
        elif len(room) == 2 and (node.module or "").split(".")[:2] == room:
            yield node.lineno, "absolute import inside a room"


def _late_import_faults(source: Source) -> Iterator[tuple[int, str]]:
    """Yield imports inside functions without a reason beside them.

    The reason is a comment after one of several consecutive statements, or in the line above them. It applies to all
    imports in the file from the same package, or, for our own package, from the same room.
    """
    if source.area != PACKAGE:
        return  # ruff's PLC0415 holds it there
    lines = source.text.splitlines()
    explained: set[str] = set()
    for run in sorted(_late_imports(source), key=lambda nodes: nodes[0].lineno):
        packages = {package for node in run for package in _packages(source, node)}
        above = lines[run[0].lineno - 2].lstrip()
        within = lines[run[0].lineno - 1 : run[-1].end_lineno]
        if above.startswith("#") or any(" # " in line.split("# type:")[0] for line in within):
            explained |= packages
        elif not packages <= explained:
            yield run[0].lineno, "import inside a function without a reason beside it"


def _late_imports(source: Source) -> Iterator[list[ImportNode]]:
    """Yield the import statements inside functions, grouping consecutive ones."""
    if not _INDENTED_IMPORT.search(source.text):
        return
    nodes = {id(node): node for function in source.functions() for node in ast.walk(function)}
    for node in nodes.values():
        for block in ("body", "orelse", "finalbody"):
            statements = getattr(node, block, None)
            if isinstance(statements, list):  # the body of a lambda is an expression
                for kind, run in groupby(cast("list[ast.stmt]", statements), key=_is_import):
                    if kind:
                        yield [each for each in run if isinstance(each, ImportNode)]


def _is_import(statement: ast.stmt) -> bool:
    return isinstance(statement, ImportNode)


def _packages(source: Source, node: ImportNode) -> Iterator[str]:
    if isinstance(node, ast.ImportFrom):
        yield _package(node.module or "") if not node.level else ".".join(source.path.split("/")[:2])
    else:
        yield from (_package(alias.name) for alias in node.names)


def _package(module: str) -> str:
    first, _, rest = module.partition(".")
    return f"{first}.{rest.partition('.')[0]}" if first == PACKAGE else first


def _constant_faults(source: Source) -> Iterator[tuple[int, str]]:
    """Yield constants that are not `Final`, and `__all__` outside the faces of packages."""
    for node in source.tree.body:
        if isinstance(node, ast.Assign) and isinstance(target := node.targets[0], ast.Name):
            if target.id == "__all__":
                if not source.path.endswith("/__init__.py") and source.path not in FACES:
                    yield node.lineno, "__all__ outside the face of a package"
            elif target.id.isupper() and not _is_type_variable(node.value):
                yield node.lineno, f"{target.id} is not Final"
        elif (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and node.target.id.isupper()
            and not _FINAL.search(ast.unparse(node.annotation))
        ):
            yield node.lineno, f"{node.target.id} is not Final"


def _is_type_variable(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and ast.unparse(value.func) in ("TypeVar", "ParamSpec")


def _docstring_faults(source: Source) -> Iterator[tuple[int, str]]:
    """Yield docstrings with reStructuredText markup, or with a description that starts in lower case."""
    for node in source.nodes:
        if not isinstance(node, ast.Module | ast.ClassDef | FunctionNode):
            continue
        raw = ast.get_docstring(node, clean=False)
        if raw is None or not _CHECKED_PART.search(raw):
            continue
        text = cleandoc(raw)
        line = getattr(node, "lineno", 1)
        if "``" in text:
            yield line, "two backticks in a docstring: one is enough"
        section = ""
        for row in text.splitlines():
            if match := _SECTION.fullmatch(row):
                section = match[1]
            elif row and not row.startswith(" "):
                section = ""
            elif section in ("Args", "Attributes") and (match := _ENTRY.match(row)):
                first = match["first"]
                if first[0].islower() and not _LOWER_CASE.match(first):
                    yield line, f"{row.strip().partition(':')[0]}: begin its description with a capital"
