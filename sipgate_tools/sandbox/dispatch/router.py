"""Finds the operations at a path."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

from sipgate_tools.spec import Operation


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict[str, "_Node"])
    parameter: _Node | None = None
    operations: dict[str, tuple[Operation, tuple[str, ...]]] = field(
        default_factory=dict[str, "tuple[Operation, tuple[str, ...]]"]
    )


class Router:
    """Finds operations by the segments of a path. A literal segment takes precedence over a parameter.

    Empty segments are ignored because the real service accepts paths such as `/v2//history`, which some clients send.
    """

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._root = _Node()
        for operation in operations:
            node, names = self._root, list[str]()
            for segment in _segments(operation.path):
                if segment.startswith("{"):
                    names.append(segment[1:-1])
                    node.parameter = node.parameter or _Node()
                    node = node.parameter
                else:
                    node = node.children.setdefault(segment, _Node())
            node.operations[operation.method] = (operation, tuple(names))

    def find(self, path: str) -> dict[str, tuple[Operation, dict[str, str]]]:
        """Return the operations at a path by HTTP method, each with the decoded path parameters.

        The result is empty if no operation has this path.
        """
        segments = _segments(path)
        found = self._walk(self._root, segments, 0, ())
        if found is None:
            return {}
        node, values = found
        return {
            method: (operation, dict(zip(names, values, strict=True)))
            for method, (operation, names) in node.operations.items()
        }

    def _walk(
        self, node: _Node, segments: list[str], index: int, values: tuple[str, ...]
    ) -> tuple[_Node, tuple[str, ...]] | None:
        if index == len(segments):
            return (node, values) if node.operations else None
        literal = node.children.get(segments[index])
        if literal is not None:
            found = self._walk(literal, segments, index + 1, values)
            if found is not None:
                return found
        if node.parameter is not None:
            return self._walk(node.parameter, segments, index + 1, (*values, unquote(segments[index])))
        return None


def _segments(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment]
