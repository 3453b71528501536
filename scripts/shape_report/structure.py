"""Finds imports inside functions, import cycles, class names defined twice, and uses of exec and eval."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

from .source import PACKAGE, FunctionNode, Source

OWN_PACKAGES: Final = ("sipgate_tools", "sipgate_api", "scripts", "tests")
SANDBOX: Final = f"{PACKAGE}.sandbox"
_EXECUTING: Final = ("exec", "eval")

ImportNode = ast.Import | ast.ImportFrom
Graph = Mapping[str, Mapping[str, str]]
"""For each module the modules that it imports, and how: `top`, `type` or `inline`."""


def find_inline_imports(sources: Iterable[Source]) -> dict[str, Any]:
    """Return the number of imports inside functions per file, separately for our own and other modules."""
    totals: Counter[str] = Counter()
    files: list[dict[str, Any]] = []
    for source in sources:
        here: Counter[str] = Counter()
        for node, how in _imports(source):
            if how == "inline":
                first = next(iter(_targets(source, node))).partition(".")[0]
                here["own" if first in OWN_PACKAGES else "foreign"] += 1
        totals += here
        if here:
            files.append({"path": source.path, "own": here["own"], "foreign": here["foreign"]})
    files.sort(key=lambda each: (-each["own"] - each["foreign"], each["path"]))
    return {"own": totals["own"], "foreign": totals["foreign"], "files": files}


def find_circles(sources: Iterable[Source]) -> list[dict[str, Any]]:
    """Return the groups of modules that import each other, with the shortest cycle in each group.

    Imports for type checkers and inside functions count. The implicit import of parent packages does not count.
    """
    graph = _import_graph(list(sources))
    circles = [
        {"modules": group, "circle": _shortest_circle(graph, set(group))} for group in _mutual_groups(graph)
    ]
    return sorted(circles, key=lambda each: (-len(each["modules"]), each["modules"]))


def find_duplicate_classes(sources: Iterable[Source]) -> dict[str, list[str]]:
    """Return class names that are defined more than once, with their places.

    The sandbox shares no code with the client, so a name that both use is not a duplicate.
    """
    places: dict[tuple[bool, str], list[str]] = defaultdict(list)
    for source in sources:
        for node in source.classes():
            places[source.module.startswith(SANDBOX), node.name].append(f"{source.path}:{node.lineno}")
    return {
        name: where
        for (_, name), where in sorted(places.items(), key=lambda item: item[0][1])
        if len(where) > 1
    }


def find_executions(sources: Iterable[Source]) -> list[str]:
    """Return the places where exec and eval are called or passed as values."""
    found = [
        (source.path, node.lineno, node.id)
        for source in sources
        for node in source.nodes
        if isinstance(node, ast.Name) and node.id in _EXECUTING and isinstance(node.ctx, ast.Load)
    ]
    return [f"{path}:{line} {name}" for path, line, name in sorted(found)]


def _imports(source: Source) -> Iterator[tuple[ImportNode, str]]:
    """Yield every import statement and its kind: `top`, `type` or `inline`."""
    todo: list[tuple[ast.AST, str]] = [(source.tree, "top")]
    while todo:
        node, how = todo.pop()
        if isinstance(node, ImportNode):
            yield node, how
            continue
        if isinstance(node, FunctionNode) and how == "top":
            how = "inline"
        if isinstance(node, ast.If) and _asks_for_types(node.test):
            todo.extend((child, "type") for child in node.body)
            todo.extend((child, how) for child in node.orelse)
            continue
        todo.extend(
            (child, how)
            for child in ast.iter_child_nodes(node)
            if isinstance(child, (ast.stmt, ast.ExceptHandler, ast.match_case))
        )


def _asks_for_types(test: ast.expr) -> bool:
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )


def _targets(source: Source, node: ImportNode) -> Iterator[str]:
    """Yield the full name of everything that a statement imports."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    package = source.path.removesuffix(".py").split("/")[:-1]
    above = package[: len(package) - node.level + 1] if node.level else []
    origin = ".".join([*above, *([node.module] if node.module else [])])
    yield from (f"{origin}.{alias.name}" for alias in node.names)


def _import_graph(sources: list[Source]) -> dict[str, dict[str, str]]:
    modules = {source.module for source in sources}
    graph: dict[str, dict[str, str]] = {module: {} for module in sorted(modules)}
    for source in sources:
        for node, how in _imports(source):
            for target in _targets(source, node):
                found = target if target in modules else target.rpartition(".")[0]
                if found in modules and found != source.module and graph[source.module].get(found) != "top":
                    graph[source.module][found] = how
    return graph


def _mutual_groups(graph: Graph) -> list[list[str]]:
    """Return the groups of modules that reach each other."""
    reached = {module: _reached(graph, module) for module in graph}
    groups: dict[frozenset[str], None] = {}
    for module, others in reached.items():
        if module in others:
            groups[frozenset(each for each in others if module in reached[each])] = None
    return [sorted(group) for group in groups]


def _reached(graph: Graph, start: str) -> set[str]:
    """Return the modules that a module imports directly or indirectly."""
    reached: set[str] = set()
    todo = list(graph[start])
    while todo:
        module = todo.pop()
        if module not in reached:
            reached.add(module)
            todo.extend(graph[module])
    return reached


def _shortest_circle(graph: Graph, group: set[str]) -> list[str]:
    """Return a shortest cycle within a group as `module (kind)`, with the first module again at the end."""
    best: list[str] = []
    for start in sorted(group):
        ways: list[list[str]] = [[start]]
        visited = {start}
        for way in ways:
            if best and len(way) + 1 >= len(best):
                break
            for each in graph[way[-1]]:
                if each == start:
                    best = [*way, start]
                    break
                if each in group and each not in visited:
                    visited.add(each)
                    ways.append([*way, each])
    return [
        f"{importer} -> {imported} ({graph[importer][imported]})" for importer, imported in pairwise(best)
    ]
